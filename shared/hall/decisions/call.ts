import { failed, ok } from '../../lib/result.ts';
import type { CallNext, CallTicket } from '../commands.ts';
import type { Context, Decision } from '../context.ts';
import type { Counter } from '../counter.ts';
import { ticketAtHand } from '../counter.ts';
import type { HallEvent } from '../events.ts';
import { refuse } from '../refusals.ts';
import { hallQueueView } from '../routing/hall-queue-view.ts';
import { nextTicket } from '../routing/next-ticket.ts';
import type { HallState } from '../state.ts';
import type { Ticket } from '../ticket.ts';
import {
  configurationOf,
  findTicket,
  numberOf,
  ownCounter,
  ownOpenCounter,
  ownTicketAtHand,
  ticketFacts,
  notOpen,
} from './lookup.ts';
import { finishingEvents, plannedEvents } from './serve.ts';

/**
 * *Next*: ends the ticket at hand and calls the one that the hall's rule gives, both in one entry.
 *
 * A pause that waits for this customer wins over the call. `atHand` is checked before anything else: a second click, or
 * a second browser, must learn that the counter moved on, not take a second person.
 */
export function decideCallNext(state: HallState, command: CallNext, context: Context): Decision {
  const own = ownCounter(state, command.counter, context);
  if (!own.ok) return own;
  const { counter, teller } = own.value;
  const atHand = ticketAtHand(counter);
  if (command.atHand !== undefined && command.atHand !== atHand) {
    return failed(refuse('counter-moved-on', { counter: counter.id, atHand, number: numberOf(state, atHand) }));
  }
  if (counter.mode.is !== 'open') return failed(notOpen(counter.id, counter.mode));

  const ending = endingEvents(state, counter, context);
  if (counter.mode.then !== null) return ok([...ending, ...plannedEvents(counter)]);

  const next = nextTicket(hallQueueView(state, counter.id, context.at), configurationOf(state).routing);
  if (next === null) return ending.length > 0 ? ok(ending) : failed(refuse('nobody-waiting', { counter: counter.id }));
  const ticket = state.tickets.get(next.candidate.ticket)!;
  return ok([...ending, called(ticket, counter, teller, next.reason)]);
}

/** 选呼: any waiting ticket, whatever the counter usually serves. It passes nobody: a person answers for it. */
export function decideCallTicket(state: HallState, command: CallTicket, context: Context): Decision {
  const open = ownOpenCounter(state, command.counter, context);
  if (!open.ok) return open;
  const { counter, mode, teller } = open.value;
  const found = findTicket(state, command.ticket);
  if (!found.ok) return found;
  if (found.value.status.is !== 'waiting') return failed(refuse('ticket-not-waiting', ticketFacts(found.value)));
  if (mode.atHand !== null) {
    return failed(refuse('ticket-at-hand', { counter: counter.id, number: numberOf(state, mode.atHand) }));
  }
  return ok([called(found.value, counter, teller, { rule: 'chosen', passed: [], capLeft: null, why: command.reason })]);
}

export function decideRecall(state: HallState, counter: number, context: Context): Decision {
  const found = ownTicketAtHand(state, counter, context);
  if (!found.ok) return found;
  const { ticket } = found.value;
  if (ticket.status.is !== 'called') return failed(refuse('ticket-not-called', ticketFacts(ticket)));
  return ok([{ type: 'ticket-recalled', ticket: ticket.id, counter, recalls: ticket.status.recalls + 1 }]);
}

function endingEvents(state: HallState, counter: Counter, context: Context): HallEvent[] {
  const atHand = ticketAtHand(counter);
  if (atHand === null) return [];
  return finishingEvents(state.tickets.get(atHand)!, counter.id, context.at, {});
}

function called(
  ticket: Ticket,
  counter: Counter,
  teller: string,
  reason: Extract<HallEvent, { type: 'ticket-called' }>['reason'],
): HallEvent {
  return { type: 'ticket-called', ticket: ticket.id, number: ticket.number ?? '', counter: counter.id, teller, reason };
}
