import type { CounterId } from '../configuration.ts';
import type { HallEvent } from '../events.ts';
import type { AppliedEntry } from '../applied-entry.ts';
import type { QueueKey } from '../routing/queue-view.ts';
import type { HallState } from '../state.ts';
import { isBefore, type Credit, type Ticket, type TicketId } from '../ticket.ts';
import { actionKey, redirectKey, type ActionImage, type RedirectImage, type UndoImage } from '../undo.ts';

/**
 * What was done can be taken back only as long as nothing depends on it: as soon as anything else happens at that counter or
 * to one of those tickets, the image is no longer a way back.
 */
export function overtake(state: HallState, entry: AppliedEntry): void {
  if (state.undo.size === 0) return;
  for (const event of entry.events) {
    const own = undoneKey(event);
    const touched = touchedBy(state, event);
    if (touched.counter === null && touched.tickets.length === 0 && event.type !== 'hall-configured') continue;
    for (const [key, image] of state.undo) {
      if (key === own || !isWayBack(image)) continue;
      if (event.type === 'hall-configured') markOvertaken(state, key, null);
      else if (touched.counter !== null && image.is === 'action' && image.counter.id === touched.counter) {
        markOvertaken(state, key, touched.tickets[0] ?? image.about);
      } else {
        const ticket = touched.tickets.find((id) => image.tickets.some((each) => each.id === id));
        if (ticket !== undefined) markOvertaken(state, key, ticket);
      }
    }
  }
}

/**
 * A call passed everybody of earlier credit in certain queues. Once another ticket gets in there before them, it cannot be told
 * any more whose passes to take back.
 */
export function overtakeByJoining(state: HallState, ticket: Ticket, credit: Credit, queue: QueueKey): void {
  for (const [key, image] of state.undo) {
    if (image.is !== 'action' || image.call === null || !isBefore(credit, image.call.credit)) continue;
    if (!image.call.passed.some((passed) => isSameQueue(passed, queue))) continue;
    if (!image.tickets.some(({ id }) => id === ticket.id)) markOvertaken(state, key, ticket.id);
  }
}

function isSameQueue(left: QueueKey, right: QueueKey): boolean {
  return left.service === right.service && left.class === right.class && left.to === right.to;
}

function markOvertaken(state: HallState, key: string, by: TicketId | null): void {
  const { at } = state.undo.get(key)!;
  const number = by === null ? null : (state.tickets.get(by)?.number ?? null);
  state.undo.set(key, { is: 'overtaken', at, number });
}

interface Touched {
  readonly counter: CounterId | null;
  readonly tickets: readonly TicketId[];
}

/**
 * Nothing depends on a new ticket being there, on a call having been repeated, on paper, on papers having been looked at, or on what
 * a customer thought of it.
 */
const HARMLESS: ReadonlySet<HallEvent['type']> = new Set([
  'ticket-issued',
  'ticket-recalled',
  'print-requested',
  'ticket-printed',
  'print-failed',
  'documents-checked',
  'service-rated',
]);

function touchedBy(state: HallState, event: HallEvent): Touched {
  if (HARMLESS.has(event.type)) return { counter: null, tickets: [] };
  const counter = 'counter' in event ? event.counter : null;
  const undone = undoneKey(event);
  return { counter, tickets: undone === null ? ticketsIn(event) : ticketsOf(state.undo.get(undone)) };
}

function ticketsOf(image: UndoImage | undefined): TicketId[] {
  return image !== undefined && isWayBack(image) ? image.tickets.map(({ id }) => id) : [];
}

function isWayBack(image: UndoImage): image is ActionImage | RedirectImage {
  return image.is === 'action' || image.is === 'redirect';
}

/** The tickets that an event names. */
export function ticketsIn(event: HallEvent): readonly TicketId[] {
  if ('moved' in event) return event.moved.map(({ ticket }) => ticket);
  if ('tickets' in event) return event.tickets;
  if ('into' in event) return [event.ticket, event.into];
  return 'ticket' in event ? [event.ticket] : [];
}

/** What an undo itself takes back is not overtaken by it. */
function undoneKey(event: HallEvent): string | null {
  if (event.type === 'action-undone') return actionKey(event.counter);
  return event.type === 'redirect-undone' ? redirectKey(event.redirect) : null;
}
