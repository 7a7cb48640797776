import { ORIGIN, type Position } from '../../shared/protocol/position.ts';
import { unreachable } from '../../shared/lib/unreachable.ts';
import { openDatabase, SQLITE_CODES, sqliteCode, type Database, type SqlStatement } from '../database/open-database.ts';
import { isAt } from './append-group.ts';
import { chainHash } from './hash-chain.ts';
import { JournalDamagedError, type JournalPlantedFault } from './journal.ts';
import { ROOM_PROBE_BYTES, SNAPSHOTS_KEPT } from './limits.ts';
import { lostEnd, LAST_COMMAND } from './lost-end.ts';
import { checkTables, pragma } from './sqlite-journal-schema.ts';
import type { AppendWrite, SnapshotWrite, Write, WriteOutcome } from './sqlite-journal-writes.ts';

export interface SqliteJournalStoreOptions {
  /** An existing journal file. */
  readonly path: string;
  readonly open?: (path: string) => Database;
  /** Asked before each commit: the most pages the file may have. For tests of a full disk where none can be mounted. */
  readonly pagesMax?: (() => number) | null;
  readonly plantedFault?: JournalPlantedFault | null;
  /** Told what went wrong below, each time; the outcomes say what it means. */
  readonly onFault?: (error: unknown) => void;
}

/** `PRAGMA synchronous` as SQLite counts it. */
const SYNCHRONOUS_FULL = 2;
/** Extended code of SQLITE_IOERR_SHMSIZE: the index of the WAL found no room to grow. It holds nothing durable. */
const SHM_FOUND_NO_ROOM = 4_874;

type Failure = Extract<WriteOutcome, { is: 'read-only' }>['reason'];

/**
 * The only connection that writes. Synchronous: in production it lives in its own thread (`sqlite-journal-worker.ts`).
 *
 * The library that is used here drops `synchronous` to NORMAL in WAL mode at the first write, whatever it said at open; then a
 * power cut takes acknowledged entries along. So FULL is set after WAL and looked at again **after the first write**, before
 * anything is acknowledged.
 *
 * **Maintained invariants**: every outcome `done` was given after COMMIT returned. After an I/O error or damage the connection
 * is not used again: a failed fsync marks pages as clean that never reached the disk, so trying again would lie.
 */
export class SqliteJournalStore {
  readonly #database: Database;
  readonly #statements: Statements;
  readonly #onFault: (error: unknown) => void;
  readonly #heads = new Map<string, Position>();
  readonly #isDedupeOff: boolean;
  readonly #isSyncDropped: boolean;
  readonly #pagesMax: (() => number) | null;
  #isDurabilityVerified = false;
  #failure: Failure | null = null;

