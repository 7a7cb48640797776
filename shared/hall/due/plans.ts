import type { EpochMs } from '../../lib/clock.ts';
import type { PlannedBreak } from '../break.ts';
import { isInForce, type Counter } from '../counter.ts';
import { wokenEvent } from '../decisions/hold.ts';
import type { HallEvent } from '../events.ts';
import { isUp } from '../notice.ts';
import type { HallState } from '../state.ts';
import type { Ticket } from '../ticket.ts';

const MINUTE_MS = 60_000;

/** What was planned for a time that has come: holds end, restrictions end, breaks begin, notices go. */
export function plansDue(state: HallState, at: EpochMs): HallEvent[] {
  return [...holdsDue(state, at), ...restrictionsDue(state, at), ...breaksDue(state, at), ...noticesDue(state, at)];
}

/** 稍后唤回: who is to come back first gets in line first; of two at one time, who came first. */
function holdsDue(state: HallState, at: EpochMs): HallEvent[] {
  const due: { readonly ticket: Ticket; readonly until: EpochMs }[] = [];
  for (const id of state.timedHolds) {
    const ticket = state.tickets.get(id);
    if (ticket?.status.is !== 'held' || ticket.status.until === null || ticket.status.until > at) continue;
    due.push({ ticket, until: ticket.status.until });
  }
  due.sort((left, right) => left.until - right.until || left.ticket.creditAt - right.ticket.creditAt);
  return due.map(({ ticket }, nth) => wokenEvent(state, ticket, nth));
}

function restrictionsDue(state: HallState, at: EpochMs): HallEvent[] {
  const events: HallEvent[] = [];
  for (const { id, only } of state.counters.values()) {
    if (only !== null && !isInForce(only, at)) events.push({ type: 'counter-unrestricted', counter: id });
  }
  return events;
}

/** One pause for a teller, whatever was planned twice. */
function breaksDue(state: HallState, at: EpochMs): HallEvent[] {
  const events: HallEvent[] = [];
  const pausing = new Set<string>();
  for (const planned of state.breaks.values()) {
    if (planned.startedAt !== null || planned.from > at) continue;
    events.push({ type: 'break-started', break: planned.id });
    const pause = pausing.has(planned.teller) ? null : pauseFor(state, planned, at);
    if (pause === null) continue;
    pausing.add(planned.teller);
    events.push(pause);
  }
  return events;
}

/** Null when there is nothing to pause: the teller sits nowhere, is paused or about to stop already, or the break is over by now. */
function pauseFor(state: HallState, { teller, from, minutes, reason }: PlannedBreak, at: EpochMs): HallEvent | null {
  if (from + minutes * MINUTE_MS <= at) return null;
  const counter = counterOfTeller(state, teller);
  if (counter === null || counter.mode.is !== 'open' || counter.mode.then !== null) return null;
  return { type: counter.mode.atHand === null ? 'counter-paused' : 'pause-planned', counter: counter.id, reason };
}

function counterOfTeller(state: HallState, teller: string): Counter | null {
  for (const counter of state.counters.values()) if (counter.signIn?.teller === teller) return counter;
  return null;
}

function noticesDue(state: HallState, at: EpochMs): HallEvent[] {
  const events: HallEvent[] = [];
  for (const notice of state.notices.values()) {
    if (!isUp(notice, at)) events.push({ type: 'notice-withdrawn', notice: notice.id });
  }
  return events;
}
