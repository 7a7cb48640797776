import { failed, ok } from '../../lib/result.ts';
import { must } from '../../lib/assert.ts';
import { hasRole } from '../actor.ts';
import type { CallNext, CallTicket } from '../commands.ts';
import { counterSetup, type CounterId } from '../configuration.ts';
import type { Context, Decision } from '../context.ts';
import type { Counter } from '../counter.ts';
import { ticketAtHand } from '../counter.ts';
import type { HallEvent } from '../events.ts';
import { refuse } from '../refusals.ts';
import type { CallReason } from '../routing/call-reason.ts';
import { hallQueueView, passesNobody } from '../routing/hall-queue-view.ts';
import { nextTicket } from '../routing/next-ticket.ts';
import type { QueueView } from '../routing/queue-view.ts';
import type { HallState } from '../state.ts';
import type { StaffNumber, Ticket } from '../ticket.ts';
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
import { goingOnEvents, plannedEvents } from './serve.ts';
import { viewWith } from './view-with.ts';

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
  if (counter.mode.then !== null) return ok([...ending, ...plannedEvents(state, counter)]);

  const view = viewAfter(state, hallQueueView(state, counter.id, context.at), ending);
  const next = nextTicket(view, configurationOf(state).routing);
  if (next === null) return ending.length > 0 ? ok(ending) : failed(refuse('nobody-waiting', { counter: counter.id }));
  const ticket = must(state.tickets.get(next.candidate.ticket), 'who is next waits');
  return ok([...ending, callEvent(state, ticket, { counter: counter.id, teller, reason: next.reason })]);
}

/** 选呼: any waiting ticket, whatever the counter usually serves. It passes nobody: a person answers for it. */
export function decideCallTicket(state: HallState, command: CallTicket, context: Context): Decision {
  const open = ownOpenCounter(state, command.counter, context);
  if (!open.ok) return open;
  const { counter, mode, teller } = open.value;
  const { chosenCallBy } = configurationOf(state);
  if (chosenCallBy !== undefined && !chosenCallBy.some((role) => hasRole(context.actor, role))) {
    return failed(refuse('not-allowed', {}));
  }
  const found = findTicket(state, command.ticket);
  if (!found.ok) return found;
  if (found.value.status.is !== 'waiting') return failed(refuse('ticket-not-waiting', ticketFacts(found.value)));
  if (mode.atHand !== null) {
    return failed(refuse('ticket-at-hand', { counter: counter.id, number: numberOf(state, mode.atHand) }));
  }
  const reason = { rule: 'chosen', passed: [], capLeft: null, why: command.reason } as const;
  return ok([callEvent(state, found.value, { counter: counter.id, teller, reason })]);
}

export function decideRecall(state: HallState, counter: CounterId, context: Context): Decision {
  const found = ownTicketAtHand(state, counter, context);
  if (!found.ok) return found;
  const { ticket } = found.value;
  const { status } = ticket;
  if (status.is !== 'called') return failed(refuse('ticket-not-called', ticketFacts(ticket)));
  const { recalls } = configurationOf(state);
  if (recalls !== undefined) {
    if (status.recalls >= recalls.timesMax) {
      return failed(refuse('recalls-used-up', { ...ticketFacts(ticket), timesMax: recalls.timesMax }));
    }
    const announced = state.calls.find((call) => call.ticket === ticket.id && call.counter === counter)?.at ?? status.calledAt;
    const left = announced + recalls.spacingSeconds * 1_000 - context.at;
    if (left > 0) return failed(refuse('recall-too-soon', { ...ticketFacts(ticket), secondsLeft: Math.ceil(left / 1_000) }));
  }
  return ok([{ type: 'ticket-recalled', ticket: ticket.id, counter, recalls: status.recalls + 1 }]);
}

function endingEvents(state: HallState, counter: Counter, context: Context): HallEvent[] {
  const atHand = ticketAtHand(counter);
  if (atHand === null) return [];
  const ticket = must(state.tickets.get(atHand), 'a ticket at hand exists');
  return goingOnEvents(state, ticket, { counter: counter.id, at: context.at, said: {} });
}

/** Who goes on to the next service waits there already when the next customer is chosen, and may be that customer. */
function viewAfter(state: HallState, view: QueueView, ending: readonly HallEvent[]): QueueView {
  const step = ending.find((event) => event.type === 'ticket-transferred');
  if (step === undefined) return view;
  const ticket = must(state.tickets.get(step.ticket), 'a ticket at hand exists');
  return viewWith(view, {
    ticket: ticket.id,
    service: step.service,
    class: ticket.classId,
    credit: step.credit,
    passesNobody: passesNobody(ticket),
  });
}

function callEvent(
  state: HallState,
  ticket: Ticket,
  { counter, teller, reason }: { readonly counter: CounterId; readonly teller: StaffNumber; readonly reason: CallReason },
): HallEvent {
  const silent = counterSetup(configurationOf(state), counter)?.silent === true;
  const call = { type: 'ticket-called' as const, ticket: ticket.id, number: ticket.number ?? '', counter, teller, reason };
  return silent ? { ...call, silent } : call;
}
