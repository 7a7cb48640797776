import type { Call, HallState } from '../state.ts';
import { isInZone, type DisplayZone } from './display-zone.ts';
import { latestCalls } from './latest-calls.ts';

/**
 * What a display lists as called, newest first: who did not come is still on it, to find where they were called; who waits again
 * (returned, transferred) is not, for there is nowhere to go now.
 */
export function listedCalls(state: HallState, zone: DisplayZone): Call[] {
  return latestCalls(state).filter(
    (call) => isInZone(zone, call.counter) && state.tickets.get(call.ticket)?.status.is !== 'waiting',
  );
}

/** What may stand large: a call that still holds. A no-show, or a visit that ended without service, asks nobody to come. */
export function stagedCalls(state: HallState, zone: DisplayZone): Call[] {
  return listedCalls(state, zone).filter(({ ticket }) => {
    const status = state.tickets.get(ticket)?.status;
    if (status === undefined || status.is === 'no-show') return false;
    return status.is !== 'ended' || status.ending === 'done';
  });
}
