import type { EpochMs } from '../../lib/clock.ts';
import type { HallEvent } from '../events.ts';
import type { HallState } from '../state.ts';

type VisitFact = Extract<
  HallEvent,
  {
    type:
      | 'ticket-held'
      | 'ticket-resumed'
      | 'ticket-woken'
      | 'ticket-transferred'
      | 'tickets-released'
      | 'tickets-redirected'
      | 'ticket-reclassified'
      | 'tickets-merged'
      | 'documents-checked';
  }
>;

export function evolveVisit(_state: HallState, _event: VisitFact, _at: EpochMs): void {}
