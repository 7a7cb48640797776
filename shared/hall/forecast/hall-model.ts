import type { ClassId, ServiceId } from '../configuration.ts';
import type { StaffNumber } from '../ticket.ts';

/**
 * What a hall has learned about itself, and all that its forecasts know besides its state: a value, never changed in place. Kept in
 * the database, and made again from the journal at any time. Durations in milliseconds.
 */
export interface HallModel {
  readonly services: ReadonlyMap<ServiceId, ServeTimes>;
  /** How much longer than others a teller takes: added to `logMean`. Shrunk towards 0; absent: 0. */
  readonly tellers: ReadonlyMap<StaffNumber, number>;
  readonly arrivals: ArrivalModel;
  /** How busy today is against a usual day, and how sure that is. Drawn once for each run. */
  readonly dayFactor: DayFactor;
  /** Chance per millisecond that a waiting customer of this class gives up (1 / mean patience); absent: never. */
  readonly leavesPerMs: ReadonlyMap<ClassId, number>;
  readonly noShows: NoShows;
  /** How long a counter stays without a customer though somebody waits; absent: it calls at once. */
  readonly gaps?: Gaps | undefined;
}

/** Serve times of one service are lognormal. Source: Brown et al. 2005, JASA 100:36, section 5. */
export interface ServeTimes {
  readonly logMean: number;
  readonly logSd: number;
  /** Services that were seen; the hall file's typical minutes count for nothing here. */
  readonly seen: number;
  /** Fewer than `LEARNED_FROM_SERVICES` were seen. */
  readonly learning: boolean;
}

/** Expected tickets in each slot of the local day, on a day like today (`dayFactor` 1). */
export interface ArrivalModel {
  readonly slotMs: number;
  /** Service, then class: one number for each slot from local midnight. A missing queue has no arrivals. */
  readonly expected: ReadonlyMap<ServiceId, ReadonlyMap<ClassId, readonly number[]>>;
}

/** Lognormal: `median` times the usual, with this standard deviation of its logarithm. */
export interface DayFactor {
  readonly median: number;
  readonly logSd: number;
}

/** A called customer does not come: with the chance `base + perMinute × minutes waited` (at most 1), and the counter loses so long. */
export interface NoShows {
  readonly base: number;
  readonly perMinute: number;
  readonly lostMs: number;
}

/**
 * The time from the end of one customer to the next call while somebody waits: the teller's own seconds, and pauses that nobody planned. A rate for
 * each span of time since the end (per millisecond), the last for ever: the chance to pass a span is `exp(-rate × length)`, and a gap that
 * has lasted so long goes on by the rates from there.
 */
export interface Gaps {
  readonly spans: readonly GapSpan[];
}

export interface GapSpan {
  /** Since the end of the last customer; ascending, the last `Infinity`. */
  readonly untilMs: number;
  readonly callsPerMs: number;
}
