import type { DayId } from '../../business-day.ts';
import type { ClassId, ServiceId } from '../../configuration.ts';
import type { EpochMs } from '../../../lib/clock.ts';
import type { Calibration } from './calibration.ts';
import type { LearningWarning } from './warning.ts';

/** Rises when the shape below changes; what another format holds is thrown away and learned again from the journal. */
export const LEARNED_FORMAT = 1;

/**
 * What a hall has seen of itself: sums, no lists of customers. Plain JSON, never changed in place. A configuration turns it into what a
 * forecast needs (`modelOf`). Bounded: by services × tellers, `DAYS_KEPT` days, and the window of a calibration.
 */
export interface Learned {
  readonly format: typeof LEARNED_FORMAT;
  readonly served: ById<LearnedService>;
  /** When each teller's last service ended: the next cannot have begun before. */
  readonly servedUntil: ById<EpochMs>;
  /** Oldest first, `DAYS_KEPT` at most; the last may still be open. */
  readonly days: readonly LearnedDay[];
  readonly patience: ById<LearnedPatience>;
  readonly noShows: LearnedNoShows;
  readonly calibration: ById<Calibration>;
  readonly warnings: { readonly [kind in LearningWarning]?: number };
}

export interface ById<Value> {
  readonly [id: string]: Value;
}

export interface LearnedService {
  /** All that were ever seen. */
  readonly seen: number;
  /** Of the logarithms of serve times in milliseconds; by teller, '' where it is not known who. */
  readonly all: Moments;
  readonly byTeller: ById<Moments>;
}

/** Welford's running moments: `n` fades as days pass, so it is no whole number. */
export interface Moments {
  readonly n: number;
  readonly mean: number;
  /** Sum of squared distances from the mean. */
  readonly squares: number;
}

export interface LearnedDay {
  readonly day: DayId;
  /** Local minutes between which arrivals were seen. */
  readonly fromMinute: number;
  readonly toMinute: number;
  /** Service, then class: tickets in each slot (`SLOT_MS`) of the day. */
  readonly arrivals: { readonly [service: ServiceId]: { readonly [classId: ClassId]: readonly number[] } };
}

export interface LearnedPatience {
  readonly waitedMs: number;
  readonly left: number;
}

/** Sums over calls: minutes waited, and 1 for who did not come. */
export interface LearnedNoShows {
  readonly calls: number;
  readonly minutes: number;
  readonly minutesSquared: number;
  readonly missed: number;
  readonly minutesMissed: number;
  readonly lostMs: number;
}

export const NO_MOMENTS: Moments = { n: 0, mean: 0, squares: 0 };

export function nothingLearned(): Learned {
  return {
    format: LEARNED_FORMAT,
    served: {},
    servedUntil: {},
    days: [],
    patience: {},
    noShows: { calls: 0, minutes: 0, minutesSquared: 0, missed: 0, minutesMissed: 0, lostMs: 0 },
    calibration: {},
    warnings: {},
  };
}

/** Welford 1962, one value more. */
export function withValue({ n, mean, squares }: Moments, value: number): Moments {
  const away = value - mean;
  const next = mean + away / (n + 1);
  return { n: n + 1, mean: next, squares: squares + away * (value - next) };
}

export function withWarning(learned: Learned, warning: LearningWarning): Learned {
  return { ...learned, warnings: { ...learned.warnings, [warning]: (learned.warnings[warning] ?? 0) + 1 } };
}

/** `values[id]`, never what every object has of itself: ids are a hall's own words (`constructor` is one). */
export function ownOf<Value>(values: { readonly [id: string]: Value }, id: string): Value | undefined {
  return Object.hasOwn(values, id) ? values[id] : undefined;
}
