import type { EpochMs } from '../../lib/clock.ts';
import { PLAN_AHEAD_MAX_MS } from '../limits.ts';

/** Whether something can be planned until this moment: it is to come, and not further away than the hall plans. */
export function isPlannable(moment: EpochMs, now: EpochMs): boolean {
  return moment > now && moment - now <= PLAN_AHEAD_MAX_MS;
}
