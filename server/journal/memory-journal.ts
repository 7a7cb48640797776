import { assert } from '../../shared/lib/assert.ts';
import type { Timers } from '../../shared/lib/clock.ts';
import { ORIGIN, type Position } from '../../shared/protocol/position.ts';
import { assertGroup, isAt } from './append-group.ts';
import { ConditionKeeper } from './condition-keeper.ts';
import type { JournalEntry } from './entry.ts';
import { bodyOf, chainHash, positionOf, verifyEntry } from './hash-chain.ts';
import {
  JournalDamagedError,
  type AppendOutcome,
  type Journal,
  type JournalCondition,
  type JournalPlantedFault,
  type StoredSnapshot,
} from './journal.ts';
import { ROOM_PROBE_MS } from './limits.ts';
import { MemoryDisk, WriteFaultError } from './memory-disk.ts';

export interface MemoryJournalOptions {
  /** What survives; hand the same disk to the next journal to start again after a crash. */
  readonly disk?: MemoryDisk;
  /** With timers everything takes `delayMs()`, twice for a write: until it is durable, and until it is answered. */
  readonly timers?: Timers | null;
  readonly delayMs?: () => number;
  readonly plantedFault?: JournalPlantedFault | null;
}

interface WaitingWrite {
  /** What would be answered now, without writing. */
  judge(): AppendOutcome;
  write(): void;
  settle(outcome: AppendOutcome): void;
  fail(error: unknown): void;
}

/**
 * The journal's contract over a `MemoryDisk`: for tests and for the simulation, which runs it in virtual time and crashes it
 * at any moment. Writes are done one after the other, in the order in which they were asked for.
 */
export class MemoryJournal implements Journal {
  readonly #disk: MemoryDisk;
  readonly #timers: Timers | null;
  readonly #delayMs: () => number;
  readonly #plantedFault: JournalPlantedFault | null;
  readonly #condition = new ConditionKeeper();
  readonly #waiting: WaitingWrite[] = [];
  #working: Promise<void> | null = null;
  #crashed = false;
  #stopProbing: (() => void) | null = null;

  constructor({ disk = new MemoryDisk(), timers = null, delayMs = () => 0, plantedFault = null }: MemoryJournalOptions = {}) {
    this.#disk = disk;
    this.#timers = timers;
    this.#delayMs = delayMs;
    this.#plantedFault = plantedFault;
  }

  async head(hall: string): Promise<Position> {
    await this.#pauseToRead();
    return this.#disk.head(hall);
  }

