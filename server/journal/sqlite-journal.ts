import { accessSync, constants } from 'node:fs';
import { AssertionError } from '../../shared/lib/assert.ts';
import type { Timers } from '../../shared/lib/clock.ts';
import { unreachable } from '../../shared/lib/unreachable.ts';
import type { Position } from '../../shared/protocol/position.ts';
import { openDatabase, SQLITE_CODES, sqliteCode } from '../database/open-database.ts';
import { assertGroup } from './append-group.ts';
import { ConditionKeeper } from './condition-keeper.ts';
import type { JournalEntry } from './entry.ts';
import { bodyOf } from './hash-chain.ts';
import { JournalOpenError } from './journal-open-error.ts';
import {
  JournalDamagedError,
  type AppendOutcome,
  type Journal,
  type JournalCondition,
  type JournalPlantedFault,
  type StoredSnapshot,
} from './journal.ts';
import { ROOM_PROBE_MS } from './limits.ts';
import { checkInBackground } from './sqlite-journal-checker.ts';
import { lockJournal } from './sqlite-journal-lock.ts';
import { SqliteJournalReader } from './sqlite-journal-reader.ts';
import { createTables, isEmptyFile, openFailure } from './sqlite-journal-schema.ts';
import { WriterThread } from './sqlite-journal-writer-thread.ts';
import type { AppendWrite, PagesMax, WriteOutcome } from './sqlite-journal-writes.ts';

export interface SqliteJournalOptions {
  /** Made when it is not there; its folder must be. */
  readonly path: string;
  readonly timers: Timers;
  /** Size of the file kept beside it for bad days (`ballast.ts`); 0: none. */
  readonly ballastBytes?: number;
  readonly plantedFault?: JournalPlantedFault | null;
  /** The most pages the file may have, which may change at any time: for tests of a full disk where none can be mounted. */
  readonly pagesMax?: PagesMax | null;
  /** Told in words what the disk or SQLite said: for the log. What follows from it is the condition. */
  readonly onFault?: (fault: string) => void;
}

/**
 * The journal of one machine: one SQLite file in WAL mode. One connection writes, in its own thread; another reads, here, in
 * short statements, and verifies what it reads.
 *
 * **Maintained invariants**: one process at a time has the file (`sqlite-journal-lock.ts`); `appended` is said only after
 * COMMIT returned with `synchronous=FULL`; a file that is damaged is only ever read.
 */
export class SqliteJournal implements Journal {
  readonly #path: string;
  readonly #timers: Timers;
  readonly #unlock: () => void;
  readonly #reader: SqliteJournalReader;
  readonly #writer: WriterThread;
  readonly #condition = new ConditionKeeper();
  readonly #isDedupeOff: boolean;
  /** Command ids by hall, read on first use: asking the file for each new command would cost more than deciding it. */
  readonly #commands = new Map<string, Map<string, number>>();
  readonly #checks = new Set<() => void>();
  readonly #dropStart: () => void;
  #stopProbing: (() => void) | null = null;
  #closed: Promise<void> | null = null;

  /** Throws `JournalOpenError`: what is wrong with which file and what to do; the file is as it was. */
  static open(options: SqliteJournalOptions): SqliteJournal {
    const { path } = options;
    const unlock = lockJournal(path);
    try {
      if (isEmptyFile(path)) create(path);
      else accessSync(path, constants.R_OK | constants.W_OK);
      return new SqliteJournal(options, unlock, openReader(path));
    } catch (error) {
      unlock();
      throw openFailure(path, error);
    }
  }

