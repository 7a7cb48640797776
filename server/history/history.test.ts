import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entryDraft } from '../../test/support/journal-entries.ts';
import { MANAGER, MINUTE, PlayedHall, teller } from '../../test/support/played-hall.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import { ORIGIN } from '../../shared/protocol/position.ts';
import { openAccessDatabase, type AccessDatabase } from '../database/access-database.ts';
import type { JournalEntry } from '../journal/entry.ts';
import { positionOf, sealEntry } from '../journal/hash-chain.ts';
import { MemoryJournal } from '../journal/memory-journal.ts';
import { SILENT_LOG } from '../observability/log.ts';
import { History } from './history.ts';
import { HISTORY_BATCH, HISTORY_REST_MS } from './limits.ts';

let folder: string;
let database: AccessDatabase;
let time: VirtualTime;
const open: History[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hallcall-history-'));
  database = await openAccessDatabase(join(folder, 'database.sqlite'));
  time = new VirtualTime();
});

afterEach(async () => {
  for (const history of open.splice(0)) await history.close();
  await database.close();
  await rm(folder, { recursive: true });
});

/** A day on which everybody is told 2 to 10 minutes. */
function day(customers: number): PlayedHall {
  const hall = new PlayedHall().staff(1, 2);
  hall.quoteFor = () => ({ fromMs: 2 * MINUTE, toMs: 10 * MINUTE });
  for (let each = 0; each < customers; each += 1) {
    hall.issue(each % 3 === 0 ? 'B' : 'A');
    hall.wait((1 + (each % 4)) * MINUTE);
    hall.next(1 + (each % 2));
  }
  return hall;
}

function chain(log: PlayedHall['log']): JournalEntry[] {
  let head = ORIGIN;
  return log.map(({ at, events }, index) => {
    const entry = sealEntry(entryDraft('demo', String(index), { at, events }), head);
    head = positionOf(entry);
    return entry;
  });
}

/** A journal with these entries, and a hub that tells of more. */
async function journalOf(entries: readonly JournalEntry[]) {
  const journal = new MemoryJournal();
  const listeners = new Set<(hall: string, entries: readonly JournalEntry[]) => void>();
  let head = ORIGIN;
  const append = async (more: readonly JournalEntry[], { tells = true } = {}) => {
    if (more.length === 0) return;
    await journal.append('demo', head, more);
    head = positionOf(more.at(-1)!);
    if (tells) for (const listener of listeners) listener('demo', more);
  };
  await append(entries);
  const onCommitted = (listener: (hall: string, entries: readonly JournalEntry[]) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener) as unknown as void;
  };
  return { journal, append, hub: { onCommitted } };
}

async function historyOf({ hub, journal }: Awaited<ReturnType<typeof journalOf>>): Promise<History> {
  const history = await History.open({ database, hub, journal, halls: ['demo'], clock: time, timers: time, log: SILENT_LOG });
  open.push(history);
  return history;
}