  async append(hall: string, expected: Position, entries: readonly JournalEntry[]): Promise<AppendOutcome> {
    assertGroup(hall, expected, entries);
    for (const entry of entries) assert(chainHash(entry.previousHash, bodyOf(entry)) === entry.hash, 'the hash fits its entry');
    return this.#enqueue(
      () => this.#judgeAppend(hall, expected, entries),
      () => this.#disk.addEntries(hall, entries),
    );
  }

  async read(hall: string, after: number, limit: number): Promise<JournalEntry[]> {
    await this.#pauseToRead();
    return this.#readVerified(hall, after, limit);
  }

  async findCommand(hall: string, commandId: string): Promise<JournalEntry | null> {
    await this.#pauseToRead();
    return this.#entryOf(hall, commandId);
  }

  async forgetCommands(hall: string, upToVersion: number): Promise<void> {
    await this.#enqueueDerived(() => this.#disk.forgetCommands(hall, upToVersion));
  }

  async latestSnapshot(hall: string): Promise<StoredSnapshot | null> {
    await this.#pauseToRead();
    return this.#disk.snapshot(hall);
  }

  async saveSnapshot(hall: string, snapshot: StoredSnapshot): Promise<void> {
    await this.#enqueueDerived(() => this.#disk.addSnapshot(hall, snapshot));
  }

  async halls(): Promise<string[]> {
    await this.#pauseToRead();
    return this.#disk.halls();
  }

  async verify(hall: string): Promise<JournalDamagedError | null> {
    await this.#pauseToRead();
    try {
      this.#readVerified(hall, 0, Infinity);
      return null;
    } catch (error) {
      if (error instanceof JournalDamagedError) return error;
      throw error;
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

  async close(): Promise<void> {
    this.#condition.readOnly('closed');
    this.#stopProbing?.();
    if (!this.#crashed) await this.#working;
  }

  /** As kill -9 does it: what is not durable by now is gone, and nobody is answered any more. */
  crash(): void {
    this.#crashed = true;
    this.#stopProbing?.();
  }

  #enqueue(judge: () => AppendOutcome, write: () => void): Promise<AppendOutcome> {
    const reason = this.#condition.reason;
    if (reason !== null) return Promise.resolve({ is: 'read-only', reason });
    return new Promise((settle, fail) => {
      this.#waiting.push({ judge, write, settle, fail });
      this.#working ??= this.#work();
    });
  }

  /** For what may be done or not: a snapshot that was not saved is made again. */
  async #enqueueDerived(write: () => void): Promise<void> {
    await this.#enqueue(() => ({ is: 'appended' }), write);
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0);
      if (this.#plantedFault === 'ack-before-commit') await this.#answerTooEarly(group);
      else await this.#commitThenAnswer(group);
    }
    this.#working = null;
  }

  async #commitThenAnswer(group: readonly WaitingWrite[]): Promise<void> {
    await this.#pause();
    const answers = group.map((each) => ({ each, outcome: this.#commit(each) }));
    await this.#pause();
    for (const { each, outcome } of answers) if (outcome !== null) each.settle(outcome);
  }

  async #answerTooEarly(group: readonly WaitingWrite[]): Promise<void> {
    for (const each of group) {
      const outcome = each.judge();
      each.settle(outcome);
      await this.#pause();
      await this.#pause();
      this.#commit(each);
    }
  }

  #commit(waiting: WaitingWrite): AppendOutcome | null {
    const reason = this.#condition.reason;
    if (reason !== null && reason !== 'closed') return { is: 'read-only', reason };
    try {
      const outcome = waiting.judge();
      if (outcome.is === 'appended') this.#disk.write(() => waiting.write());
      return outcome;
    } catch (error) {
      if (error instanceof WriteFaultError) return this.#becomeReadOnly(error);
      waiting.fail(error);
      return null;
    }
  }

  #becomeReadOnly({ fault }: WriteFaultError): AppendOutcome {
    this.#condition.readOnly(fault);
    if (fault === 'disk-full') this.#stopProbing ??= this.#timers?.every(ROOM_PROBE_MS, () => this.#probe()) ?? null;
    return { is: 'read-only', reason: fault };
  }

  #probe(): void {
    try {
      this.#disk.write(() => undefined);
    } catch (error) {
      if (!(error instanceof WriteFaultError)) throw error;
      this.#condition.readOnly(error.fault);
      return;
    }
    this.#stopProbing?.();
    this.#stopProbing = null;
    this.#condition.roomAgain();
  }

  #judgeAppend(hall: string, expected: Position, entries: readonly JournalEntry[]): AppendOutcome {
    for (const { commandId } of entries) {
      const entry = this.#entryOf(hall, commandId);
      if (entry !== null) return { is: 'duplicate', entry };
    }
    const head = this.#disk.head(hall);
    return isAt(head, expected) ? { is: 'appended' } : { is: 'conflict', head };
  }

  #entryOf(hall: string, commandId: string): JournalEntry | null {
    if (this.#plantedFault === 'dedupe-off') return null;
    const version = this.#disk.command(hall, commandId);
    return version === null ? null : (this.#readVerified(hall, version - 1, 1)[0] ?? null);
  }

  #readVerified(hall: string, after: number, limit: number): JournalEntry[] {
    const [before] = after === 0 ? [] : this.#disk.entries(hall, after - 1, 1);
    let previous = before === undefined ? ORIGIN : positionOf(before);
    try {
      return this.#disk.entries(hall, after, limit).map((entry) => {
        verifyEntry(entry, previous);
        previous = positionOf(entry);
        return entry;
      });
    } catch (error) {
      this.#condition.readOnly('damaged');
      throw error;
    }
  }

  async #pauseToRead(): Promise<void> {
    if (this.#condition.reason === 'closed') throw new Error('the journal is closed');
    await this.#pause();
  }

  /** After a crash it never ends: nobody is there any more to go on. */
  #pause(): Promise<void> {
    const timers = this.#timers;
    return new Promise((resume) => {
      const goOn = (): void => {
        if (!this.#crashed) resume();
      };
      if (timers === null) queueMicrotask(goOn);
      else timers.after(this.#delayMs(), goOn);
    });
  }
}