  private constructor(options: SqliteJournalOptions, unlock: () => void, reader: SqliteJournalReader) {
    const { path, timers, ballastBytes = 0, plantedFault = null, pagesMax = null, onFault = () => undefined } = options;
    this.#path = path;
    this.#timers = timers;
    this.#unlock = unlock;
    this.#reader = reader;
    this.#isDedupeOff = plantedFault === 'dedupe-off';
    const ballast = ballastBytes > 0 ? { path: `${path}.ballast`, bytes: ballastBytes } : null;
    this.#writer = new WriterThread({
      task: { do: 'write', path, plantedFault, pagesMax, ballast },
      onFault,
      onOutcome: (outcome) => this.#noteOutcome(outcome),
    });
    // Not at once: what the hub reads now is being waited for, and a thread that starts takes time from it.
    this.#dropStart = timers.after(0, () => this.#writer.start());
  }

  async head(hall: string): Promise<Position> {
    this.#assertOpen();
    return this.#reading(hall, () => this.#reader.head(hall));
  }

  async append(hall: string, expected: Position, entries: readonly JournalEntry[]): Promise<AppendOutcome> {
    assertGroup(hall, expected, entries);
    const reason = this.#condition.reason;
    if (reason !== null) return { is: 'read-only', reason };
    const outcome = await this.#writer.write(appendWrite(hall, expected, entries));
    switch (outcome.is) {
      case 'done':
        this.#rememberCommands(hall, entries);
        return { is: 'appended' };
      case 'duplicate':
        return { is: 'duplicate', entry: this.#entryAt(hall, outcome.version) };
      case 'conflict':
      case 'read-only':
        return outcome;
      case 'broken':
        throw new AssertionError(outcome.message);
      default:
        return unreachable(outcome);
    }
  }

  async read(hall: string, after: number, limit: number): Promise<JournalEntry[]> {
    this.#assertOpen();
    return this.#reading(hall, () => this.#reader.read(hall, after, limit));
  }

  async findCommand(hall: string, commandId: string): Promise<JournalEntry | null> {
    this.#assertOpen();
    if (this.#isDedupeOff) return null;
    const version = this.#commandsOf(hall).get(commandId);
    return version === undefined ? null : this.#entryAt(hall, version);
  }

  async forgetCommands(hall: string, upToVersion: number): Promise<void> {
    if (this.#condition.reason !== null) return;
    const { is } = await this.#writer.write({ do: 'forget-commands', hall, upToVersion });
    const commands = this.#commands.get(hall);
    if (is !== 'done' || commands === undefined) return;
    for (const [id, version] of commands) if (version <= upToVersion) commands.delete(id);
  }

  async latestSnapshot(hall: string): Promise<StoredSnapshot | null> {
    this.#assertOpen();
    return this.#reading(hall, () => this.#reader.latestSnapshot(hall));
  }

  /** Not saved while the journal is read-only: a snapshot can be made again at any time. */
  async saveSnapshot(hall: string, { position, state }: StoredSnapshot): Promise<void> {
    if (this.#condition.reason !== null) return;
    await this.#writer.write({ do: 'save-snapshot', hall, position, state: JSON.stringify(state) });
  }

  async halls(): Promise<string[]> {
    this.#assertOpen();
    return this.#reading('*', () => this.#reader.halls());
  }

  async verify(hall: string): Promise<JournalDamagedError | null> {
    this.#assertOpen();
    const { result, stop } = checkInBackground(this.#path, hall);
    this.#checks.add(stop);
    try {
      const damage = await result;
      if (damage !== null) this.#condition.readOnly('damaged');
      return damage;
    } finally {
      this.#checks.delete(stop);
    }
  }

  /** Nobody else writes here. */
  onGrown(): () => void {
    return () => undefined;
  }

  condition(): JournalCondition {
    return this.#condition.current;
  }

  onCondition(listener: (condition: JournalCondition) => void): () => void {
    return this.#condition.listen(listener);
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const { reason } = this.#condition;
    this.#condition.readOnly('closed');
    this.#dropStart();
    this.#stopProbing?.();
    for (const stop of this.#checks) stop();
    // After damage or an I/O error the files are to stay as they are. The reader goes last: a connection that cannot write
    // keeps the writer's from being the last one, which would move the WAL into the file.
    await this.#writer.close({ tidily: reason === null || reason === 'disk-full' });
    this.#reader.close();
    this.#unlock();
  }

  #noteOutcome(outcome: WriteOutcome): void {
    if (outcome.is !== 'read-only') return;
    this.#condition.readOnly(outcome.reason);
    if (this.#condition.reason === 'disk-full') this.#stopProbing ??= this.#probeForRoom();
  }

  #probeForRoom(): () => void {
    let isWaiting = false;
    const stop = this.#timers.every(ROOM_PROBE_MS, () => {
      if (isWaiting) return;
      isWaiting = true;
      void this.#writer.write({ do: 'probe' }).then(({ is }) => {
        isWaiting = false;
        if (is !== 'done') return;
        stop();
        this.#stopProbing = null;
        this.#condition.roomAgain();
      });
    });
    return stop;
  }

  #commandsOf(hall: string): Map<string, number> {
    let commands = this.#commands.get(hall);
    if (commands === undefined) {
      commands = this.#reading(hall, () => this.#reader.commands(hall));
      this.#commands.set(hall, commands);
    }
    return commands;
  }

  #rememberCommands(hall: string, entries: readonly JournalEntry[]): void {
    const commands = this.#commands.get(hall);
    if (commands === undefined) return;
    for (const { commandId, version } of entries) commands.set(commandId, version);
  }

  #entryAt(hall: string, version: number): JournalEntry {
    return this.#reading(hall, () => {
      const entry = this.#reader.entry(hall, version);
      if (entry === null) throw new JournalDamagedError(hall, version, 'missing, and its command is there');
      return entry;
    });
  }

  #reading<T>(hall: string, read: () => T): T {
    try {
      return read();
    } catch (error) {
      const code = sqliteCode(error);
      if (code === SQLITE_CODES.ioError) this.#condition.readOnly('io-error');
      const isDamage = code === SQLITE_CODES.corrupt || code === SQLITE_CODES.notADatabase;
      if (isDamage || error instanceof JournalDamagedError) this.#condition.readOnly('damaged');
      throw isDamage ? new JournalDamagedError(hall, 0, 'the file is damaged or cut short') : error;
    }
  }

  #assertOpen(): void {
    if (this.#condition.reason === 'closed') throw new JournalOpenError(this.#path, 'not-accessible', 'it has been closed');
  }
}

function appendWrite(hall: string, { version, hash }: Position, entries: readonly JournalEntry[]): AppendWrite {
  return {
    do: 'append',
    hall,
    expected: { version, hash },
    epochs: entries.map((entry) => entry.epoch),
    commandIds: entries.map((entry) => entry.commandId),
    hashes: entries.map((entry) => entry.hash),
    bodies: entries.map(bodyOf),
  };
}

function openReader(path: string): SqliteJournalReader {
  const reader = new SqliteJournalReader(path);
  const emptied = reader.hallWithoutEntries();
  if (emptied === null) return reader;
  reader.close();
  const what = `all entries of hall "${emptied}" are missing. It was left as it is. Keep a copy and restore a backup.`;
  throw new JournalOpenError(path, 'damaged', what);
}

function create(path: string): void {
  const database = openDatabase(path);
  try {
    createTables(database);
  } finally {
    database.close();
  }
}
