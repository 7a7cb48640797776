import type { CounterId } from '../../shared/hall/configuration.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { TicketStatus } from '../../shared/hall/ticket.ts';
import { ticketView, type TicketView } from '../../shared/hall/views/ticket-view.ts';

type Held = Extract<TicketStatus, { readonly is: 'held' }>;

/**
 * Everybody on hold, first held first. At a counter: those that are kept for it, then those that any counter may go on
 * with, then those that come back in line by themselves, then other counters' own.
 */
export function heldTickets(state: HallState, counter: CounterId | null = null): TicketView[] {
  const held: { status: Held; view: TicketView }[] = [];
  for (const { id, status } of state.tickets.values()) {
    const view = status.is === 'held' ? ticketView(state, id) : null;
    if (status.is === 'held' && view !== null) held.push({ status, view });
  }
  const rank = ({ status }: { status: Held }): number => (counter === null ? 0 : rankAt(counter, status));
  return held.sort((left, right) => rank(left) - rank(right) || left.status.since - right.status.since).map(({ view }) => view);
}

function rankAt(counter: CounterId, status: Held): number {
  if (status.kind === 'any-counter') return 1;
  if (status.kind === 'later') return 2;
  return status.counter === counter ? 0 : 3;
}
