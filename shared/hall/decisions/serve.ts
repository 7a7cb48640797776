import { failed, ok } from '../../lib/result.ts';
import type { EpochMs } from '../../lib/clock.ts';
import { unreachable } from '../../lib/unreachable.ts';
import type { FinishService, ServeWithoutTicket } from '../commands.ts';
import { serviceSetup, standardClass, type CounterId } from '../configuration.ts';
import type { Context, Decision } from '../context.ts';
import type { Counter } from '../counter.ts';
import type { HallEvent } from '../events.ts';
import { TICKETS_MAX } from '../limits.ts';
import { refuse } from '../refusals.ts';
import type { HallState } from '../state.ts';
import { currentLeg, type Ticket } from '../ticket.ts';
import { configurationOf, numberOf, ownOpenCounter, ownTicketAtHand, ticketFacts } from './lookup.ts';
import { releasedEvents } from './release.ts';
import { stepEvent } from './step.ts';

export function decideStart(state: HallState, counter: CounterId, context: Context): Decision {
  const found = ownTicketAtHand(state, counter, context);
  if (!found.ok) return found;
  const { ticket } = found.value;
  if (ticket.status.is !== 'called') return failed(refuse('ticket-not-called', ticketFacts(ticket)));
  return ok([{ type: 'service-started', ticket: ticket.id, counter, startedAt: context.at }]);
}

export function decideFinish(state: HallState, command: FinishService, context: Context): Decision {
  const found = ownTicketAtHand(state, command.counter, context);
  if (!found.ok) return found;
  const configuration = configurationOf(state);
  const unknown = command.delivered?.find((service) => serviceSetup(configuration, service) === undefined);
  if (unknown !== undefined) return failed(refuse('unknown-service', { service: unknown }));
  const { ticket, counter } = found.value;
  const ending = command.visitEnds
    ? finishingEvents(ticket, counter.id, context.at, command)
    : goingOnEvents(state, ticket, { counter: counter.id, at: context.at, said: command });
  return ok([...ending, ...plannedEvents(state, counter)]);
}

export function decideNoShow(state: HallState, counter: CounterId, context: Context): Decision {
  const found = ownTicketAtHand(state, counter, context);
  if (!found.ok) return found;
  const { ticket } = found.value;
  if (ticket.status.is !== 'called') return failed(refuse('ticket-not-called', ticketFacts(ticket)));
  const returnable = ticket.returns < configurationOf(state).returns.timesMax;
  return ok([{ type: 'ticket-no-show', ticket: ticket.id, counter, returnable }, ...plannedEvents(state, found.value.counter)]);
}

export function decideServeWithoutTicket(state: HallState, command: ServeWithoutTicket, context: Context): Decision {
  const open = ownOpenCounter(state, command.counter, context);
  if (!open.ok) return open;
  const { counter, mode, teller } = open.value;
  const configuration = configurationOf(state);
  if (serviceSetup(configuration, command.service) === undefined) {
    return failed(refuse('unknown-service', { service: command.service }));
  }
  if (mode.atHand !== null) {
    return failed(refuse('ticket-at-hand', { counter: counter.id, number: numberOf(state, mode.atHand) }));
  }
  if (state.tickets.size >= TICKETS_MAX) return failed(refuse('hall-full', { ticketsMax: TICKETS_MAX }));
  return ok([
    {
      type: 'served-without-ticket',
      ticket: context.newId(),
      service: command.service,
      class: standardClass(configuration),
      counter: counter.id,
      teller,
    },
  ]);
}

/** Ends the visit at hand; a service that was never started is started at its call, and both are said to be implied. */
export function finishingEvents(
  ticket: Ticket,
  counter: CounterId,
  at: EpochMs,
  said: Pick<FinishService, 'delivered' | 'outcome'>,
): HallEvent[] {
  const starting = startingEvents(ticket, counter, at);
  return [
    ...starting,
    {
      type: 'service-finished',
      ticket: ticket.id,
      counter,
      delivered: said.delivered ?? [currentLeg(ticket).service],
      ...(said.outcome === undefined ? {} : { outcome: said.outcome }),
      ...(starting.length === 0 ? {} : { implicit: true as const }),
    },
  ];
}

/** The same, unless a service follows on the ticket: then the visit goes on there. */
export function goingOnEvents(
  state: HallState,
  ticket: Ticket,
  ending: { readonly counter: CounterId; readonly at: EpochMs; readonly said: Pick<FinishService, 'delivered' | 'outcome'> },
): HallEvent[] {
  const { counter, at, said } = ending;
  const step = stepEvent(state, ticket, ending);
  return step === null ? finishingEvents(ticket, counter, at, said) : [...startingEvents(ticket, counter, at), step];
}

/** For a customer who is called and was never started: as if start had been pressed at the call. */
export function startingEvents({ id, status }: Ticket, counter: CounterId, at: EpochMs): HallEvent[] {
  if (status.is !== 'called') return [];
  const startedAt = Math.min(status.calledAt, at);
  return [{ type: 'service-started', ticket: id, counter, startedAt, implicit: true }];
}

/** What was planned for the moment when this customer is no longer at hand. */
export function plannedEvents(state: HallState, counter: Counter): HallEvent[] {
  const then = counter.mode.is === 'open' ? counter.mode.then : null;
  if (then === null) return [];
  switch (then.is) {
    case 'paused':
      return [{ type: 'counter-paused', counter: counter.id, reason: then.reason }];
    case 'closed':
      return [{ type: 'counter-closed', counter: counter.id }, ...releasedEvents(state, counter)];
    default:
      return unreachable(then);
  }
}
