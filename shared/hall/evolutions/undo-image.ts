import type { EpochMs } from '../../lib/clock.ts';
import { must } from '../../lib/assert.ts';
import type { CounterId, ServiceId } from '../configuration.ts';
import type { HallEvent, UndoableAction } from '../events.ts';
import { lineOf } from '../routing/served-queues.ts';
import { copyOf, passedNow } from '../snapshot.ts';
import type { HallState } from '../state.ts';
import { currentLeg, type Ticket, type TicketId } from '../ticket.ts';
import type { ActionImage, CallImage, EmptyQueue, RedirectImage } from '../undo.ts';
import { counterOf } from './counter.ts';
import { ticketsIn } from './overtaking.ts';

type Fact<Type extends HallEvent['type']> = Extract<HallEvent, { type: Type }>;
type Call = Fact<'ticket-called'>;
type Ending = Fact<'service-finished' | 'ticket-transferred'>;

/** What a counter does in these events that can be taken back, as everything in it is before them; null: nothing. */
export function actionImage(state: HallState, counter: CounterId, events: readonly HallEvent[], at: EpochMs): ActionImage | null {
  const done = undoableAction(events.filter((event) => 'counter' in event && event.counter === counter));
  if (done === null) return null;
  const own = events.filter((event) => !('counter' in event) || event.counter === counter);
  const tickets = ticketsOf(state, own);
  return {
    is: 'action',
    action: done.action,
    at,
    counter: { ...counterOf(state, counter) },
    about: done.about,
    tickets,
    emptySince: emptyQueues(state, own, tickets),
    call: done.call === null ? null : callImage(state, done.call, own),
  };
}

export function redirectImage(state: HallState, event: Fact<'tickets-redirected'>, at: EpochMs): RedirectImage {
  const tickets = ticketsOf(state, [event]);
  return { is: 'redirect', at, by: event.by, tickets, emptySince: emptyQueues(state, [event], tickets), moves: [...state.moves] };
}

interface Done {
  readonly action: UndoableAction;
  readonly about: TicketId;
  readonly call: Call | null;
}

function undoableAction(events: readonly HallEvent[]): Done | null {
  const call = events.find((event): event is Call => event.type === 'ticket-called') ?? null;
  const ending = events.find(
    (event): event is Ending => event.type === 'service-finished' || event.type === 'ticket-transferred',
  );
  if (call !== null) return { action: ending === undefined ? 'call' : 'next', about: (ending ?? call).ticket, call };
  const missed = events.find((event) => event.type === 'ticket-no-show');
  if (missed !== undefined) return { action: 'no-show', about: missed.ticket, call };
  if (ending === undefined) return null;
  const isTransfer = ending.type === 'ticket-transferred' && ending.step !== true;
  return { action: isTransfer ? 'transfer' : 'finish', about: ending.ticket, call };
}

function ticketsOf(state: HallState, events: readonly HallEvent[]): Ticket[] {
  const ids = new Set(events.flatMap(ticketsIn));
  return [...ids].flatMap((id) => {
    const ticket = state.tickets.get(id);
    return ticket === undefined ? [] : [copyOf(ticket, passedNow(state, ticket))];
  });
}

/** By which credit it left the line: the one that it waits by, or got in the same entry, when *next* called the customer who went on. */
function callImage(state: HallState, { ticket: id, reason }: Call, events: readonly HallEvent[]): CallImage {
  const status = state.tickets.get(id)?.status;
  const joined = events.find((event) => event.type === 'ticket-transferred' && event.ticket === id);
  const credit = status?.is === 'waiting' ? status.credit : joined?.type === 'ticket-transferred' ? joined.credit : null;
  const ratio = reason.ratio === undefined ? null : { before: state.ratio, after: reason.ratio };
  return { ticket: id, credit: must(credit, 'who is called waits'), passed: reason.passed, ratio };
}

/** The lines of everybody that these tickets get into and in which nobody waits. */
function emptyQueues(state: HallState, events: readonly HallEvent[], tickets: readonly Ticket[]): EmptyQueue[] {
  const joined = new Map<string, EmptyQueue>();
  for (const event of events) {
    const ids = new Set(ticketsIn(event));
    for (const ticket of tickets) {
      const service = ids.has(ticket.id) ? joinedService(event, ticket) : null;
      if (service === null || (lineOf(state, { service, class: ticket.classId })?.size ?? 0) > 0) continue;
      const since = state.emptySince.get(service)?.get(ticket.classId) ?? null;
      joined.set(`${service} ${ticket.classId}`, { service, class: ticket.classId, since });
    }
  }
  return [...joined.values()];
}

function joinedService(event: HallEvent, ticket: Ticket): ServiceId | null {
  if (event.type === 'ticket-transferred') return event.to === null ? event.service : null;
  if (event.type === 'tickets-redirected') return event.service;
  return event.type === 'tickets-released' ? currentLeg(ticket).service : null;
}
