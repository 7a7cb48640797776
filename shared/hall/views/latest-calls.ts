import { CALLS_KEPT } from '../limits.ts';
import type { Call, HallState } from '../state.ts';

/** Newest first; a recall stands where it was repeated, and its earlier announcements are left out. */
export function latestCalls(state: HallState): Call[] {
  const seen = new Set<string>();
  return state.calls.slice(0, CALLS_KEPT).filter((call) => {
    const key = `${call.ticket} ${call.counter}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
