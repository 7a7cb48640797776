import type { ScreenTrouble } from '../../shared/hall/screen.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { ScreenHealth } from '../../shared/protocol/screen-reports.ts';
import { FRAME_AGE_MS_MAX, GONE_AFTER_MS, HEALTH_MISSED_MS } from './limits.ts';

/** What the hub knows of one page that is connected. Times are the hub's. */
export interface PageFacts {
  readonly cameAt: EpochMs;
  /** When it last answered a heartbeat; null: not yet. */
  readonly seenAt: EpochMs | null;
  /** Null for a page that never says how it is: it is judged by its line alone. */
  readonly health: ScreenHealth | null;
  readonly healthAt: EpochMs;
}

/** One device, however many pages of it are open. */
export interface DeviceFacts {
  readonly pages: readonly PageFacts[];
  /** When its last page went; null: it has not been here that the hub knows. */
  readonly lastSeen: EpochMs | null;
  /** Its own watchdog said that the page hangs. */
  readonly isHung: boolean;
}

export interface HallFacts {
  readonly now: EpochMs;
  /** The hall's version `BEHIND_AFTER_MS` ago; 0 while that is not known. */
  readonly dueVersion: number;
  /** Null while nobody is expected to be here: the day is not open, or it is not in the posted hours. */
  readonly openSince: EpochMs | null;
  /** When the hub started to listen: before it nobody was gone. */
  readonly listeningSince: EpochMs;
}

export type Verdict = ScreenTrouble | 'ready' | 'off';

/** The worst first: what hides the most of what customers should see or hear. */
const WORST: readonly Verdict[] = ['frozen', 'asleep', 'behind', 'muted', 'incomplete', 'ready'];

/**
 * What is to be said of a device now. Of several pages those that can be seen count: behind them a forgotten tab may sleep. Of these the
 * worst counts, for any of them may be the one on the glass.
 */
export function verdictOf(device: DeviceFacts, hall: HallFacts): Verdict {
  if (device.isHung) return 'frozen';
  if (device.pages.length === 0) return verdictOfAway(device, hall);
  const seen = device.pages.filter(({ health }) => health === null || health.visible);
  const judged = (seen.length > 0 ? seen : device.pages).map((page) => verdictOfPage(page, hall));
  return WORST.find((verdict) => judged.includes(verdict)) ?? 'ready';
}

function verdictOfAway({ lastSeen }: DeviceFacts, { now, openSince, listeningSince }: HallFacts): Verdict {
  // A screen that was off all day is nobody's fault; one that was here today is missed.
  if (openSince === null || lastSeen === null || lastSeen < openSince) return 'off';
  return now - Math.max(lastSeen, listeningSince) >= GONE_AFTER_MS ? 'gone' : 'ready';
}

function verdictOfPage({ cameAt, health, healthAt, seenAt }: PageFacts, { dueVersion, now }: HallFacts): Verdict {
  if (health === null) return 'ready';
  const answers = seenAt !== null && seenAt >= healthAt;
  if (answers && now - Math.max(healthAt, cameAt) >= HEALTH_MISSED_MS) return 'frozen';
  if (!health.visible) return 'asleep';
  if (health.frameAgeMs >= FRAME_AGE_MS_MAX) return 'frozen';
  if (now - cameAt >= HEALTH_MISSED_MS && health.painted < dueVersion) return 'behind';
  if (health.sound === 'blocked' || health.sound === 'muted') return 'muted';
  return health.sound === 'incomplete' ? 'incomplete' : 'ready';
}
