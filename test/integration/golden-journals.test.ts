import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../server/journal/entry.ts';
import { verifyEntry, positionOf } from '../../server/journal/hash-chain.ts';
import type { HallEvent } from '../../shared/hall/events.ts';
import { applyEntry } from '../../shared/hall/evolve.ts';
import type { CallReason } from '../../shared/hall/routing/call-reason.ts';
import { fromSnapshot, SNAPSHOT_FORMAT, toSnapshot, type HallSnapshot } from '../../shared/hall/snapshot.ts';
import { initialState } from '../../shared/hall/state.ts';
import { ORIGIN } from '../../shared/protocol/position.ts';
import { goldenDays } from '../support/golden-day.ts';
import { goldenJournals, type GoldenJournal } from '../support/golden-journals.ts';

/** A new event does not compile here until it is named, and fails below until a new journal holds it. */
const EVENTS = {
  'hall-configured': true,
  'day-opened': true,
  'day-closed': true,
  'ticket-issued': true,
  'ticket-called': true,
  'ticket-recalled': true,
  'service-started': true,
  'served-without-ticket': true,
  'service-finished': true,
  'service-rated': true,
  'ticket-no-show': true,
  'ticket-returned': true,
  'ticket-postponed': true,
  'ticket-cancelled': true,
  'ticket-left': true,
  'signed-in': true,
  'signed-out': true,
  'counter-opened': true,
  'counter-closed': true,
  'counter-paused': true,
  'counter-resumed': true,
  'pause-planned': true,
  'close-planned': true,
  'plan-dropped': true,
  'print-requested': true,
  'ticket-printed': true,
  'print-failed': true,
  'printer-reported': true,
  'paper-change-set': true,
  'screen-reported': true,
  'numbers-leased': true,
  'lease-continued': true,
  'leases-frozen': true,
  'numbers-voided': true,
  'offline-ticket-late': true,
  'ticket-held': true,
  'ticket-resumed': true,
  'ticket-woken': true,
  'ticket-transferred': true,
  'tickets-released': true,
  'tickets-redirected': true,
  'ticket-reclassified': true,
  'tickets-merged': true,
  'documents-checked': true,
  'action-undone': true,
  'redirect-undone': true,
  'counter-restricted': true,
  'counter-unrestricted': true,
  'auto-call-set': true,
  'service-stopped': true,
  'service-resumed': true,
  'notice-posted': true,
  'notice-withdrawn': true,
  'notice-confirmed': true,
  'break-planned': true,
  'break-cancelled': true,
  'break-started': true,
  'appointments-booked': true,
  'appointment-cancelled': true,
  'appointment-checked-in': true,
  'alert-raised': true,
  'alert-stepped': true,
  'alert-acknowledged': true,
  'alert-cleared': true,
  'waits-predicted': true,
  'advice-accepted': true,
  'advice-declined': true,
} as const satisfies Record<HallEvent['type'], true>;

const REASONS = {
  fcfs: true,
  strict: true,
  aging: true,
  'head-start': true,
  ratio: true,
  cap: true,
  'max-wait': true,
  own: true,
  chosen: true,
} as const satisfies Record<CallReason['rule'], true>;

const journals = goldenJournals();

/**
 * Of a state of today what a kept one has as well, field by field: states get new fields, and what an old journal meant was said
 * in those of its time. Lists are compared whole. A field that is gone, or means something else now, shows as a difference.
 */
function asFarAsKept(now: unknown, kept: unknown): unknown {
  if (Array.isArray(now) && Array.isArray(kept)) return now.map((each, index) => asFarAsKept(each, kept[index]));
  if (!isRecord(now) || !isRecord(kept)) return now;
  return Object.fromEntries(
    Object.keys(kept)
      .filter((name) => name in now)
      .map((name) => [name, asFarAsKept(now[name], kept[name])]),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The state after each entry, through JSON as a screen gets it. */
function replayed({ entries }: GoldenJournal): HallSnapshot {
  const state = initialState();
  for (const entry of entries) applyEntry(state, entry);
  return toSnapshot(state);
}

describe('journals of released versions', () => {
  it.each(journals)('[J26] $name replays to the state that it meant when it was written', (journal) => {
    const { format, ...state } = journal.state;
    expect(format).toBeLessThanOrEqual(SNAPSHOT_FORMAT);
    expect(asFarAsKept(JSON.parse(JSON.stringify(replayed(journal))), state)).toEqual(state);
  });

  it.each(journals)('[J26] $name has the hashes that it had', ({ entries }) => {
    let head = ORIGIN;
    for (const entry of entries) {
      verifyEntry(entry, head);
      head = positionOf(entry);
    }
    expect(head.version).toBeGreaterThan(0);
  });

  it.each(journals)('[T52] $name gives the same bytes from a snapshot of any version and the entries behind it', (journal) => {
    const whole = JSON.stringify(replayed(journal));
    const folded = initialState();
    for (const [index, entry] of journal.entries.entries()) {
      applyEntry(folded, entry);
      const resumed = fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(folded))) as HallSnapshot);
      for (const later of journal.entries.slice(index + 1)) applyEntry(resumed, later);
      expect(JSON.stringify(toSnapshot(resumed))).toBe(whole);
    }
  });

  it('[J26] hold every event and every reason of a call', () => {
    const events = journals.flatMap(({ entries }) => entries.flatMap((entry) => entry.events));
    expect([...new Set(events.map(({ type }) => type))].sort()).toEqual(Object.keys(EVENTS).sort());
    const reasons = events.flatMap((event) => (event.type === 'ticket-called' ? [event.reason.rule] : []));
    expect([...new Set(reasons)].sort()).toEqual(Object.keys(REASONS).sort());
  });

  it('[J26] hold every shape of event that is written today: when one changes, a journal is added and none is touched', () => {
    const kept = new Set(shapes(journals.flatMap(({ entries }) => entries)));
    expect(shapes(goldenDays().entries).filter((shape) => !kept.has(shape))).toEqual([]);
  });
});

function shapes(entries: readonly JournalEntry[]): string[] {
  return entries.flatMap(({ events }) => events.map((event) => `${event.type} ${shapeOf(event)}`));
}

/** Names of fields and kinds of values, whatever their order. */
function shapeOf(value: unknown): string {
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value;
  if (Array.isArray(value)) return `[${[...new Set(value.map(shapeOf))].sort().join('|')}]`;
  const fields = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${fields
    .map(([name, member]) => `${name}:${shapeOf(member)}`)
    .sort()
    .join(',')}}`;
}
