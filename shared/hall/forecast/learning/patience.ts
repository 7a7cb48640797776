import type { ClassId } from '../../configuration.ts';
import type { NoShows } from '../hall-model.ts';
import {
  NO_SHOW_LOST_MS,
  NO_SHOW_LOST_WEIGHT,
  NO_SHOW_PER_MINUTE_MAX,
  NO_SHOW_SHARE,
  NO_SHOW_SHARE_MAX,
  NO_SHOW_SLOPE_WEIGHT,
  NO_SHOW_WEIGHT,
  PATIENCE_MS_MIN,
  PATIENCE_PRIOR_MS,
} from './figures.ts';
import type { ById, LearnedNoShows, LearnedPatience } from './learned.ts';

/**
 * Patience is exponential: those who were seen to leave over all the time that was waited (maximum likelihood with waits that a call
 * cut short). A no-show is no such leaver: nobody saw when he went, his ticket stood in line until it was called, and the chance of
 * it is learned by itself. Counted here too, he would leave twice.
 */
export function leavesPerMs(patience: ById<LearnedPatience>): ReadonlyMap<ClassId, number> {
  const rates = new Map<ClassId, number>();
  for (const [classId, { left, waitedMs }] of Object.entries(patience)) {
    if (left > 0) rates.set(classId, Math.min(left / (waitedMs + PATIENCE_PRIOR_MS), 1 / PATIENCE_MS_MIN));
  }
  return rates;
}

/** A straight line through who came and who did not, by minutes waited (least squares), drawn towards "few, whatever the wait". */
export function noShowsOf(sums: LearnedNoShows): NoShows {
  const { calls, minutes, minutesSquared, missed, minutesMissed, lostMs } = sums;
  const share = (missed + NO_SHOW_WEIGHT * NO_SHOW_SHARE) / (calls + NO_SHOW_WEIGHT);
  const mean = calls > 0 ? minutes / calls : 0;
  const waits = Math.max(0, minutesSquared - mean * minutes);
  const together = minutesMissed - mean * missed;
  const perMinute = Math.min(Math.max(together / (waits + NO_SHOW_SLOPE_WEIGHT), 0), NO_SHOW_PER_MINUTE_MAX);
  return {
    base: Math.min(Math.max(share - perMinute * mean, 0), NO_SHOW_SHARE_MAX),
    perMinute,
    lostMs: (lostMs + NO_SHOW_LOST_WEIGHT * NO_SHOW_LOST_MS) / (missed + NO_SHOW_LOST_WEIGHT),
  };
}
