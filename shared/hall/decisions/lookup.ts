import { must } from '../../lib/assert.ts';
import { failed, ok, type Result } from '../../lib/result.ts';
import { hasRole } from '../actor.ts';
import type { CounterId, HallConfiguration } from '../configuration.ts';
import type { Context } from '../context.ts';
import type { Counter, CounterMode } from '../counter.ts';
import { refuse, type Refusal } from '../refusals.ts';
import type { HallState } from '../state.ts';
import type { StaffNumber, Ticket, TicketId } from '../ticket.ts';

/** The things that commands name, found or refused. */
type Found<Value> = Result<Value, Refusal>;

export function configurationOf(state: HallState): HallConfiguration {
  return must(state.configuration, 'a hall is configured before it gets commands');
}

export function findCounter(state: HallState, id: CounterId): Found<Counter> {
  const counter = state.counters.get(id);
  return counter === undefined ? failed(refuse('unknown-counter', { counter: id })) : ok(counter);
}

export interface StaffedCounter {
  readonly counter: Counter;
  readonly teller: StaffNumber;
}

/** The counter, when the sender is the teller signed in at it. */
export function ownCounter(state: HallState, id: CounterId, context: Context): Found<StaffedCounter> {
  const found = findCounter(state, id);
  if (!found.ok) return found;
  const teller = found.value.signIn?.teller ?? null;
  if (teller === null || teller !== context.actor.staffNumber) return failed(refuse('not-signed-in', { counter: id, teller }));
  return ok({ counter: found.value, teller });
}

/** The counter, when the sender is its teller or a manager (who may open, pause and close any). */
export function ownOrManagedCounter(state: HallState, id: CounterId, context: Context): Found<Counter> {
  const found = findCounter(state, id);
  if (!found.ok || hasRole(context.actor, 'manager')) return found;
  const own = ownCounter(state, id, context);
  return own.ok ? ok(own.value.counter) : own;
}

export type OpenMode = Extract<CounterMode, { is: 'open' }>;

/** The sender's own counter, open. */
export function ownOpenCounter(state: HallState, id: CounterId, context: Context): Found<StaffedCounter & { mode: OpenMode }> {
  const own = ownCounter(state, id, context);
  if (!own.ok) return own;
  const { mode } = own.value.counter;
  if (mode.is !== 'open') return failed(notOpen(id, mode));
  return ok({ ...own.value, mode });
}

export function notOpen(counter: CounterId, mode: Exclude<CounterMode, OpenMode>): Refusal {
  return mode.is === 'paused' ? refuse('counter-paused', { counter }) : refuse('counter-closed', { counter });
}

/** The ticket that the sender's own counter has called or serves. */
export function ownTicketAtHand(
  state: HallState,
  id: CounterId,
  context: Context,
): Found<StaffedCounter & { mode: OpenMode; ticket: Ticket }> {
  const open = ownOpenCounter(state, id, context);
  if (!open.ok) return open;
  const { atHand } = open.value.mode;
  if (atHand === null) return failed(refuse('nobody-at-hand', { counter: id }));
  return ok({ ...open.value, ticket: must(state.tickets.get(atHand), 'a ticket at hand exists') });
}

export function findTicket(state: HallState, id: TicketId): Found<Ticket> {
  const ticket = state.tickets.get(id);
  return ticket === undefined ? failed(refuse('unknown-ticket', { ticket: id })) : ok(ticket);
}

/** What a refusal says of a ticket that is not in the state the sender thought. */
export function ticketFacts(ticket: Ticket) {
  const { status } = ticket;
  return {
    ticket: ticket.id,
    number: ticket.number,
    status: status.is,
    counter: status.is === 'called' || status.is === 'serving' ? status.counter : undefined,
  };
}

export function numberOf(state: HallState, id: TicketId | null): string | null {
  return id === null ? null : (state.tickets.get(id)?.number ?? null);
}
