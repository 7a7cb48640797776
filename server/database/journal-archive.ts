import type { Kysely } from 'kysely';
import { must } from '../../shared/lib/assert.ts';
import { ORIGIN, type Position } from '../../shared/protocol/position.ts';
import type { EntryArchive } from '../journal/entry-archive.ts';
import type { JournalEntry } from '../journal/entry.ts';
import { bodyOf, openEntry, positionOf, verifyEntry } from '../journal/hash-chain.ts';
import { JournalDamagedError } from '../journal/journal.ts';
import type { AccessDatabase } from './access-database.ts';
import type { Tables } from './tables.ts';

/** Rows in one statement: SQLite takes 32 766 values. */
const ROWS_AT_ONCE = 500;

/** The archive in the hubs' database: beside the history that is made of it, and in its backups. */
export class JournalArchive implements EntryArchive {
  readonly #database: AccessDatabase;

  constructor(database: AccessDatabase) {
    this.#database = database;
  }

  async keptTo(hall: string): Promise<number> {
    return (await this.head(hall)).version;
  }

  /** The last that is kept; `ORIGIN` when there is none. */
  head(hall: string): Promise<Position> {
    return headOf(this.#database.sql, hall);
  }

  async keep(hall: string, entries: readonly JournalEntry[]): Promise<void> {
    const [first] = entries;
    if (first === undefined) return;
    verifyChain(hall, entries);
    await this.#database.change(`archive/${hall}`, async (write) => {
      const head = await headOf(write, hall);
      const known = entries.filter(({ version }) => version <= head.version);
      await compare(write, hall, known);
      const next = entries.slice(known.length);
      const [begin] = next;
      if (begin === undefined) return;
      // What is compared ends at the head, so that this is said of the first that is new.
      verifyEntry(begin, head);
      for (let from = 0; from < next.length; from += ROWS_AT_ONCE) {
        const rows = next.slice(from, from + ROWS_AT_ONCE).map((entry) => {
          const { epoch, hash, version } = entry;
          return { hall, version, epoch, hash, body: bodyOf(entry) };
        });
        await write.insertInto('journal_archive').values(rows).execute();
      }
    });
  }

  /** What the log has lost for good, and an operator has given up: another entry of that version may come. */
  async forgetAfter(hall: string, version: number): Promise<void> {
    await this.#database.change(`archive/${hall}`, async (write) => {
      await write.deleteFrom('journal_archive').where('hall', '=', hall).where('version', '>', version).execute();
    });
  }

  async read(hall: string, after: number, limit: number): Promise<JournalEntry[]> {
    // One row more: the predecessor, whose hash starts the chain.
    const rows = await this.#database.sql
      .selectFrom('journal_archive')
      .selectAll()
      .where('hall', '=', hall)
      .where('version', '>=', after)
      .orderBy('version')
      .limit(limit + 1)
      .execute();
    let previous = ORIGIN;
    if (after > 0) {
      const before = rows.shift();
      if (before === undefined) return [];
      if (before.version !== after) throw new JournalDamagedError(hall, after, 'the archive has lost it');
      previous = { version: before.version, hash: before.hash };
    }
    return rows.slice(0, limit).map((row) => {
      const entry = openEntry(row, previous);
      previous = positionOf(entry);
      return entry;
    });
  }
}

async function headOf(read: Kysely<Tables>, hall: string): Promise<Position> {
  const row = await read
    .selectFrom('journal_archive')
    .select(['version', 'hash'])
    .where('hall', '=', hall)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? ORIGIN;
}

/** Each by itself and behind the one before it; of this hall. */
function verifyChain(hall: string, entries: readonly JournalEntry[]): void {
  const first = must(entries[0] ?? null, 'an entry');
  let previous: Position = { version: first.version - 1, hash: first.previousHash };
  for (const entry of entries) {
    if (entry.hall !== hall) throw new JournalDamagedError(hall, entry.version, 'it belongs to another hall');
    verifyEntry(entry, previous);
    previous = positionOf(entry);
  }
}

async function compare(read: Kysely<Tables>, hall: string, entries: readonly JournalEntry[]): Promise<void> {
  const [first] = entries;
  const last = entries.at(-1);
  if (first === undefined || last === undefined) return;
  const rows = await read
    .selectFrom('journal_archive')
    .select(['version', 'hash'])
    .where('hall', '=', hall)
    .where('version', '>=', first.version)
    .where('version', '<=', last.version)
    .execute();
  const kept = new Map(rows.map(({ hash, version }) => [version, hash]));
  for (const { hash, version } of entries) {
    if (kept.get(version) !== hash) throw new JournalDamagedError(hall, version, 'the archive has another entry of this version');
  }
}
