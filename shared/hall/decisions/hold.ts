import type { EpochMs } from '../../lib/clock.ts';
import { assert } from '../../lib/assert.ts';
import { failed, ok } from '../../lib/result.ts';
import { hasRole } from '../actor.ts';
import type { HoldTicket, ResumeTicket } from '../commands.ts';
import type { CounterId } from '../configuration.ts';
import type { Context, Decision } from '../context.ts';
import type { HallEvent } from '../events.ts';
import { dateAfter, localDay, localTimeToEpoch, minutesOf } from '../local-time.ts';
import { refuse } from '../refusals.ts';
import type { HallState } from '../state.ts';
import type { Address, Ticket, TicketId } from '../ticket.ts';
import { configurationOf, findTicket, numberOf, ownOpenCounter, ownTicketAtHand, ticketFacts } from './lookup.ts';
import { isPlannable } from './moment.ts';
import { plannedEvents, startingEvents } from './serve.ts';

/** 挂起: the counter is free for others; what was planned for the end of this customer happens now. */
export function decideHold(state: HallState, command: HoldTicket, context: Context): Decision {
  const found = ownTicketAtHand(state, command.counter, context);
  if (!found.ok) return found;
  const { counter, teller, ticket } = found.value;
  const { kind, until } = command;
  const isTimed = until !== undefined;
  if (isTimed !== (kind === 'later') || (isTimed && !isStillToday(state, until, context.at))) {
    return failed(refuse('bad-time', { at: until ?? context.at }));
  }
  return ok([
    ...startingEvents(ticket, counter.id, context.at),
    { type: 'ticket-held', ticket: ticket.id, counter: counter.id, teller, kind, until: until ?? null },
    ...plannedEvents(state, counter),
  ]);
}

/** At a counter that has nobody at hand. What is kept for one counter, only a manager takes to another. */
export function decideResume(state: HallState, command: ResumeTicket, context: Context): Decision {
  const open = ownOpenCounter(state, command.counter, context);
  if (!open.ok) return open;
  const { counter, mode, teller } = open.value;
  const found = findTicket(state, command.ticket);
  if (!found.ok) return found;
  const ticket = found.value;
  const { status } = ticket;
  if (status.is !== 'held') return failed(refuse('ticket-not-held', ticketFacts(ticket)));
  if (status.kind === 'this-counter' && status.counter !== counter.id && !hasRole(context.actor, 'manager')) {
    return failed(refuse('held-elsewhere', { ...ticketFacts(ticket), counter: status.counter }));
  }
  if (mode.atHand !== null) {
    return failed(refuse('ticket-at-hand', { counter: counter.id, number: numberOf(state, mode.atHand) }));
  }
  return ok([{ type: 'ticket-resumed', ticket: ticket.id, counter: counter.id, teller }]);
}

export function decideWake(state: HallState, id: TicketId): Decision {
  const found = findTicket(state, id);
  if (!found.ok) return found;
  if (found.value.status.is !== 'held') return failed(refuse('ticket-not-held', ticketFacts(found.value)));
  return ok([wokenEvent(state, found.value)]);
}

/**
 * Back in line by the arrival of the visit; 回本台席继续 at that counter, as long as somebody is signed in there.
 * `nth`: how many tickets get in line earlier in the same entry, so that no two have the same credit.
 */
export function wokenEvent(state: HallState, ticket: Ticket, nth = 0): HallEvent {
  const credit = { at: ticket.creditAt, order: state.creditOrder + 1 + nth };
  return { type: 'ticket-woken', ticket: ticket.id, credit, to: addressOf(state, ticket) };
}

function addressOf(state: HallState, { status }: Ticket): Address | null {
  assert(status.is === 'held', 'a ticket that is woken is on hold');
  const isStaffed = (id: CounterId): boolean => (state.counters.get(id)?.signIn ?? null) !== null;
  return status.kind === 'this-counter' && isStaffed(status.counter) ? { counter: status.counter } : null;
}

/** After now, and before this business day is over: a hall that closes after midnight closes on the next date. */
function isStillToday(state: HallState, until: EpochMs, now: EpochMs): boolean {
  const { businessDay, timeZone } = configurationOf(state);
  if (state.day.is !== 'open' || until <= now || !isPlannable(until, now)) return false;
  if (localDay(until, timeZone) === state.day.day) return true;
  const isOvernight = minutesOf(businessDay.closesAt) <= minutesOf(businessDay.opensAt);
  return isOvernight && until < localTimeToEpoch(dateAfter(state.day.day, 1), businessDay.closesAt, timeZone);
}
