import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must } from '../../shared/lib/assert.ts';
import { ORIGIN, type Position } from '../../shared/protocol/position.ts';
import { DATABASE_FAULT_CODES, FaultyDatabase, type DatabaseFault } from '../../test/support/faulty-database.ts';
import { chainOf, headOf } from '../../test/support/journal-entries.ts';
import { appendOf, JournalFolder } from '../../test/support/journal-files.ts';
import { openDatabase, SQLITE_CODES, type Database } from '../database/open-database.ts';
import type { JournalEntry } from './entry.ts';
import { checkJournal } from './sqlite-journal-check.ts';
import { SqliteJournalReader } from './sqlite-journal-reader.ts';
import { pragma } from './sqlite-journal-schema.ts';
import { SqliteJournalStore, type SqliteJournalStoreOptions } from './sqlite-journal-store.ts';
import type { Write, WriteOutcome } from './sqlite-journal-writes.ts';

const HALL = 'demo';
const SYNCHRONOUS_FULL = 2;
const SYNCHRONOUS_NORMAL = 1;
/** The call to SQLite that is the COMMIT of a new store's first append of one entry. */
const COMMIT_CALL = 9;

let files: JournalFolder;
beforeEach(() => {
  files = new JournalFolder();
  files.createFile();
});
afterEach(() => files.dispose());

function openStore(options: Partial<SqliteJournalStoreOptions> = {}): SqliteJournalStore {
  return new SqliteJournalStore({ path: files.path, ...options });
}

function readAll(): JournalEntry[] {
  const reader = new SqliteJournalReader(files.path);
  const entries = reader.read(HALL, 0, 100_000);
  reader.close();
  return entries;
}

describe('durability', () => {
  it('[J12] writes with synchronous FULL, still so after the first write', () => {
    let database: Database | null = null;
    const store = openStore({ open: (path) => (database = openDatabase(path)) });
    const entries = chainOf(HALL, 2);
    expect(store.commit([appendOf(HALL, ORIGIN, entries)])).toEqual([{ is: 'done' }]);
    expect(pragma(must<Database>(database, 'it was opened'), 'synchronous')).toBe(SYNCHRONOUS_FULL);
    expect(pragma(must<Database>(database, 'it was opened'), 'journal_mode')).toBe('wal');
    store.close({ tidily: true });
  });

  it('[J12] notices a connection that is not FULL after its first write, and acknowledges nothing', () => {
    const faults: unknown[] = [];
    let database: Database | null = null;
    const store = openStore({
      plantedFault: 'synchronous-normal',
      open: (path) => (database = openDatabase(path)),
      onFault: (fault) => faults.push(fault),
    });
    const [outcome] = store.commit([appendOf(HALL, ORIGIN, chainOf(HALL, 1))]);
    expect(pragma(must<Database>(database, 'it was opened'), 'synchronous')).toBe(SYNCHRONOUS_NORMAL);
    expect(outcome).toEqual({ is: 'read-only', reason: 'io-error' });
    expect(String(faults)).toContain('commits are not durable');
    store.close({ tidily: true });
  });

  it('[J13] gives outcomes after COMMIT, and before it only with the planted fault', () => {
    const calls: string[] = [];
    const store = openStore({ open: (path) => recording(openDatabase(path), calls) });
    calls.length = 0;
    const group = chainOf(HALL, 3);
    store.commit(group.map((entry, index) => appendOf(HALL, headOf(group.slice(0, index)), [entry])));
    expect(calls.slice(0, 2)).toEqual(['BEGIN IMMEDIATE', 'COMMIT']);
    calls.length = 0;
    store.commit([appendOf(HALL, headOf(group), chainOf(HALL, 1, headOf(group)))], () => calls.push('answer'));
    expect(calls).toEqual(['BEGIN IMMEDIATE', 'answer', 'COMMIT']);
    store.close({ tidily: false });
  });

  it('[J19] judges each append of a group by itself', () => {
    const store = openStore();
    const entries = chainOf(HALL, 4);
    const [first, second] = [entries.slice(0, 2), entries.slice(2)];
    const outcomes = store.commit([
      appendOf(HALL, ORIGIN, first),
      appendOf(HALL, ORIGIN, chainOf(HALL, 1, ORIGIN, 'rival-')),
      appendOf(HALL, headOf(first), second),
      appendOf(HALL, ORIGIN, first),
      { ...appendOf(HALL, headOf(entries), chainOf(HALL, 1, headOf(entries))), hashes: ['a'.repeat(64)] },
      { ...appendOf(HALL, headOf(entries), chainOf(HALL, 1, headOf(entries))), epochs: [] },
      appendOf('other', ORIGIN, chainOf('other', 1)),
    ]);
    expect(outcomes.map(({ is }) => is)).toEqual(['done', 'conflict', 'done', 'duplicate', 'broken', 'broken', 'done']);
    expect(readAll()).toEqual(entries);
    store.close({ tidily: true });
  });
});

