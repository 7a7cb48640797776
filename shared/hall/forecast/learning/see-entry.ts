import type { EpochMs } from '../../../lib/clock.ts';
import type { CounterId, HallConfiguration } from '../../configuration.ts';
import type { AppliedEntry } from '../../applied-entry.ts';
import type { HallEvent } from '../../events.ts';
import { UNDO_MS } from '../../limits.ts';
import { localTime } from '../../local-time.ts';
import type { TicketId } from '../../ticket.ts';
import { CLOCK_JUMP_MS } from './figures.ts';
import { seeTicket } from './see-ticket.ts';
import type { OpenVisit, Seen, Visits } from './visits.ts';

/**
 * What an entry tells, and what could no longer be taken back when it came. Entries in the order of the journal. Changes `visits`.
 */
export function seeEntry(visits: Visits, { at: entryAt, events }: Pick<AppliedEntry, 'at' | 'events'>): Seen {
  const told: Seen = { observations: [], legs: [] };
  const at = Math.max(entryAt, visits.at);
  if (entryAt < visits.at) told.observations.push({ is: 'odd', warning: 'negative-time' });
  spoilByJump(visits, at, told);
  visits.at = at;
  settle(visits, told, (each) => each.at + UNDO_MS < at);
  visits.redirects = visits.redirects.filter((redirect) => redirect.at + UNDO_MS >= at);
  const expected = new Set(events.flatMap((event) => (event.type === 'appointment-checked-in' ? [event.ticket] : [])));
  const byCounter = new Map<CounterId, { seen: Seen; before: Map<TicketId, OpenVisit | null> }>();
  for (const event of events) {
    if (seeHall(visits, event, { at, told })) continue;
    const counter = 'counter' in event ? event.counter : null;
    if (counter === null) {
      seeTicket(visits, event, { at, told, expected, touch: () => undefined });
      continue;
    }
    const group = byCounter.get(counter) ?? { seen: { observations: [], legs: [] }, before: new Map() };
    const touch = (ticket: TicketId): void => {
      if (!group.before.has(ticket)) group.before.set(ticket, visits.open.get(ticket) ?? null);
    };
    seeTicket(visits, event, { at, told: group.seen, expected, touch });
    if (group.before.size > 0) byCounter.set(counter, group);
  }
  for (const [counter, { seen, before }] of byCounter) {
    // A counter's next action: the one before it stays.
    settle(visits, told, (each) => each.counter === counter);
    visits.settling.push({ at, counter, seen, before: [...before] });
  }
  return told;
}

function settle(visits: Visits, told: Seen, isOver: (each: Visits['settling'][number]) => boolean): void {
  if (visits.settling.length === 0) return;
  const over = visits.settling.filter(isOver);
  if (over.length === 0) return;
  visits.settling = visits.settling.filter((each) => !isOver(each));
  for (const { seen } of over) {
    told.observations.push(...seen.observations);
    told.legs.push(...seen.legs);
  }
}

/** Hours without an entry while people wait or are served: the clock was moved, and no time that spans it is one. */
function spoilByJump(visits: Visits, at: EpochMs, told: Seen): void {
  if (visits.day === null || at - visits.at < CLOCK_JUMP_MS) return;
  let isOdd = false;
  for (const [ticket, visit] of visits.open) {
    if (visit.heldSince !== null || visit.missed || visit.spoiled) continue;
    isOdd = true;
    visits.open.set(ticket, { ...visit, spoiled: true });
  }
  if (isOdd) told.observations.push({ is: 'odd', warning: 'clock-jump' });
}

/** Events about the hall, its day and its counters. False: it is about tickets. */
function seeHall(visits: Visits, event: HallEvent, { at, told }: { readonly at: EpochMs; readonly told: Seen }): boolean {
  switch (event.type) {
    case 'hall-configured':
      seeConfiguration(visits, event.configuration);
      return true;
    case 'day-opened':
      visits.timeZone = event.timeZone;
      visits.day = event.day;
      told.observations.push({ is: 'day-opened', ...localDayAndMinute(at, event.timeZone) });
      return true;
    case 'day-closed':
      closeDay(visits, at, told);
      return true;
    case 'counter-opened':
    case 'counter-resumed':
      visits.openCounters.add(event.counter);
      return true;
    case 'counter-closed':
    case 'counter-paused':
      visits.openCounters.delete(event.counter);
      return true;
    case 'action-undone':
      undoAction(visits, event.counter);
      return true;
    case 'redirect-undone':
      undoRedirect(visits, event.redirect);
      return true;
    default:
      return false;
  }
}

export function localDayAndMinute(at: EpochMs, timeZone: string): { readonly day: string; readonly minute: number } {
  const { day, minutes } = localTime(at, timeZone);
  return { day, minute: minutes };
}

function seeConfiguration(visits: Visits, configuration: HallConfiguration): void {
  visits.timeZone = configuration.timeZone;
  visits.services.clear();
  for (const { id, typicalMinutes } of configuration.services) {
    const counters = configuration.counters.filter(({ serves }) =>
      serves.some((tier) => tier.some((served) => (typeof served === 'string' ? served : served.service) === id)),
    );
    const typicalMs = typicalMinutes === undefined ? null : typicalMinutes * 60_000;
    visits.services.set(id, { typicalMs, counters: counters.map((counter) => counter.id) });
  }
}

function closeDay(visits: Visits, at: EpochMs, told: Seen): void {
  settle(visits, told, () => true);
  const day = visits.day ?? localDayAndMinute(at, visits.timeZone).day;
  for (const visit of visits.open.values()) {
    if (!visit.missed) told.legs.push({ visit, outcome: 'unserved', at, day });
  }
  visits.open.clear();
  visits.redirects = [];
  visits.day = null;
  told.observations.push({ is: 'day-closed', ...localDayAndMinute(at, visits.timeZone) });
}

function undoAction(visits: Visits, counter: CounterId): void {
  const undone = visits.settling.find((each) => each.counter === counter);
  if (undone === undefined) return;
  visits.settling = visits.settling.filter((each) => each !== undone);
  for (const [ticket, before] of undone.before) {
    if (before === null) visits.open.delete(ticket);
    else visits.open.set(ticket, before);
  }
}

function undoRedirect(visits: Visits, redirect: string): void {
  const undone = visits.redirects.find((each) => each.redirect === redirect);
  if (undone === undefined) return;
  visits.redirects = visits.redirects.filter((each) => each !== undone);
  for (const visit of undone.before) {
    const now = visits.open.get(visit.ticket);
    if (now !== undefined) visits.open.set(visit.ticket, { ...now, service: visit.service, quote: visit.quote });
  }
}
