import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../server/journal/entry.ts';
import { verifyEntry, positionOf } from '../../server/journal/hash-chain.ts';
import type { HallEvent } from '../../shared/hall/events.ts';
import { applyEntry } from '../../shared/hall/evolve.ts';
import type { CallReason } from '../../shared/hall/routing/call-reason.ts';
import { fromSnapshot, toSnapshot, type HallSnapshot } from '../../shared/hall/snapshot.ts';
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
  'ticket-no-show': true,
  'ticket-returned': true,
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
} as const satisfies Record<HallEvent['type'], true>;

const REASONS = { aging: true, cap: true, chosen: true } as const satisfies Record<CallReason['rule'], true>;

const journals = goldenJournals();

/** The state after each entry, through JSON as a screen gets it. */
function replayed({ entries }: GoldenJournal): HallSnapshot {
  const state = initialState();
  for (const entry of entries) applyEntry(state, entry);
  return toSnapshot(state);
}

describe('journals of released versions', () => {
  it.each(journals)('[J26] $name replays to the state that it meant when it was written', (journal) => {
    expect(JSON.parse(JSON.stringify(replayed(journal)))).toEqual(journal.state);
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
