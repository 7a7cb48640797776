import type { EpochMs } from '../../lib/clock.ts';
import { failed, ok, type Result } from '../../lib/result.ts';
import { classSetup, serviceSetup, type ServiceId } from '../configuration.ts';
import type { RedirectFilter, RedirectTickets } from '../commands.ts';
import type { Context, Decision } from '../context.ts';
import { REDIRECT_MAX } from '../limits.ts';
import { refuse, type Refusal } from '../refusals.ts';
import type { HallState } from '../state.ts';
import { currentLeg, isBefore, type Credit, type Ticket, type TicketId } from '../ticket.ts';
import { configurationOf, findTicket, ticketFacts } from './lookup.ts';

/** 转队列: all of them in one event, or none. Credit and passes stay; who waited for one counter or person waits for any. */
export function decideRedirect(state: HallState, command: RedirectTickets, context: Context): Decision {
  const found = redirectMatches(state, command, context.at);
  if (!found.ok) return found;
  return ok([
    {
      type: 'tickets-redirected',
      redirect: context.newId(),
      by: context.actor.staffNumber ?? null,
      service: command.service,
      moved: found.value.map((ticket) => ({ ticket: ticket.id, from: currentLeg(ticket).service })),
    },
  ]);
}

export type WhomToRedirect = Pick<RedirectTickets, 'tickets' | 'filter' | 'service'>;

/**
 * Who would move now, in order of credit: what the preview shows and the command does. Those who wait for that service
 * already stay where they are. Work: O(tickets named), or O(tickets waiting for the filter's service).
 */
export function redirectMatches(state: HallState, whom: WhomToRedirect, now: EpochMs): Result<readonly Ticket[], Refusal> {
  const { filter, service, tickets } = whom;
  const unknown = unknownIn(state, whom);
  if (unknown !== null) return failed(unknown);
  const found = filter === undefined ? named(state, tickets ?? []) : ok(matching(state, filter, now));
  if (!found.ok) return found;
  const moving = found.value.filter((ticket) => currentLeg(ticket).service !== service);
  if (moving.length === 0) return failed(refuse('nobody-matches', { service }));
  if (moving.length > REDIRECT_MAX) return failed(refuse('redirect-too-large', { ticketsMax: REDIRECT_MAX }));
  return ok(moving.sort((left, right) => (isBefore(creditOf(left), creditOf(right)) ? -1 : 1)));
}

function unknownIn(state: HallState, { filter, service }: WhomToRedirect): Refusal | null {
  const configuration = configurationOf(state);
  const unknown = [service, ...(filter === undefined ? [] : [filter.service])].find(
    (each) => serviceSetup(configuration, each) === undefined,
  );
  if (unknown !== undefined) return refuse('unknown-service', { service: unknown });
  if (filter?.class !== undefined && classSetup(configuration, filter.class) === undefined) {
    return refuse('unknown-class', { class: filter.class });
  }
  const stopped = state.stopped.get(service);
  return stopped === undefined ? null : refuse('service-stopped', { service, reason: stopped.reason });
}

/** Each once, however often it is named. */
function named(state: HallState, ids: readonly TicketId[]): Result<Ticket[], Refusal> {
  const tickets = new Set<Ticket>();
  for (const id of ids) {
    const found = findTicket(state, id);
    if (!found.ok) return found;
    if (found.value.status.is !== 'waiting') return failed(refuse('ticket-not-waiting', ticketFacts(found.value)));
    tickets.add(found.value);
  }
  return ok([...tickets]);
}

const MINUTE_MS = 60_000;

/** Whoever waits for one counter or person only is among them, too. */
function matching(state: HallState, filter: RedirectFilter, now: EpochMs): Ticket[] {
  const waitedMsMin = (filter.waitedMinutesMin ?? 0) * MINUTE_MS;
  return waitingFor(state, filter.service).filter(
    (ticket) =>
      (filter.class === undefined || ticket.classId === filter.class) && now - currentLeg(ticket).queuedAt >= waitedMsMin,
  );
}

function waitingFor(state: HallState, service: ServiceId): Ticket[] {
  const tickets: Ticket[] = [];
  for (const queues of [state.queues, ...state.addressed.values()]) {
    for (const queue of queues.get(service)?.values() ?? []) {
      for (const { ticket } of queue) tickets.push(state.tickets.get(ticket)!);
    }
  }
  return tickets;
}

function creditOf({ creditAt, status }: Ticket): Credit {
  return status.is === 'waiting' ? status.credit : { at: creditAt, order: 0 };
}
