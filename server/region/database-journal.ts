import type { Position } from '../../shared/protocol/position.ts';
import type { AccessDatabase } from '../database/access-database.ts';
import { databaseTrouble } from '../database/database-trouble.ts';
import { JournalArchive } from '../database/journal-archive.ts';
import type { JournalEntry } from '../journal/entry.ts';
import { chainHash } from '../journal/hash-chain.ts';
import { JournalDamagedError, type AppendOutcome, type JournalCondition, type StoredSnapshot } from '../journal/journal.ts';
import { SNAPSHOTS_KEPT } from '../journal/limits.ts';
import { APPENDS_AT_ONCE } from './limits.ts';
import type { RegionJournal } from './region-journal.ts';

/**
 * The halls' logs in the region's database, in the table in which hubs of a hosted installation archive theirs: PostgreSQL, for a
 * region whose logs are more than one file should hold, with one backup for all of it.
 *
 * **Maintained invariants**: those of the archive (versions 1..n of a hall, each chained to the one before it), in the database
 * itself: two services by mistake on one database are one behind the other, and neither overwrites anything.
 */
export class DatabaseJournal implements RegionJournal {
  readonly #database: AccessDatabase;
  readonly #archive: JournalArchive;
  #isClosed = false;
  #underWay = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(database: AccessDatabase) {
    this.#database = database;
    this.#archive = new JournalArchive(database);
  }

  head(hall: string): Promise<Position> {
    return this.#archive.head(hall);
  }

  read(hall: string, after: number, limit: number): Promise<JournalEntry[]> {
    return this.#archive.read(hall, after, limit);
  }

  async append(hall: string, expected: Position, entries: readonly JournalEntry[]): Promise<AppendOutcome> {
    try {
      await this.#inTurn(() => this.#archive.keep(hall, entries));
      return { is: 'appended' };
    } catch (error) {
      if (error instanceof JournalDamagedError) {
        const head = await this.head(hall);
        // The database was set back, or another service wrote: the caller has to look again. Else it is damage.
        if (head.version !== expected.version || head.hash !== expected.hash) return { is: 'conflict', head };
        throw error;
      }
      if (databaseTrouble(error) === null) throw error;
      return { is: 'read-only', reason: 'unreachable' };
    }
  }

  /** A region that was away is sent something by all halls at once: they wait for each other, and not for a connection in vain. */
  async #inTurn(work: () => Promise<void>): Promise<void> {
    if (this.#underWay < APPENDS_AT_ONCE) this.#underWay += 1;
    else await new Promise<void>((resolve) => void this.#waiting.push(resolve));
    try {
      await work();
    } finally {
      // Whoever is next takes this one's place.
      const next = this.#waiting.shift();
      if (next === undefined) this.#underWay -= 1;
      else next();
    }
  }

  /** Ids are not kept here. */
  forgetCommands(): Promise<void> {
    return Promise.resolve();
  }

  async latestSnapshot(hall: string): Promise<StoredSnapshot | null> {
    const { sql } = this.#database;
    const rows = await sql
      .selectFrom('region_snapshots')
      .selectAll()
      .where('hall', '=', hall)
      .orderBy('version', 'desc')
      .limit(SNAPSHOTS_KEPT)
      .execute();
    for (const { checksum, hash, state, version } of rows) {
      if (chainHash(hash, state) !== checksum) continue;
      const [entry] = await this.read(hall, Number(version) - 1, 1);
      if (entry?.hash !== hash) continue;
      return { position: { version: Number(version), hash }, state: JSON.parse(state) as StoredSnapshot['state'] };
    }
    return null;
  }

  /** Not saved while the database is away: a snapshot can be made again at any time. */
  async saveSnapshot(hall: string, snapshot: StoredSnapshot): Promise<void> {
    try {
      await this.#saveSnapshot(hall, snapshot);
    } catch (error) {
      if (databaseTrouble(error) === null) throw error;
    }
  }

  async #saveSnapshot(hall: string, { position, state }: StoredSnapshot): Promise<void> {
    const { hash, version } = position;
    const text = JSON.stringify(state);
    const row = { hall, version, hash, checksum: chainHash(hash, text), state: text };
    await this.#database.change(`region/${hall}`, async (write) => {
      await write
        .insertInto('region_snapshots')
        .values(row)
        .onConflict((conflict) => conflict.columns(['hall', 'version']).doUpdateSet(row))
        .execute();
      const kept = await write
        .selectFrom('region_snapshots')
        .select('version')
        .where('hall', '=', hall)
        .orderBy('version', 'desc')
        .limit(SNAPSHOTS_KEPT)
        .execute();
      const versions = kept.map((each) => each.version);
      await write.deleteFrom('region_snapshots').where('hall', '=', hall).where('version', 'not in', versions).execute();
    });
  }

  /** Whether the database answers is asked of the database. */
  condition(): JournalCondition {
    return this.#isClosed ? { is: 'read-only', reason: 'closed' } : { is: 'writable' };
  }

  /** The database is the caller's. */
  close(): Promise<void> {
    this.#isClosed = true;
    return Promise.resolve();
  }
}
