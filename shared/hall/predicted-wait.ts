import type { EpochMs } from '../lib/clock.ts';

/** What the hub expects of a service that concerns an alert ahead: those who come in `inMinutes` wait so long, nine in ten of them less. */
export interface PredictedWait {
  readonly minutes: number;
  readonly inMinutes: number;
  readonly at: EpochMs;
}

/** A finding that nobody repeats is over: whoever predicts may have died. */
export const PREDICTED_KEPT_MS = 5 * 60_000;
/** How far ahead a rule looks that does not say. */
export const AHEAD_MINUTES_BY_DEFAULT = 15;
export const AHEAD_MINUTES_MAX = 60;
