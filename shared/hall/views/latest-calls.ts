import { CALLS_KEPT } from '../limits.ts';
import type { Call, HallState } from '../state.ts';

/**
 * Newest first, as walls show and speak them: not the silent ones. A recall stands where it was repeated, and its earlier
 * announcements are left out.
 */
export function latestCalls(state: HallState): Call[] {
  const announced = state.calls.filter((call) => call.silent !== true);
  const seen = new Set<string>();
  return announced.slice(0, CALLS_KEPT).filter((call) => {
    const key = `${call.ticket} ${call.counter}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
