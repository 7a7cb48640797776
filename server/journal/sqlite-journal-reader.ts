import { ORIGIN, type Position } from '../../shared/protocol/position.ts';
import {
  openDatabase,
  prepareTuples,
  SQLITE_CODES,
  sqliteCode,
  type Database,
  type SqlTuple,
} from '../database/open-database.ts';
import type { JournalEntry } from './entry.ts';
import { chainHash, openEntry } from './hash-chain.ts';
import { JournalDamagedError, type StoredSnapshot } from './journal.ts';
import { lostEnd, LAST_COMMAND } from './lost-end.ts';
import { checkTables } from './sqlite-journal-schema.ts';

/** Finds each hall by one step in the key: reading all rows would take as long as the journal is. */
const HALLS = `
  WITH RECURSIVE found(hall) AS (
    SELECT min(hall) FROM entries
    UNION ALL SELECT (SELECT min(hall) FROM entries WHERE hall > found.hall) FROM found WHERE found.hall IS NOT NULL
  ) SELECT hall FROM found WHERE hall IS NOT NULL`;

/**
 * Reads a journal file through a connection of its own that cannot write: it neither waits for the writer nor keeps it
 * waiting, and a damaged file stays as it is. Synchronous, in short statements. What it returns has been verified.
 */
export class SqliteJournalReader {
  readonly #database: Database;
  readonly #statements: ReturnType<typeof prepareAll>;

  /** Throws what SQLite throws, or `JournalOpenError` when it is no journal. */
  constructor(path: string) {
    this.#database = openDatabase(path, { readOnly: true });
    try {
      checkTables(this.#database, path);
      this.#statements = prepareAll(this.#database);
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  head(hall: string): Position {
    const row = this.#statements.head.get(hall);
    return row === undefined ? ORIGIN : { version: row[0] as number, hash: row[1] as string };
  }

  halls(): string[] {
    return this.#statements.halls.all().map((row) => row[0] as string);
  }

  /** Throws `JournalDamagedError` at the first entry that does not verify. */
  read(hall: string, after: number, limit: number): JournalEntry[] {
    try {
      // One row more than asked for: the predecessor, whose hash starts the chain.
      const rows = this.#statements.entries.all(hall, after, limit + 1);
      return openRows(hall, after, after === 0 ? rows.slice(0, limit) : rows);
    } catch (error) {
      throw asDamage(error, hall, after + 1);
    }
  }

  entry(hall: string, version: number): JournalEntry | null {
    return this.read(hall, version - 1, 1)[0] ?? null;
  }

  /** Id and version of every command that is kept. */
  commands(hall: string): Map<string, number> {
    const commands = new Map<string, number>();
    try {
      for (const [id, version] of this.#statements.commands.iterate(hall)) commands.set(id as string, version as number);
    } catch (error) {
      if (sqliteCode(error) !== SQLITE_CODES.corrupt) throw error;
      throw new JournalDamagedError(hall, 0, 'the file below it: kept commands cannot be read');
    }
    return commands;
  }

  /** What `lostEnd` says. Reads every command that is kept. */
  lostEnd(hall: string): JournalDamagedError | null {
    const lastCommand = Number(this.#statements.lastCommand.get(hall)?.[0] ?? 0);
    // The head is read second: what the writer commits in between makes it larger, never smaller.
    return lostEnd(hall, this.head(hall).version, lastCommand);
  }

  /** A hall whose commands are kept and whose entries are all gone; null when there is none. One step in the key. */
  hallWithoutEntries(): string | null {
    const [hall] = this.#statements.anyCommand.get() ?? [];
    return typeof hall === 'string' && this.head(hall).version === 0 ? hall : null;
  }

  /** The newest that is whole and belongs to this chain; others are as good as absent. */
  latestSnapshot(hall: string): StoredSnapshot | null {
    try {
      for (const row of this.#statements.snapshots.iterate(hall)) {
        const [version, hash, checksum, state] = row as [number, string, string, string];
        if (chainHash(hash, state) !== checksum || this.#statements.hashOf.get(hall, version)?.[0] !== hash) continue;
        return { position: { version, hash }, state: JSON.parse(state) as StoredSnapshot['state'] };
      }
    } catch (error) {
      // Replaying needs no snapshot: whether the entries are whole is asked when they are read.
      if (sqliteCode(error) !== SQLITE_CODES.corrupt) throw error;
    }
    return null;
  }

  /** The file itself, page by page; null when SQLite finds no fault. Takes as long as the file is large. */
  quickCheck(): string | null {
    const [found] = this.#statements.quickCheck.get() ?? ['no answer'];
    return found === 'ok' ? null : String(found);
  }

  /** Idempotent. */
  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }
}

function openRows(hall: string, after: number, rows: readonly SqlTuple[]): JournalEntry[] {
  const entries: JournalEntry[] = [];
  let previous = ORIGIN;
  for (const row of rows) {
    const [version, epoch, hash, body] = row as unknown as [number, number, string, string];
    if (version === after) {
      previous = { version, hash };
      continue;
    }
    if (after > 0 && previous === ORIGIN) throw new JournalDamagedError(hall, after, `missing; version ${version} comes next`);
    entries.push(openEntry({ hall, version, epoch, hash, body }, previous));
    previous = { version, hash };
  }
  return entries;
}

function asDamage(error: unknown, hall: string, version: number): unknown {
  const code = sqliteCode(error);
  if (code !== SQLITE_CODES.corrupt && code !== SQLITE_CODES.notADatabase) return error;
  return new JournalDamagedError(hall, version, 'the file is damaged or cut short');
}

function prepareAll(database: Database) {
  return {
    head: prepareTuples(database, 'SELECT version, hash FROM entries WHERE hall = ? ORDER BY version DESC LIMIT 1'),
    halls: prepareTuples(database, HALLS),
    entries: prepareTuples(
      database,
      'SELECT version, epoch, hash, body FROM entries WHERE hall = ? AND version >= ? ORDER BY version LIMIT ?',
    ),
    hashOf: prepareTuples(database, 'SELECT hash FROM entries WHERE hall = ? AND version = ?'),
    anyCommand: prepareTuples(database, 'SELECT hall FROM commands LIMIT 1'),
    lastCommand: prepareTuples(database, LAST_COMMAND),
    commands: prepareTuples(database, 'SELECT command, version FROM commands WHERE hall = ?'),
    snapshots: prepareTuples(
      database,
      'SELECT version, hash, checksum, state FROM snapshots WHERE hall = ? ORDER BY version DESC',
    ),
    quickCheck: prepareTuples(database, 'PRAGMA quick_check(1)'),
  };
}