  constructor(options: SqliteJournalStoreOptions) {
    const { path, open = openDatabase, pagesMax = null, plantedFault = null, onFault = () => undefined } = options;
    this.#onFault = onFault;
    this.#pagesMax = pagesMax;
    this.#isDedupeOff = plantedFault === 'dedupe-off';
    this.#isSyncDropped = plantedFault === 'synchronous-dropped';
    this.#database = open(path);
    try {
      checkTables(this.#database, path);
      this.#database.exec('PRAGMA journal_mode = WAL');
      this.#database.exec(`PRAGMA synchronous = ${plantedFault === 'synchronous-normal' ? 'NORMAL' : 'FULL'}`);
      this.#statements = prepareAll(this.#database);
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  /**
   * All of it in one transaction; outcomes in the order of the writes, after COMMIT returned. Either everything that is `done`
   * is durable, or every outcome says why nothing was written.
   *
   * `acknowledgeTooEarly` is the planted fault: it gets the outcomes before COMMIT.
   */
  commit(writes: readonly Write[], acknowledgeTooEarly?: (outcomes: readonly WriteOutcome[]) => void): WriteOutcome[] {
    if (this.#failure !== null) return this.#refuseAll(writes, this.#failure);
    try {
      if (this.#pagesMax !== null) this.#database.exec(`PRAGMA max_page_count = ${this.#pagesMax()}`);
      this.#database.exec('BEGIN IMMEDIATE');
      const outcomes = writes.map((write) => this.#write(write));
      acknowledgeTooEarly?.(outcomes);
      this.#database.exec('COMMIT');
      this.#assertDurable();
      return outcomes;
    } catch (error) {
      return this.#refuseAll(writes, this.#failed(error));
    }
  }

  /**
   * Idempotent. `tidily` moves the WAL into the file; without it, and after a failure, the files stay as they are.
   *
   * Said explicitly, as closing is not enough: where statements are left to the garbage collector the connection lives on.
   */
  close({ tidily }: { readonly tidily: boolean }): void {
    if (!this.#database.isOpen) return;
    if (tidily && this.#failure === null) this.#checkpoint();
    this.#database.close();
  }

  #checkpoint(): void {
    try {
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch (error) {
      // Safe: what is committed is in the WAL, and the next start reads it there.
      this.#onFault(error);
    }
  }

  #write(write: Write): WriteOutcome {
    switch (write.do) {
      case 'append':
        return this.#append(write);
      case 'save-snapshot':
        return this.#saveSnapshot(write);
      case 'forget-commands':
        this.#statements.forget.run(write.hall, write.upToVersion);
        return { is: 'done' };
      case 'probe':
        return this.#probe();
      default:
        return unreachable(write);
    }
  }

  #append(write: AppendWrite): WriteOutcome {
    const broken = brokenHash(write);
    if (broken !== null) return broken;
    const head = this.#head(write.hall);
    if (!isAt(head, write.expected)) return this.#duplicate(write) ?? { is: 'conflict', head };
    const duplicate = this.#keepCommands(write);
    if (duplicate !== null) return duplicate;
    const { hall, expected, epochs, hashes, bodies } = write;
    for (const [index, body] of bodies.entries()) {
      this.#statements.entry.run(hall, expected.version + 1 + index, epochs[index]!, hashes[index]!, body);
    }
    this.#heads.set(hall, { version: expected.version + bodies.length, hash: hashes.at(-1)! });
    return { is: 'done' };
  }

  /** Writes the ids of a group, or none of them and says which one was there. */
  #keepCommands({ hall, expected, commandIds }: AppendWrite): WriteOutcome | null {
    const { command, replaceCommand, dropCommand } = this.#statements;
    const keep = this.#isDedupeOff ? replaceCommand : command;
    for (const [index, id] of commandIds.entries()) {
      if (keep.run(hall, id, expected.version + 1 + index).changes !== 0) continue;
      for (const undone of commandIds.slice(0, index)) dropCommand.run(hall, undone);
      return { is: 'duplicate', version: this.#versionOf(hall, id)! };
    }
    return null;
  }

  #duplicate({ hall, commandIds }: AppendWrite): WriteOutcome | null {
    if (this.#isDedupeOff) return null;
    for (const id of commandIds) {
      const version = this.#versionOf(hall, id);
      if (version !== null) return { is: 'duplicate', version };
    }
    return null;
  }

  #versionOf(hall: string, commandId: string): number | null {
    const row = this.#statements.versionOf.get(hall, commandId);
    return row === undefined ? null : Number(row['version']);
  }

  #head(hall: string): Position {
    const known = this.#heads.get(hall);
    if (known !== undefined) return known;
    const row = this.#statements.head.get(hall);
    const head = row === undefined ? ORIGIN : { version: Number(row['version']), hash: String(row['hash']) };
    const lost = lostEnd(hall, head.version, Number(this.#statements.lastCommand.get(hall)?.['version'] ?? 0));
    if (lost !== null) throw lost;
    this.#heads.set(hall, head);
    return head;
  }

  #saveSnapshot({ hall, position, state }: SnapshotWrite): WriteOutcome {
    this.#statements.snapshot.run(hall, position.version, position.hash, chainHash(position.hash, state), state);
    this.#statements.dropSnapshots.run(hall, hall, SNAPSHOTS_KEPT);
    return { is: 'done' };
  }

  /** Takes new pages and gives them back, so that what follows finds them free. */
  #probe(): WriteOutcome {
    this.#statements.takeRoom.run(ROOM_PROBE_BYTES);
    this.#database.exec('COMMIT; BEGIN IMMEDIATE');
    this.#statements.giveRoomBack.run();
    return { is: 'done' };
  }

  #assertDurable(): void {
    if (this.#isDurabilityVerified) return;
    const level = pragma(this.#database, 'synchronous');
    if (level !== SYNCHRONOUS_FULL)
      throw new Error(`after the first write synchronous is ${level}, not FULL: commits are not durable`);
    this.#isDurabilityVerified = true;
    if (this.#isSyncDropped) this.#database.exec('PRAGMA synchronous = NORMAL');
  }

  #failed(error: unknown): Failure {
    const failure = failureOf(error);
    this.#heads.clear();
    if (failure !== 'disk-full') this.#failure = failure;
    this.#rollBack();
    this.#onFault(error);
    return this.#failure ?? failure;
  }

  /** Forgets what was not committed; in WAL mode that neither writes nor syncs. */
  #rollBack(): void {
    try {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
    } catch (error) {
      this.#failure ??= failureOf(error) === 'damaged' ? 'damaged' : 'io-error';
    }
  }

  #refuseAll(writes: readonly Write[], reason: Failure): WriteOutcome[] {
    return writes.map(() => ({ is: 'read-only', reason }));
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof JournalDamagedError) return 'damaged';
  const code = sqliteCode(error);
  if (code === SQLITE_CODES.full || (error as { errcode?: unknown }).errcode === SHM_FOUND_NO_ROOM) return 'disk-full';
  return code === SQLITE_CODES.corrupt || code === SQLITE_CODES.notADatabase ? 'damaged' : 'io-error';
}

/** The other half of an assertion in pairs: what is written now must verify when it is read. */
function brokenHash({ expected, bodies, hashes, commandIds, epochs }: AppendWrite): WriteOutcome | null {
  if (bodies.length !== hashes.length || bodies.length !== commandIds.length || bodies.length !== epochs.length) {
    return { is: 'broken', message: 'the lists of an append are not of one length' };
  }
  let previous = expected.hash;
  for (const [index, body] of bodies.entries()) {
    const hash = hashes[index]!;
    if (chainHash(previous, body) !== hash) {
      return { is: 'broken', message: `the hash of version ${expected.version + 1 + index} does not fit its entry` };
    }
    previous = hash;
  }
  return null;
}

type Statements = ReturnType<typeof prepareAll>;

function prepareAll(database: Database) {
  const prepare = (sql: string): SqlStatement => database.prepare(sql);
  return {
    head: prepare('SELECT version, hash FROM entries WHERE hall = ? ORDER BY version DESC LIMIT 1'),
    entry: prepare('INSERT INTO entries (hall, version, epoch, hash, body) VALUES (?, ?, ?, ?, ?)'),
    command: prepare('INSERT OR IGNORE INTO commands (hall, command, version) VALUES (?, ?, ?)'),
    replaceCommand: prepare('INSERT OR REPLACE INTO commands (hall, command, version) VALUES (?, ?, ?)'),
    dropCommand: prepare('DELETE FROM commands WHERE hall = ? AND command = ?'),
    versionOf: prepare('SELECT version FROM commands WHERE hall = ? AND command = ?'),
    lastCommand: prepare(LAST_COMMAND),
    forget: prepare('DELETE FROM commands WHERE hall = ? AND version <= ?'),
    snapshot: prepare('INSERT OR REPLACE INTO snapshots (hall, version, hash, checksum, state) VALUES (?, ?, ?, ?, ?)'),
    dropSnapshots: prepare(
      'DELETE FROM snapshots WHERE hall = ? AND version NOT IN (SELECT version FROM snapshots WHERE hall = ? ORDER BY version DESC LIMIT ?)',
    ),
    takeRoom: prepare('INSERT OR REPLACE INTO room (id, filler) VALUES (1, zeroblob(?))'),
    giveRoomBack: prepare('DELETE FROM room'),
  };
}