describe('a full disk', () => {
  it('[J10] refuses what finds no room, keeps what was acknowledged, and goes on when there is room', () => {
    let pagesMax = 40;
    const store = openStore({ pagesMax: () => pagesMax });
    const acknowledged: JournalEntry[] = [];
    const append = (): WriteOutcome => {
      const entries = chainOf(HALL, 20, headOf(acknowledged));
      const outcome = store.commit([appendOf(HALL, headOf(acknowledged), entries)])[0]!;
      if (outcome.is === 'done') acknowledged.push(...entries);
      return outcome;
    };
    for (let cycle = 0; cycle < 5; cycle += 1) {
      let outcome: WriteOutcome = { is: 'done' };
      while (outcome.is === 'done') outcome = append();
      expect(outcome).toEqual({ is: 'read-only', reason: 'disk-full' });
      expect(headOf(readAll())).toEqual(headOf(acknowledged));
      expect(store.commit([{ do: 'probe' }])).toEqual([{ is: 'read-only', reason: 'disk-full' }]);
      pagesMax += 120;
      expect(store.commit([{ do: 'probe' }])).toEqual([{ is: 'done' }]);
      expect(append()).toEqual({ is: 'done' });
    }
    store.close({ tidily: true });
    expect(checkJournal(files.path, HALL)).toBeNull();
    expect(readAll()).toEqual(acknowledged);
  });

  it('[J10] takes a WAL index that found no room for a full disk, as it holds nothing durable', () => {
    const faults = { nth: COMMIT_CALL, code: 4_874, moment: 'before', fromThenOn: false } as const;
    const store = openStore({ open: (path) => new FaultyDatabase(path, faults) });
    expect(store.commit([appendOf(HALL, ORIGIN, chainOf(HALL, 1))])).toEqual([{ is: 'read-only', reason: 'disk-full' }]);
    expect(store.commit([{ do: 'probe' }])).toEqual([{ is: 'done' }]);
    store.close({ tidily: true });
  });
});

describe('the N-th call that fails', () => {
  const CALLS_MAX = 200;
  const GROUP_MAX = 13;
  /** The loop takes a second by itself; other tests run beside it. */
  const LOOP_MS_MAX = 60_000;

  it.each(DATABASE_FAULT_CODES)(
    '[J11] loses and doubles nothing with code %i, for N = 1 … 200, once and from then on',
    (code) => {
      for (let nth = 1; nth <= CALLS_MAX; nth += 1) {
        const moment = nth % 2 === 0 ? 'before' : 'after';
        survive({ nth, code, moment, fromThenOn: nth % 4 < 2 });
      }
    },
    LOOP_MS_MAX,
  );

  it('[J11] does not use a connection again after an I/O error', () => {
    const fault: DatabaseFault = { nth: COMMIT_CALL, code: SQLITE_CODES.ioError, moment: 'before', fromThenOn: false };
    const calls: string[] = [];
    const store = openStore({ open: (path) => recording(new FaultyDatabase(path, fault), calls) });
    const write = appendOf(HALL, ORIGIN, chainOf(HALL, 1));
    expect(store.commit([write])).toEqual([{ is: 'read-only', reason: 'io-error' }]);
    calls.length = 0;
    expect(store.commit([write, { do: 'probe' }])).toEqual([
      { is: 'read-only', reason: 'io-error' },
      { is: 'read-only', reason: 'io-error' },
    ]);
    store.close({ tidily: true });
    expect(calls).toEqual([]);
  });

  /** Appends through a store whose N-th call fails, opening it again as a new hub would; then looks at what is there. */
  function survive(fault: DatabaseFault): void {
    const hall = `hall-${fault.nth}-${fault.code}`;
    const acknowledged: JournalEntry[] = [];
    const database = { current: null as FaultyDatabase | null };
    const open = (path: string): Database => (database.current = new FaultyDatabase(path, fault));
    const store = tryTo(() => openStore({ open }));
    let head: Position = ORIGIN;
    for (let round = 0; round < 16 && store !== null; round += 1) {
      const entries = chainOf(hall, 1 + ((round * 5) % GROUP_MAX), head);
      const others: Write[] = round % 5 === 4 ? [{ do: 'save-snapshot', hall, position: head, state: '{}' }] : [];
      const [outcome] = store.commit([appendOf(hall, head, entries), ...others]);
      if (outcome?.is !== 'done') continue;
      acknowledged.push(...entries);
      head = headOf(entries);
    }
    store?.close({ tidily: false });
    expect(database.current?.hasFailed).toBe(true);

    const reader = new SqliteJournalReader(files.path);
    const kept = reader.read(hall, 0, 1_000);
    const commands = reader.commands(hall);
    reader.close();
    // The hash of the last one stands for all before it.
    expect(headOf(kept.slice(0, acknowledged.length))).toEqual(headOf(acknowledged));
    // A commit whose answer was lost may be there: at most that one group.
    expect(kept.length - acknowledged.length).toBeLessThanOrEqual(GROUP_MAX);
    expect([...commands].sort()).toEqual(kept.map(({ commandId, version }) => [commandId, version] as const).sort());
    const next = openStore();
    const behind = headOf(kept);
    expect(next.commit([appendOf(hall, behind, chainOf(hall, 1, behind, 'after-'))])).toEqual([{ is: 'done' }]);
    next.close({ tidily: false });
  }
});

function tryTo<T>(run: () => T): T | null {
  try {
    return run();
  } catch {
    // Safe: an opening that fails has acknowledged nothing.
    return null;
  }
}

/** Notes the statements that are executed as text. */
function recording(database: Database, calls: string[]): Database {
  return {
    exec: (sql) => {
      calls.push(sql);
      database.exec(sql);
    },
    prepare: (sql) => database.prepare(sql),
    close: () => database.close(),
    get isOpen() {
      return database.isOpen;
    },
    get isTransaction() {
      return database.isTransaction;
    },
  };
}
