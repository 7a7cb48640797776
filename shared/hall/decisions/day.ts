import { failed, ok } from '../../lib/result.ts';
import type { CloseDay } from '../commands.ts';
import type { Context, Decision } from '../context.ts';
import type { HallEvent } from '../events.ts';
import { localDay } from '../local-time.ts';
import { refuse } from '../refusals.ts';
import type { HallState } from '../state.ts';
import { currentLeg, overAt, type Ticket } from '../ticket.ts';
import { configurationOf } from './lookup.ts';
import { voidingEvents } from './lease.ts';
import { finishingEvents } from './serve.ts';

/** Opens the local date of this moment. Today's closed day opens again and goes on counting. */
export function decideOpenDay(state: HallState, context: Context): Decision {
  const { timeZone } = configurationOf(state);
  const today = localDay(context.at, timeZone);
  const { day } = state;
  if (day.is === 'open') return failed(refuse('day-already-open', { day: day.day }));
  if (day.is === 'closed' && today < day.day) return failed(refuse('day-in-the-past', { day: today }));
  return ok([{ type: 'day-opened', day: today, timeZone }]);
}

/**
 * Nobody is left behind: who is being served is finished, everybody else ends unserved, counters close, tellers are signed out. A hall
 * that serves everybody first is not closed over people's heads, unless somebody says so.
 */
export function decideCloseDay(state: HallState, command: CloseDay, context: Context): Decision {
  const { day } = state;
  if (day.is !== 'open') return failed(refuse('day-not-open', {}));
  const servesFirst = configurationOf(state).endOfDay?.waiting === 'serve-first';
  if (servesFirst && command.leaveUnserved !== true) {
    const waiting = stillHere(state);
    if (waiting > 0) return failed(refuse('people-waiting', { waiting }));
  }
  const events: HallEvent[] = [];
  let unserved = 0;
  for (const ticket of state.tickets.values()) {
    const { status } = ticket;
    if (status.is === 'serving') events.push(...finishingEvents(ticket, status.counter, context.at, {}));
    else if (isUnserved(ticket)) unserved += 1;
  }
  return ok([...events, ...voidingEvents(state), { type: 'day-closed', day: day.day, unserved }]);
}

/** Who waits, is called or is served. Who is on hold has been served and comes back another day. */
function stillHere(state: HallState): number {
  let people = 0;
  for (const { status } of state.tickets.values()) {
    if (status.is === 'waiting' || status.is === 'called' || status.is === 'serving') people += 1;
  }
  return people;
}

/** Not over yet, and nobody has begun with what it waited for last. */
function isUnserved(ticket: Ticket): boolean {
  return overAt(ticket) === null && currentLeg(ticket).startedAt === undefined;
}
