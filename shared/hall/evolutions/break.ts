import type { EpochMs } from '../../lib/clock.ts';
import { must } from '../../lib/assert.ts';
import { unreachable } from '../../lib/unreachable.ts';
import type { HallEvent } from '../events.ts';
import type { HallState } from '../state.ts';

type BreakFact = Extract<HallEvent, { type: 'break-planned' | 'break-cancelled' | 'break-started' }>;

/** The pause itself is another event of the same entry. */
export function evolveBreak(state: HallState, event: BreakFact, at: EpochMs): void {
  switch (event.type) {
    case 'break-planned': {
      const { break: id, teller, from, minutes, reason } = event;
      state.breaks.set(id, { id, teller, from, minutes, reason, startedAt: null });
      return;
    }
    case 'break-cancelled':
      state.breaks.delete(event.break);
      return;
    case 'break-started':
      must(state.breaks.get(event.break), 'a break that starts was planned').startedAt = at;
      return;
    default:
      return unreachable(event);
  }
}
