import type { EpochMs } from '../../lib/clock.ts';
import { assert, must } from '../../lib/assert.ts';
import { unreachable } from '../../lib/unreachable.ts';
import type { ClassId, ServiceId } from '../configuration.ts';
import type { Counter } from '../counter.ts';
import type { HallEvent } from '../events.ts';
import { CALLS_REMEMBERED, ENDED_KEPT_MS } from '../limits.ts';
import { CreditQueue } from '../routing/credit-queue.ts';
import type { Call, HallState } from '../state.ts';
import {
  addressKey,
  currentLeg,
  overAt,
  type Address,
  type AddressKey,
  type Credit,
  type Ending,
  type Ticket,
  type TicketId,
} from '../ticket.ts';
import { counterOf, putDown, takeInHand } from './counter.ts';
import { paperCame } from './lease.ts';
import { overtakeByJoining } from './overtaking.ts';

type Fact<Type extends HallEvent['type']> = Extract<HallEvent, { type: Type }>;
type TicketFact = Fact<
  | 'ticket-issued'
  | 'ticket-called'
  | 'ticket-recalled'
  | 'service-started'
  | 'served-without-ticket'
  | 'service-finished'
  | 'service-rated'
  | 'ticket-no-show'
  | 'ticket-returned'
  | 'ticket-postponed'
  | 'ticket-cancelled'
  | 'ticket-left'
>;

export function evolveTicket(state: HallState, event: TicketFact, at: EpochMs): void {
  switch (event.type) {
    case 'ticket-issued':
      return issued(state, event, at);
    case 'ticket-called':
      return called(state, event, at);
    case 'ticket-recalled':
      return recalled(state, event, at);
    case 'service-started':
      return started(state, event);
    case 'served-without-ticket':
      return servedWithoutTicket(state, event, at);
    case 'service-finished':
      return finished(state, event, at);
    case 'service-rated':
      must(ticketOf(state, event.ticket).legs[event.leg], 'a rated leg exists').grade = event.grade;
      return;
    case 'ticket-no-show':
      return missed(state, event, at);
    case 'ticket-returned':
      return returned(state, event);
    case 'ticket-postponed':
      return postponed(state, event, at);
    case 'ticket-cancelled':
      return endWaiting(state, event.ticket, 'cancelled', at);
    case 'ticket-left':
      return endWaiting(state, event.ticket, 'left', at);
    default:
      return unreachable(event);
  }
}

/** Drops tickets that were over long enough ago. By the entry's time, so every replica forgets at the same version. */
export function forgetEnded(state: HallState): void {
  let forgotten = 0;
  for (const id of state.ended) {
    const at = must(overAt(ticketOf(state, id)), 'an ended ticket is over');
    if (at + ENDED_KEPT_MS > state.at) break;
    state.tickets.delete(id);
    forgotten += 1;
  }
  if (forgotten > 0) state.ended.splice(0, forgotten);
}

export function ticketOf(state: HallState, id: TicketId): Ticket {
  return must(state.tickets.get(id), 'the ticket exists');
}

/** Made at the first ticket that waits in it. */
export function queueOf(state: HallState, service: ServiceId, classId: ClassId, to?: AddressKey): CreditQueue {
  const queues = to === undefined ? state.queues : addressedQueues(state, to);
  let byClass = queues.get(service);
  if (byClass === undefined) queues.set(service, (byClass = new Map()));
  let queue = byClass.get(classId);
  if (queue === undefined) byClass.set(classId, (queue = new CreditQueue()));
  return queue;
}

function addressedQueues(state: HallState, to: AddressKey): Map<ServiceId, Map<ClassId, CreditQueue>> {
  let queues = state.addressed.get(to);
  if (queues === undefined) state.addressed.set(to, (queues = new Map()));
  return queues;
}

