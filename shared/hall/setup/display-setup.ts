import type { TimeRange } from './hours.ts';
import type { CounterId, ServiceId } from './ids.ts';

export type DisplayId = string;

/** How a wall is divided. `calls-queues` is the customary one; `media-banner`: media with the call as a banner over it. */
export const WALL_LAYOUTS = ['calls-queues', 'calls-media', 'media-banner', 'counters'] as const;
export type WallLayout = (typeof WALL_LAYOUTS)[number];

/** One wall (`/display/wall/ID`). Portrait or landscape and the size of the glass are the screen's own. */
export interface DisplaySetup {
  readonly id: DisplayId;
  /** For staff. */
  readonly name: string;
  readonly layout: WallLayout;
  /** Its zone: calls to these counters only; absent: all. */
  readonly counters?: readonly CounterId[] | undefined;
  /** Lines in the table of queues; absent: all, or those that the zone's counters serve. */
  readonly services?: readonly ServiceId[] | undefined;
  /** It speaks too (`VoiceSetup`); absent: it is silent. */
  readonly speaks?: boolean | undefined;
  /** The calendar also says the day of the Chinese calendar (农历). */
  readonly lunarDate?: boolean | undefined;
  /** Dimmed in these hours, every day; over midnight where `to` is not after `from`. */
  readonly night?: TimeRange | undefined;
  /** Moves the picture by some pixels every few minutes; absent: it does. */
  readonly burnInShift?: boolean | undefined;
  /** Ids of `MediaSetup.items`; absent: all. */
  readonly media?: readonly string[] | undefined;
}
