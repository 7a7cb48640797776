import type { HallState } from '../../shared/hall/state.ts';
import { counterSigns } from '../../shared/hall/views/counter-signs.ts';
import { deskView } from '../../shared/hall/views/desk-view.ts';
import { heldTickets } from '../../shared/hall/views/held-tickets.ts';
import { kioskServices } from '../../shared/hall/views/kiosk-services.ts';
import { latestCalls } from '../../shared/hall/views/latest-calls.ts';
import { serviceQueues } from '../../shared/hall/views/service-queues.ts';
import { noShows, promisesNext, ticketView, waitingTickets } from '../../shared/hall/views/ticket-view.ts';

/**
 * All that screens show of a hall's customers and counters at a moment, and what the next calls depend on, as text; but for the
 * offer to take something back.
 */
export function everyView(state: HallState, now: number): string {
  return JSON.stringify(
    {
      desks: [...state.counters.keys()].map((counter) => deskView(state, counter, now)),
      signs: counterSigns(state),
      queues: serviceQueues(state),
      kiosk: kioskServices(state, now),
      calls: latestCalls(state),
      moves: state.moves,
      waiting: waitingTickets(state, {}, Infinity),
      promises: promisesNext(state, now, Infinity),
      held: heldTickets(state),
      noShows: noShows(state),
      tickets: [...state.tickets.keys()].map((ticket) => ticketView(state, ticket)),
      ended: state.ended,
      ratio: state.ratio,
      emptySince: [...state.emptySince].flatMap(([service, byClass]) => [...byClass].map((each) => [service, ...each])).sort(),
    },
    null,
    1,
  );
}
