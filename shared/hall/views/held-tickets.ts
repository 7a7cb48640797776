import type { HallState } from '../state.ts';
import { viewOf, type TicketView } from './ticket-view.ts';

/** Everybody on hold (挂起), the longest first. */
export function heldTickets(state: HallState): TicketView[] {
  const held: { since: number; view: TicketView }[] = [];
  for (const ticket of state.tickets.values()) {
    if (ticket.status.is === 'held') held.push({ since: ticket.status.since, view: viewOf(state, ticket) });
  }
  return held.sort((left, right) => left.since - right.since).map(({ view }) => view);
}