/** Rests of the history are passed. */
async function idle(history: History): Promise<void> {
  let isIdle = false;
  const done = history.idle().then(() => (isIdle = true));
  while (!isIdle) {
    time.advance(50);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await done;
}

async function rows(): Promise<unknown[]> {
  return database.sql.selectFrom('history_legs').selectAll().orderBy('ticket').orderBy('leg').execute();
}

async function kept(): Promise<unknown> {
  return database.sql.selectFrom('history_halls').selectAll().executeTakeFirst();
}

describe('the history', () => {
  it('[H1] keeps each wait and service of the journal, and what was learned, up to an entry', async () => {
    const { log } = day(30);
    const history = await historyOf(await journalOf(chain(log)));
    await idle(history);
    const legs = await rows();
    expect(legs.length).toBeGreaterThan(25);
    expect(legs[0]).toMatchObject({ hall: 'demo', leg: 0, outcome: 'served', quote_from_ms: 2 * MINUTE, hour: 9 });
    expect(await kept()).toMatchObject({ version: log.length });
    expect(history.learned('demo').served['A']!.seen).toBeGreaterThan(10);
    expect(history.version('demo')).toBe(log.length);
  });

  it('[H2] is the same made at once, entry by entry with restarts, or again from nothing', async () => {
    const { log } = day(40);
    const entries = chain(log);
    const stage = await journalOf([]);
    let history = await historyOf(stage);
    for (const [index, entry] of entries.entries()) {
      // Some of what was committed was not told: the hub had stopped in between.
      await stage.append([entry], { tells: index % 5 !== 4 });
      if (index % 13 === 0) await idle(history);
      if (index % 31 === 30) {
        await history.close();
        history = await historyOf(stage);
      }
    }
    await idle(history);
    const [stepwise, state] = [await rows(), await kept()];
    await database.sql.deleteFrom('history_halls').execute();
    await history.close();
    history = await historyOf(stage);
    await idle(history);
    expect(await rows()).toEqual(stepwise);
    expect(await kept()).toEqual(state);
    expect(entries.length).toBeGreaterThan(60);
  });

  it('[H2] catches up with a long journal in steps, each written whole', async () => {
    const { log } = day(400);
    expect(log.length).toBeGreaterThan(2 * HISTORY_BATCH);
    const stage = await journalOf(chain(log));
    const history = await historyOf(stage);
    while ((await kept()) === undefined) {
      time.advance(HISTORY_REST_MS);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const version = Number(((await kept()) as { version: number }).version);
    expect(version % HISTORY_BATCH).toBe(0);
    expect(version).toBeLessThan(log.length);
    await history.close();
    const again = await historyOf(stage);
    await idle(again);
    expect(again.version('demo')).toBe(log.length);
  });

  it('[H2] begins anew when the journal is another one, or somebody had the history forgotten meanwhile', async () => {
    const first = await historyOf(await journalOf(chain(day(20).log)));
    await idle(first);
    await first.close();
    const other = chain(day(9).wait(MINUTE).log);
    const stage = await journalOf(other.slice(0, -2));
    const history = await historyOf(stage);
    await idle(history);
    expect((await rows()).length).toBeLessThan(10);
    await database.sql.deleteFrom('history_legs').execute();
    await database.sql.deleteFrom('history_halls').execute();
    await stage.append(other.slice(-2));
    await idle(history);
    await idle(history);
    expect(history.version('demo')).toBe(other.length);
    expect(await kept()).toMatchObject({ version: other.length });
    expect((await rows()).length).toBeGreaterThan(5);
  });

  it('[H3] leaves nothing behind when it closes, and is closed twice', async () => {
    const before = time.timersLeft;
    const entries = chain(day(3).log);
    const stage = await journalOf(entries.slice(0, -2));
    const history = await historyOf(stage);
    await idle(history);
    await stage.append(entries.slice(-2));
    await history.close();
    await history.close();
    // It is what proves at the next start how far the journal went.
    expect(await kept()).toMatchObject({ version: entries.length });
    expect(time.timersLeft).toBe(before);
  });
});

describe('promised against waited', () => {
  const asked = { from: '2026-11-22', to: '2026-11-22', trendFrom: '2026-10-24' };

  /** Told 2 to 10 minutes; waited so many minutes. Null: leaves after five. */
  function waits(...minutes: readonly (number | null)[]): PlayedHall {
    const hall = new PlayedHall().staff(1);
    hall.quoteFor = () => ({ fromMs: 2 * MINUTE, toMs: 10 * MINUTE });
    for (const waited of minutes) {
      const ticket = hall.issue('A');
      if (waited === null) hall.wait(5 * MINUTE).done({ type: 'mark-left', ticket }, MANAGER);
      else {
        hall.wait(waited * MINUTE).next(1);
        hall.wait(MINUTE).done({ type: 'finish-service', counter: 1 }, teller(1));
      }
    }
    hall.wait(MINUTE).done({ type: 'pause-counter', counter: 1, reason: 'meal' }, teller(1));
    return hall;
  }

  it('[F40] counts, covers and scores as the definitions say', async () => {
    const { log } = waits(1, 2, 6, 10, 12, 16, null);
    const history = await historyOf(await journalOf(chain(log)));
    await idle(history);
    const report = await history.accuracy('demo', asked);
    expect(report.overall).toMatchObject({ judged: 6, unserved: 1, untold: 0 });
    const scores = report.overall.scores!;
    expect(scores.withinUpper).toBeCloseTo(4 / 6, 12);
    expect(scores.withinRange).toBeCloseTo(3 / 6, 12);
    expect(scores.underPromised).toBeCloseTo(1 / 6, 12);
    expect(scores.biasMs / MINUTE).toBeCloseTo((1 + 2 + 6 + 10 + 12 + 16) / 6 - 6, 9);
    expect(scores.missMeanMs / MINUTE).toBeCloseTo((5 + 4 + 0 + 4 + 6 + 10) / 6, 9);
    expect(scores.pinballToMs / MINUTE).toBeCloseTo((0.1 * (9 + 8 + 4 + 0) + 0.9 * (2 + 6)) / 6, 9);
    expect(scores.pinballFromMs / MINUTE).toBeCloseTo((0.75 * 1 + 0.25 * (0 + 4 + 8 + 10 + 14)) / 6, 9);
    expect(report.byService).toEqual([{ service: 'A', figures: report.overall }]);
    expect(report.byClass.map((each) => each.class)).toEqual(['standard']);
    expect(report.byDay.map((each) => each.day)).toEqual(['2026-11-22']);
    expect(report.byHour.reduce((sum, { figures }) => sum + figures.judged, 0)).toBe(6);
  });

  it('[F40] keeps a promise of no wait when somebody comes within a minute', async () => {
    const hall = new PlayedHall().staff(1);
    hall.quoteFor = () => ({ fromMs: 0, toMs: 0 });
    hall.issue('A');
    hall.wait(40_000).next(1);
    hall.wait(MINUTE).done({ type: 'pause-counter', counter: 1, reason: 'meal' }, teller(1));
    hall.done({ type: 'finish-service', counter: 1 }, teller(1));
    hall.wait(MINUTE).done({ type: 'close-day' }, MANAGER);
    const history = await historyOf(await journalOf(chain(hall.log)));
    await idle(history);
    expect((await history.accuracy('demo', asked)).overall.scores).toMatchObject({ withinUpper: 1, toldToMeanMs: MINUTE });
  });

  it('[F40] says nothing of days, services and classes without promises', async () => {
    const history = await historyOf(await journalOf(chain(waits(3).log)));
    await idle(history);
    const yesterday = await history.accuracy('demo', { ...asked, from: '2026-11-21', to: '2026-11-21' });
    expect(yesterday.overall).toEqual({ judged: 0, unserved: 0, untold: 0, scores: null });
    expect((await history.accuracy('demo', { ...asked, service: 'B' })).byHour).toEqual([]);
    expect((await history.accuracy('demo', { ...asked, class: 'standard' })).overall.judged).toBe(1);
    expect((await history.accuracy('elsewhere', asked)).overall.judged).toBe(0);
  });

  it('[F40] sets the simple estimate beside it, from what was known when the ticket was issued', async () => {
    const hall = waits(3, 3, 3);
    const history = await historyOf(await journalOf(chain(hall.log)));
    await idle(history);
    const { scores } = (await history.accuracy('demo', asked)).overall;
    // The first ticket had nothing to go by, nor the second: the end of the first could still be taken back.
    expect(scores!.simple).toEqual({ judged: 1, biasMs: 3 * MINUTE, missMeanMs: 3 * MINUTE, oursMissMeanMs: 3 * MINUTE });
  });
});
