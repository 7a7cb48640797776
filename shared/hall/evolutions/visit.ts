import type { EpochMs } from '../../lib/clock.ts';
import { assert } from '../../lib/assert.ts';
import { unreachable } from '../../lib/unreachable.ts';
import type { ServiceId } from '../configuration.ts';
import type { HallEvent } from '../events.ts';
import { MOVES_KEPT } from '../limits.ts';
import type { Move } from '../move.ts';
import type { HallState } from '../state.ts';
import { currentLeg, isTimedHold, type Address, type Credit, type Ticket } from '../ticket.ts';
import { counterOf, putDown, takeInHand } from './counter.ts';
import { end, joinQueue, legEnded, leaveQueue, ticketOf } from './ticket.ts';

type Fact<Type extends HallEvent['type']> = Extract<HallEvent, { type: Type }>;
type VisitFact = Fact<
  | 'ticket-held'
  | 'ticket-resumed'
  | 'ticket-woken'
  | 'ticket-transferred'
  | 'tickets-released'
  | 'tickets-redirected'
  | 'ticket-reclassified'
  | 'tickets-merged'
  | 'documents-checked'
>;

/** What becomes of a visit between its first wait and its end. */
export function evolveVisit(state: HallState, event: VisitFact, at: EpochMs): void {
  switch (event.type) {
    case 'ticket-held':
      return held(state, event, at);
    case 'ticket-resumed':
      return resumed(state, event, at);
    case 'ticket-woken':
      return woken(state, event, at);
    case 'ticket-transferred':
      return transferred(state, event, at);
    case 'tickets-released':
      return released(state, event, at);
    case 'tickets-redirected':
      return redirected(state, event, at);
    case 'ticket-reclassified':
      return reclassified(state, event, at);
    case 'tickets-merged':
      return merged(state, event, at);
    case 'documents-checked':
      ticketOf(state, event.ticket).documentsChecked = true;
      return;
    default:
      return unreachable(event);
  }
}

function held(state: HallState, event: Fact<'ticket-held'>, at: EpochMs): void {
  const { kind, counter, teller, until } = event;
  putDown(counterOf(state, counter), at);
  const ticket = ticketOf(state, event.ticket);
  ticket.status = { is: 'held', kind, counter, teller, since: at, until };
  if (isTimedHold(ticket)) keepTimedHold(state, ticket);
}

/** Lets go of those that are over on the way, so that the list is never longer than the holds there are. */
function keepTimedHold(state: HallState, { id }: Ticket): void {
  for (const other of state.timedHolds) {
    const ticket = state.tickets.get(other);
    if (ticket === undefined || !isTimedHold(ticket)) state.timedHolds.delete(other);
  }
  state.timedHolds.add(id);
}

/** The same service goes on: the time on hold is no work. The running time of the counter that goes on begins now. */
function resumed(state: HallState, event: Fact<'ticket-resumed'>, at: EpochMs): void {
  const ticket = ticketOf(state, event.ticket);
  const { status } = ticket;
  assert(status.is === 'held', 'a resumed ticket is on hold');
  const leg = currentLeg(ticket);
  leg.heldMs = (leg.heldMs ?? 0) + (at - status.since);
  leg.counter = event.counter;
  leg.teller = event.teller;
  ticket.status = { is: 'serving', counter: event.counter, startedAt: at };
  takeInHand(counterOf(state, event.counter), ticket.id);
}

/** Its service was broken off when the hold began, and what follows is a wait of its own: a new leg for the same service. */
function woken(state: HallState, event: Fact<'ticket-woken'>, at: EpochMs): void {
  const ticket = ticketOf(state, event.ticket);
  const { status } = ticket;
  assert(status.is === 'held', 'a woken ticket is on hold');
  const leg = currentLeg(ticket);
  leg.finishedAt = status.since;
  leg.delivered = [];
  ticket.woken = true;
  waitAnew(state, ticket, { service: leg.service, credit: event.credit, to: event.to, at });
}

function transferred(state: HallState, event: Fact<'ticket-transferred'>, at: EpochMs): void {
  const ticket = ticketOf(state, event.ticket);
  const leg = currentLeg(ticket);
  leg.finishedAt = at;
  leg.delivered = event.delivered;
  if (event.outcome !== undefined) leg.outcome = event.outcome;
  legEnded(counterOf(state, event.counter), ticket, at);
  ticket.steps = event.steps;
  waitAnew(state, ticket, { service: event.service, credit: event.credit, to: event.to, at });
}

/** It has been called once, so what it was passed before no longer counts, as after a no-show. */
function waitAnew(
  state: HallState,
  ticket: Ticket,
  { service, credit, to, at }: { service: ServiceId; credit: Credit; to: Address | null; at: EpochMs },
): void {
  ticket.legs.push({ service, queuedAt: at });
  ticket.passed = 0;
  joinLine(state, ticket, credit, to ?? undefined);
}

function released(state: HallState, event: Fact<'tickets-released'>, at: EpochMs): void {
  for (const id of event.tickets) {
    const ticket = ticketOf(state, id);
    joinLine(state, ticket, leaveQueue(state, ticket, at));
  }
}

function redirected(state: HallState, event: Fact<'tickets-redirected'>, at: EpochMs): void {
  const moves: Move[] = [];
  for (const { ticket: id, from } of event.moved) {
    const ticket = ticketOf(state, id);
    const credit = leaveQueue(state, ticket, at);
    redirectLeg(ticket, event.service);
    joinLine(state, ticket, credit);
    moves.push({ ticket: id, number: ticket.number ?? '', from, to: event.service, at });
  }
  state.moves.unshift(...moves);
  if (state.moves.length > MOVES_KEPT) state.moves.length = MOVES_KEPT;
}

/** One that is sent back to the service it came for was not redirected after all. */
function redirectLeg(ticket: Ticket, service: ServiceId): void {
  const leg = currentLeg(ticket);
  leg.redirectedFrom ??= leg.service;
  leg.service = service;
  if (leg.redirectedFrom === service) delete leg.redirectedFrom;
}

function reclassified(state: HallState, event: Fact<'ticket-reclassified'>, at: EpochMs): void {
  const ticket = ticketOf(state, event.ticket);
  const { status } = ticket;
  assert(status.is === 'waiting', 'a reclassified ticket waits');
  const credit = leaveQueue(state, ticket, at);
  ticket.classId = event.class;
  joinLine(state, ticket, credit, status.to);
}

/** The other ticket leaves its line before its credit is given to the one that goes on. */
function merged(state: HallState, event: Fact<'tickets-merged'>, at: EpochMs): void {
  const [ticket, into] = [ticketOf(state, event.ticket), ticketOf(state, event.into)];
  const { status } = into;
  assert(status.is === 'waiting', 'a ticket that another is merged into waits');
  leaveQueue(state, ticket, at);
  end(state, ticket, 'merged', at);
  leaveQueue(state, into, at);
  if (event.credit.order !== status.credit.order) into.creditAt = Math.min(into.creditAt, event.credit.at);
  into.steps = event.steps;
  joinLine(state, into, event.credit, status.to);
}

function joinLine(state: HallState, ticket: Ticket, credit: Credit, to?: Address): void {
  ticket.status = { is: 'waiting', credit, ...(to && { to }) };
  joinQueue(state, ticket, credit, to);
}
