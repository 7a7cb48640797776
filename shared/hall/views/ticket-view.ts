import type { EpochMs } from '../../lib/clock.ts';
import type { ClassId, CounterId, ServiceId } from '../configuration.ts';
import { passedNow } from '../snapshot.ts';
import type { HallState } from '../state.ts';
import { currentLeg, type Credit, type PrintStatus, type Ticket, type TicketId, type TicketStatus } from '../ticket.ts';

/** One ticket as screens show it: a value, safe to keep. */
export interface TicketView {
  readonly ticket: TicketId;
  readonly number: string | null;
  readonly service: ServiceId;
  readonly classId: ClassId;
  readonly status: TicketStatus['is'];
  readonly issuedAt: EpochMs;
  /** When the current leg's wait began. */
  readonly waitingSince: EpochMs;
  readonly calledAt: EpochMs | null;
  readonly startedAt: EpochMs | null;
  /** Where it is called or served. */
  readonly counter: CounterId | null;
  readonly recalls: number;
  readonly returns: number;
  /** A no-show that may still be returned. */
  readonly returnable: boolean;
  readonly passed: number;
  readonly print: PrintStatus;
}

export function ticketView(state: HallState, id: TicketId): TicketView | null {
  const ticket = state.tickets.get(id);
  return ticket === undefined ? null : viewOf(state, ticket);
}

/** Waiting tickets by credit, of one service or of all. Work: O(limit × queues). */
export function waitingTickets(
  state: HallState,
  filter: { readonly service?: ServiceId | undefined },
  limit: number,
): TicketView[] {
  const firsts: { ticket: TicketId; credit: Credit }[] = [];
  for (const [service, byClass] of state.queues) {
    if (filter.service !== undefined && filter.service !== service) continue;
    for (const queue of byClass.values()) firsts.push(...queue.earliest(limit));
  }
  firsts.sort((left, right) => left.credit.at - right.credit.at || left.credit.order - right.credit.order);
  return firsts.slice(0, limit).flatMap(({ ticket }) => ticketView(state, ticket) ?? []);
}

/** Every no-show of today that is still there, the latest first. */
export function noShows(state: HallState): TicketView[] {
  const views: { at: EpochMs; view: TicketView }[] = [];
  for (const ticket of state.tickets.values()) {
    if (ticket.status.is === 'no-show') views.push({ at: ticket.status.at, view: viewOf(state, ticket) });
  }
  return views.sort((left, right) => right.at - left.at).map(({ view }) => view);
}

/** Tickets whose number is as typed: `a12`, `A012` and ` a 012` are the same. */
export function findTickets(state: HallState, typed: string): TicketView[] {
  const wanted = plain(typed);
  if (wanted === '') return [];
  const found: TicketView[] = [];
  for (const ticket of state.tickets.values()) {
    if (ticket.number !== null && plain(ticket.number) === wanted) found.push(viewOf(state, ticket));
  }
  return found;
}

function plain(number: string): string {
  return number
    .replace(/\s/g, '')
    .toUpperCase()
    .replace(/^([A-Z]*)0+(?=\d)/, '$1');
}

function viewOf(state: HallState, ticket: Ticket): TicketView {
  const leg = currentLeg(ticket);
  const { status } = ticket;
  return {
    ticket: ticket.id,
    number: ticket.number,
    service: leg.service,
    classId: ticket.classId,
    status: status.is,
    issuedAt: ticket.issuedAt,
    waitingSince: leg.queuedAt,
    calledAt: status.is === 'called' ? status.calledAt : (leg.calledAt ?? null),
    startedAt: leg.startedAt ?? null,
    counter: status.is === 'called' || status.is === 'serving' ? status.counter : null,
    recalls: status.is === 'called' ? status.recalls : 0,
    returns: ticket.returns,
    returnable: status.is === 'no-show' && status.returnable,
    passed: passedNow(state, ticket),
    print: ticket.print,
  };
}
