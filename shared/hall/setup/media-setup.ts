import type { Weekday, TimeRange } from './hours.ts';
import type { Text } from '../text.ts';

/** No path: neither a folder nor a way up, nothing hidden, nothing that a drive of another system could not hold. */
export const MEDIA_FILE_NAME = /^[^/\\:*?"<>|\u0000-\u001f.][^/\\:*?"<>|\u0000-\u001f]{0,127}$/u;

/** A picture or a film of the hub's media folder. */
export interface MediaItem {
  readonly id: string;
  /** Name of a file in the folder, no path. */
  readonly file: string;
  /** First and last day, `YYYY-MM-DD`, the hall's dates. */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  /** Absent: at any hour. */
  readonly hours?: TimeRange | undefined;
  /** Absent: every day. */
  readonly weekdays?: readonly Weekday[] | undefined;
  /** How long a picture stands; a film runs to its end. */
  readonly seconds?: number | undefined;
  /** 0 to 100; absent or 0: mute. */
  readonly volume?: number | undefined;
  /** What it shows, for who cannot see it. */
  readonly alt?: Text | undefined;
}

/** 公示: what a hall must post. */
export const PUBLIC_PAGE_KINDS = ['service-promise', 'prices', 'procedure', 'supervision-phone', 'other'] as const;
export type PublicPageKind = (typeof PUBLIC_PAGE_KINDS)[number];

export interface PublicPage {
  readonly id: string;
  readonly kind: PublicPageKind;
  readonly title: Text;
  /** Paragraphs, plain text. */
  readonly body: readonly Text[];
  readonly validFrom?: string | undefined;
  readonly validUntil?: string | undefined;
}

export interface MediaSetup {
  readonly items: readonly MediaItem[];
  /** Turned between the media, where a layout has room for them; each stands this long. */
  readonly pageSeconds?: number | undefined;
}
