import type { EpochMs } from '../../lib/clock.ts';
import { assert } from '../../lib/assert.ts';
import { unreachable } from '../../lib/unreachable.ts';
import type { CounterId } from '../configuration.ts';
import type { HallEvent } from '../events.ts';
import type { AppliedEntry } from '../applied-entry.ts';
import { MOVES_KEPT, UNDO_MS } from '../limits.ts';
import { lineOf } from '../routing/served-queues.ts';
import { copyOf } from '../snapshot.ts';
import type { Move } from '../move.ts';
import type { HallState } from '../state.ts';
import { overAt, type Ticket, type TicketId } from '../ticket.ts';
import { actionKey, redirectKey, type ActionImage, type CallImage, type EmptyQueue, type RedirectImage } from '../undo.ts';
import { counterOf } from './counter.ts';
import { overtake } from './overtaking.ts';
import { joinQueue, leaveQueue, queueOf, ticketOf } from './ticket.ts';
import { actionImage, redirectImage } from './undo-image.ts';

type UndoFact = Extract<HallEvent, { type: 'action-undone' | 'redirect-undone' }>;

const UNDOABLE: ReadonlySet<HallEvent['type']> = new Set([
  'ticket-called',
  'service-finished',
  'ticket-transferred',
  'ticket-no-show',
  'tickets-redirected',
]);

/** Before an entry changes anything: what it makes impossible to take back, and what in it could be taken back to now. */
export function keepBefore(state: HallState, entry: AppliedEntry): void {
  const { at, events } = entry;
  overtake(state, entry);
  // Most entries are tickets that are issued: they pay nothing for what desks can take back.
  if (!events.some(({ type }) => UNDOABLE.has(type))) return;
  const counters = new Set(events.flatMap((event) => ('counter' in event ? [event.counter] : [])));
  for (const counter of counters) {
    const image = actionImage(state, counter, events, at);
    if (image !== null) state.undo.set(actionKey(counter), image);
  }
  for (const event of events) {
    if (event.type === 'tickets-redirected') state.undo.set(redirectKey(event.redirect), redirectImage(state, event, at));
  }
}

/** Drops what can no longer be taken back, by the time of the last entry. */
export function forgetUndo(state: HallState): void {
  for (const [key, { at }] of state.undo) if (at + UNDO_MS < state.at) state.undo.delete(key);
}

/**
 * What the action changed is as before, whatever else has happened meanwhile at other counters: those tickets, the counter, the
 * call and its recalls on the wall, the passes of those who were passed. Paper, checked papers and ratings stay as they are now.
 */
export function evolveUndo(state: HallState, event: UndoFact, at: EpochMs): void {
  switch (event.type) {
    case 'action-undone':
      return undoAction(state, event.counter, at);
    case 'redirect-undone':
      return undoRedirect(state, event.redirect, at);
    default:
      return unreachable(event);
  }
}

function undoAction(state: HallState, counter: CounterId, at: EpochMs): void {
  const image = state.undo.get(actionKey(counter));
  assert(image?.is === 'action', 'an action that is undone can be');
  state.undo.set(actionKey(counter), { is: 'undone', at });
  takeOut(state, image, at);
  if (image.call !== null) undoCall(state, counter, image.call);
  for (const before of image.tickets) putBack(state, before);
  Object.assign(counterOf(state, counter), image.counter);
  const over = new Set(image.tickets.filter((ticket) => overAt(ticket) === null).map(({ id }) => id));
  keepOnly(state.ended, (id) => !over.has(id));
  restoreEmptySince(state, image.emptySince);
}

/** Other counters may have moved the ratio on since: then it stays where they have left it. */
function undoCall(state: HallState, counter: CounterId, call: CallImage): void {
  for (const { service, class: classId, to } of call.passed) queueOf(state, service, classId, to).takeBackPass(call.credit);
  const { ratio } = call;
  if (ratio !== null && state.ratio.turn === ratio.after.turn && state.ratio.calls === ratio.after.calls)
    state.ratio = ratio.before;
  let isGone = false;
  keepOnly(state.calls, (each) => {
    if (isGone || each.ticket !== call.ticket || each.counter !== counter) return true;
    isGone = each.recalls === 0;
    return false;
  });
}

function undoRedirect(state: HallState, redirect: string, at: EpochMs): void {
  const image = state.undo.get(redirectKey(redirect));
  assert(image?.is === 'redirect', 'a redirect that is undone can be');
  state.undo.delete(redirectKey(redirect));
  takeOut(state, image, at);
  for (const before of image.tickets) putBack(state, before);
  undoMoves(state, image);
  restoreEmptySince(state, image.emptySince);
}

/** Newer moves stay, older ones that were crowded out come back; nor does a later undo bring back these. */
function undoMoves(state: HallState, image: RedirectImage): void {
  const ids = new Set(image.tickets.map(({ id }) => id));
  const isOther = ({ at, ticket }: Move): boolean => at !== image.at || !ids.has(ticket);
  const first = state.moves.findIndex((move) => !isOther(move));
  const newer = first < 0 ? state.moves : state.moves.slice(0, first);
  state.moves.splice(0, state.moves.length, ...[...newer, ...image.moves].slice(0, MOVES_KEPT));
  for (const [key, other] of state.undo) {
    if (other.is === 'redirect') state.undo.set(key, { ...other, moves: other.moves.filter(isOther) });
  }
}

function takeOut(state: HallState, { tickets }: Pick<ActionImage, 'tickets'>, at: EpochMs): void {
  for (const { id } of tickets) {
    const ticket = ticketOf(state, id);
    if (ticket.status.is === 'waiting') leaveQueue(state, ticket, at);
  }
}

/** Who waited before and waits now was only moved from line to line, and keeps the passes that others made meanwhile. */
function putBack(state: HallState, before: Ticket): void {
  const ticket = ticketOf(state, before.id);
  const passed = before.status.is === 'waiting' && ticket.status.is === 'waiting' ? ticket.passed : before.passed;
  const { documentsChecked, legs, print } = ticket;
  const grades = legs.map(({ grade }) => grade);
  legs.splice(0, legs.length, ...copyOf(before, passed).legs);
  for (const [index, leg] of legs.entries()) {
    const grade = grades[index];
    if (grade !== undefined) leg.grade = grade;
  }
  Object.assign(ticket, before, { legs, passed, documentsChecked, print });
  if (ticket.status.is === 'waiting') joinQueue(state, ticket, ticket.status.credit, ticket.status.to);
}

/** A queue in which others wait by now is not empty any more. */
function restoreEmptySince(state: HallState, queues: readonly EmptyQueue[]): void {
  for (const queue of queues) {
    if ((lineOf(state, queue)?.size ?? 0) > 0) continue;
    if (queue.since === null) state.emptySince.get(queue.service)?.delete(queue.class);
    else state.emptySince.get(queue.service)?.set(queue.class, queue.since);
  }
}

function keepOnly<Item extends object | TicketId>(list: Item[], isKept: (item: Item) => boolean): void {
  list.splice(0, list.length, ...list.filter(isKept));
}
