import type { EpochMs } from '../../lib/clock.ts';
import type { HallConfiguration } from '../configuration.ts';
import type { Counter } from '../counter.ts';
import { dateAfter, localTimeToEpoch, minutesOf } from '../local-time.ts';
import type { HallState } from '../state.ts';

const MINUTE_MS = 60_000;
/** A pause of which nothing is known but that it began. */
export const PAUSE_USUAL_MS = 15 * MINUTE_MS;

export interface AwaySpan {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/**
 * When a counter will call nobody, in order and not overlapping. Closed: for ever (opening it is somebody's decision, and no forecast makes it).
 * Paused: until its planned break is over, else for as long as pauses usually last and, once it lasts longer, for as long again as
 * it has lasted. Breaks that are planned; the end of the day where it does not wait for those in line.
 */
export function awaySpans(state: HallState, configuration: HallConfiguration, counter: Counter, at: EpochMs): AwaySpan[] {
  const { mode, signIn } = counter;
  const spans: AwaySpan[] = [];
  const forEver = { from: at, to: Number.POSITIVE_INFINITY };
  if (mode.is === 'closed' || signIn === null || state.day.is !== 'open') spans.push(forEver);
  else if (mode.is === 'paused') spans.push({ from: at, to: backFrom(state, signIn.teller, { since: mode.since, at }) });
  else if (mode.then?.is === 'closed') spans.push(forEver);
  else if (mode.then?.is === 'paused') spans.push({ from: at, to: backFrom(state, signIn.teller, { since: at, at }) });
  for (const { teller, from, minutes, startedAt } of state.breaks.values()) {
    const to = from + minutes * MINUTE_MS;
    if (teller === signIn?.teller && startedAt === null && to > at) spans.push({ from: Math.max(from, at), to });
  }
  const closesAt = dayClosesAt(state, configuration);
  if (closesAt !== null) spans.push({ from: Math.max(closesAt, at), to: Number.POSITIVE_INFINITY });
  return joined(spans);
}

/** Paused, or about to be, and no planned break says until when. */
export function isEndAssumed(state: HallState, { mode, signIn }: Counter, at: EpochMs): boolean {
  if (signIn === null) return false;
  if (mode.is === 'paused') return breakEnd(state, signIn.teller, { since: mode.since, at }) === null;
  return mode.is === 'open' && mode.then?.is === 'paused' && breakEnd(state, signIn.teller, { since: at, at }) === null;
}

function breakEnd(state: HallState, teller: string, { since, at }: { since: EpochMs; at: EpochMs }): EpochMs | null {
  for (const { teller: whose, minutes, startedAt } of state.breaks.values()) {
    const to = (startedAt ?? 0) + minutes * MINUTE_MS;
    if (whose === teller && startedAt !== null && startedAt <= since && to > at) return to;
  }
  return null;
}

function backFrom(state: HallState, teller: string, { since, at }: { since: EpochMs; at: EpochMs }): EpochMs {
  const end = breakEnd(state, teller, { since, at });
  if (end !== null) return end;
  const lasted = Math.max(0, at - since);
  return at + Math.max(PAUSE_USUAL_MS - lasted, lasted);
}

/** Null: it goes on until everybody is served. */
function dayClosesAt({ day }: HallState, { endOfDay, businessDay, timeZone }: HallConfiguration): EpochMs | null {
  if (day.is !== 'open' || endOfDay?.waiting === 'serve-first') return null;
  const { opensAt, closesAt } = businessDay;
  const date = minutesOf(closesAt) > minutesOf(opensAt) ? day.day : dateAfter(day.day, 1);
  return localTimeToEpoch(date, closesAt, timeZone);
}

function joined(spans: readonly AwaySpan[]): AwaySpan[] {
  const inOrder: AwaySpan[] = [];
  for (const span of [...spans].sort((left, right) => left.from - right.from)) {
    const last = inOrder.at(-1);
    if (last === undefined || span.from > last.to) inOrder.push(span);
    else inOrder[inOrder.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
  }
  return inOrder;
}