function issued(state: HallState, event: Fact<'ticket-issued'>, at: EpochMs): void {
  // Who took a number while the hub was away has waited since then.
  const since = event.offline === undefined ? at : event.credit.at;
  const ticket: Ticket = {
    id: event.ticket,
    number: event.number,
    classId: event.class,
    issuedAt: since,
    creditAt: event.credit.at,
    quote: event.quote ?? null,
    legs: [{ service: event.service, queuedAt: since }],
    returns: 0,
    passed: 0,
    woken: false,
    steps: [],
    documentsChecked: false,
    status: { is: 'waiting', credit: event.credit },
    print: { is: 'unprinted' },
    ...(event.offline !== undefined && { offline: event.offline }),
  };
  state.tickets.set(ticket.id, ticket);
  if (event.offline === undefined) state.numbers.set(event.letter, event.serial);
  else paperCame(state, event.serial, event.offline);
  state.issued.set(event.service, (state.issued.get(event.service) ?? 0) + 1);
  joinQueue(state, ticket, event.credit);
}

function called(state: HallState, event: Fact<'ticket-called'>, at: EpochMs): void {
  const ticket = ticketOf(state, event.ticket);
  const credit = leaveQueue(state, ticket, at);
  for (const { service, class: classId, to } of event.reason.passed) queueOf(state, service, classId, to).pass(credit);
  if (event.reason.ratio !== undefined) state.ratio = event.reason.ratio;
  const leg = currentLeg(ticket);
  leg.calledAt ??= at;
  leg.counter = event.counter;
  leg.teller = event.teller;
  ticket.status = {
    is: 'called',
    counter: event.counter,
    calledAt: at,
    recalls: 0,
    ...(event.silent && { silent: event.silent }),
  };
  takeInHand(counterOf(state, event.counter), ticket.id);
  announce(state, ticket, { counter: event.counter, at, recalls: 0, ...(event.silent && { silent: event.silent }) });
}

function recalled(state: HallState, event: Fact<'ticket-recalled'>, at: EpochMs): void {
  const ticket = ticketOf(state, event.ticket);
  const { status } = ticket;
  assert(status.is === 'called', 'a recalled ticket is called');
  ticket.status = { ...status, recalls: event.recalls };
  announce(state, ticket, {
    counter: event.counter,
    at,
    recalls: event.recalls,
    ...(status.silent && { silent: status.silent }),
  });
}

function started(state: HallState, event: Fact<'service-started'>): void {
  const ticket = ticketOf(state, event.ticket);
  currentLeg(ticket).startedAt = event.startedAt;
  ticket.status = { is: 'serving', counter: event.counter, startedAt: event.startedAt };
}

function servedWithoutTicket(state: HallState, event: Fact<'served-without-ticket'>, at: EpochMs): void {
  const { counter, teller, service } = event;
  state.tickets.set(event.ticket, {
    id: event.ticket,
    number: null,
    classId: event.class,
    issuedAt: at,
    creditAt: at,
    quote: null,
    legs: [{ service, queuedAt: at, calledAt: at, startedAt: at, counter, teller }],
    returns: 0,
    passed: 0,
    woken: false,
    steps: [],
    documentsChecked: false,
    status: { is: 'serving', counter, startedAt: at },
    print: { is: 'unprinted' },
  });
  takeInHand(counterOf(state, counter), event.ticket);
}

function finished(state: HallState, event: Fact<'service-finished'>, at: EpochMs): void {
  const ticket = ticketOf(state, event.ticket);
  const leg = currentLeg(ticket);
  leg.finishedAt = at;
  leg.delivered = event.delivered;
  if (event.outcome !== undefined) leg.outcome = event.outcome;
  legEnded(counterOf(state, event.counter), ticket, at);
  end(state, ticket, 'done', at);
}

function missed(state: HallState, event: Fact<'ticket-no-show'>, at: EpochMs): void {
  putDown(counterOf(state, event.counter), at);
  ticketOf(state, event.ticket).status = { is: 'no-show', at, returnable: event.returnable };
  if (!event.returnable) state.ended.push(event.ticket);
}

