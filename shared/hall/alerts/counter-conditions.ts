import type { EpochMs } from '../../lib/clock.ts';
import type { Counter } from '../counter.ts';
import { localTime, minutesOf } from '../local-time.ts';
import { currentLeg } from '../ticket.ts';
import { MINUTE_MS, passedSince, ruleFor, type Condition, type Watched } from './condition.ts';

/** Open for so long with nobody at hand. */
export function idleCounter(watched: Watched): Condition[] {
  return eachCounter(watched, 'idle-counter', ({ mode }) => (mode.is === 'open' ? mode.idleSince : null));
}

/** Paused for so long. */
export function longPause(watched: Watched): Condition[] {
  return eachCounter(watched, 'long-pause', ({ mode }) => (mode.is === 'paused' ? mode.since : null));
}

function eachCounter(
  watched: Watched,
  kind: 'idle-counter' | 'long-pause',
  sinceOf: (counter: Counter) => EpochMs | null,
): Condition[] {
  const rule = ruleFor(watched, kind, {});
  if (rule === undefined) return [];
  return [...watched.state.counters.values()].flatMap((counter) => {
    const since = sinceOf(counter);
    if (since === null) return [];
    const measured = passedSince(since, watched.at, MINUTE_MS);
    return measured < rule.threshold ? [] : [{ rule, subject: { counter: counter.id }, measured }];
  });
}

/** One customer is being served for so long; time on hold does not count. */
export function longService(watched: Watched): Condition[] {
  const { state, at } = watched;
  return [...state.counters.values()].flatMap(({ id: counter, mode }) => {
    if (mode.is !== 'open' || mode.atHand === null) return [];
    const ticket = state.tickets.get(mode.atHand);
    if (ticket?.status.is !== 'serving') return [];
    const leg = currentLeg(ticket);
    const rule = ruleFor(watched, 'long-service', { service: leg.service });
    const begun = (leg.startedAt ?? ticket.status.startedAt) + (leg.heldMs ?? 0);
    const measured = passedSince(begun, at, MINUTE_MS);
    if (rule === undefined || measured < rule.threshold) return [];
    return [{ rule, subject: { counter, service: leg.service, ticket: ticket.id, number: ticket.number }, measured }];
  });
}

/**
 * A counter that was open today was closed so many minutes or more before the end of the posted hours that run now. A pause
 * is none; a counter that nobody opened today is none; and it is over when the counter opens again or the hours end.
 */
export function closedEarly(watched: Watched): Condition[] {
  const { state } = watched;
  const rule = ruleFor(watched, 'counter-closed-early', {});
  const hours = rule === undefined ? null : postedNow(watched);
  if (rule === undefined || hours === null || state.day.is !== 'open') return [];
  const from = Math.max(hours.from, state.day.openedAt);
  return [...state.counters.values()].flatMap(({ id: counter, mode }) => {
    if (mode.is !== 'closed' || mode.since <= from || mode.wasOpen !== true) return [];
    const measured = passedSince(mode.since, hours.to, MINUTE_MS);
    return measured < rule.threshold ? [] : [{ rule, subject: { counter }, measured }];
  });
}

/** The range of the posted hours that runs now. Clocks are not changed while a hall is open, so a minute is a minute. */
function postedNow({ configuration, at }: Watched): { readonly from: EpochMs; readonly to: EpochMs } | null {
  const { weekday, minutes } = localTime(at, configuration.timeZone);
  const midnight = at - (at % MINUTE_MS) - minutes * MINUTE_MS;
  for (const range of configuration.hours[weekday] ?? []) {
    const [from, to] = [minutesOf(range.from), minutesOf(range.to)];
    if (from <= minutes && minutes < to) return { from: midnight + from * MINUTE_MS, to: midnight + to * MINUTE_MS };
  }
  return null;
}