/** Back in line with a new promise: what it was passed before it missed its call no longer counts. */
function returned(state: HallState, event: Fact<'ticket-returned'>): void {
  const ticket = ticketOf(state, event.ticket);
  ticket.returns = event.returns;
  ticket.passed = 0;
  ticket.status = { is: 'waiting', credit: event.credit };
  joinQueue(state, ticket, event.credit);
}

/**
 * Put back by its own customer's wish: with a new promise, as a returned one. A ticket that had been passed as often as allowed
 * would otherwise be called at once, whatever place it was put back to.
 */
function postponed(state: HallState, event: Fact<'ticket-postponed'>, at: EpochMs): void {
  const ticket = ticketOf(state, event.ticket);
  const { status } = ticket;
  assert(status.is === 'waiting', 'a ticket that is put back waits');
  leaveQueue(state, ticket, at);
  ticket.postponed = event.postponed;
  ticket.passed = 0;
  ticket.status = { ...status, credit: event.credit };
  joinQueue(state, ticket, event.credit, status.to);
}

function endWaiting(state: HallState, id: TicketId, ending: 'left' | 'cancelled', at: EpochMs): void {
  const ticket = ticketOf(state, id);
  leaveQueue(state, ticket, at);
  end(state, ticket, ending, at);
}

export function end(state: HallState, ticket: Ticket, ending: Ending, at: EpochMs): void {
  ticket.status = { is: 'ended', ending, at };
  state.ended.push(ticket.id);
}

/** The counter is free, and its tablet may ask how it was. */
export function legEnded(counter: Counter, ticket: Ticket, at: EpochMs): void {
  putDown(counter, at);
  counter.served = { ticket: ticket.id, leg: ticket.legs.length - 1, at };
}

/** The ticket's status, service, class and passed count say which line it joins and with what. */
export function joinQueue(state: HallState, ticket: Ticket, credit: Credit, to?: Address): void {
  const { queuedAt: since, service } = currentLeg(ticket);
  state.creditOrder = Math.max(state.creditOrder, credit.order);
  overtakeByJoining(state, ticket, credit, { service, class: ticket.classId, ...(to && { to: addressKey(to) }) });
  const queue = queueOf(state, service, ticket.classId, to && addressKey(to));
  queue.add(ticket.id, credit, { passed: ticket.passed, since });
  if (to === undefined) state.emptySince.get(service)?.delete(ticket.classId);
}

/** Returns the credit it waited by. */
export function leaveQueue(state: HallState, ticket: Ticket, at: EpochMs): Credit {
  const { status } = ticket;
  assert(status.is === 'waiting', 'a ticket that leaves the line waits in it');
  const { service } = currentLeg(ticket);
  const queue = queueOf(state, service, ticket.classId, status.to && addressKey(status.to));
  ticket.passed = queue.remove(status.credit);
  if (status.to === undefined && queue.size === 0) emptied(state, service, ticket.classId, at);
  return status.credit;
}

function emptied(state: HallState, service: ServiceId, classId: ClassId, at: EpochMs): void {
  const byClass = state.emptySince.get(service);
  if (byClass === undefined) state.emptySince.set(service, new Map([[classId, at]]));
  else byClass.set(classId, at);
}

/** Who has no number cannot be called by one: the teller, or the colleague who sent the customer on, speaks to them. */
function announce(state: HallState, ticket: Ticket, said: Pick<Call, 'counter' | 'at' | 'recalls' | 'silent'>): void {
  if (ticket.number === null) return;
  const { service } = currentLeg(ticket);
  state.calls.unshift({ ticket: ticket.id, number: ticket.number, service, classId: ticket.classId, ...said });
  if (state.calls.length > CALLS_REMEMBERED) state.calls.length = CALLS_REMEMBERED;
}
