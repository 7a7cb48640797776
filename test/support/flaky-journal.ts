import type { Position } from '../../shared/protocol/position.ts';
import type { JournalEntry } from '../../server/journal/entry.ts';
import type {
  AppendOutcome,
  Journal,
  JournalCondition,
  JournalDamagedError,
  StoredSnapshot,
} from '../../server/journal/journal.ts';

export interface Flakiness {
  /** An append waits for this before it begins. */
  beforeAppend?: (() => Promise<void>) | undefined;
  /** An append is done, and its outcome is lost: the caller sees an error. */
  loseOutcome?: (() => boolean) | undefined;
  /** A reading fails. */
  failReading?: (() => boolean) | undefined;
}

/** A journal whose own path to it breaks now and then: a worker that dies, a connection that is reset. */
export class FlakyJournal implements Journal {
  readonly #journal: Journal;
  readonly #flakiness: Flakiness;

  constructor(journal: Journal, flakiness: Flakiness) {
    this.#journal = journal;
    this.#flakiness = flakiness;
  }

  async append(hall: string, expected: Position, entries: readonly JournalEntry[]): Promise<AppendOutcome> {
    await this.#flakiness.beforeAppend?.();
    const outcome = await this.#journal.append(hall, expected, entries);
    if (this.#flakiness.loseOutcome?.() === true) throw new Error('the outcome of an append was lost');
    return outcome;
  }

  head(hall: string): Promise<Position> {
    return this.#reading(() => this.#journal.head(hall));
  }

  read(hall: string, after: number, limit: number): Promise<JournalEntry[]> {
    return this.#reading(() => this.#journal.read(hall, after, limit));
  }

  findCommand(hall: string, commandId: string): Promise<JournalEntry | null> {
    return this.#reading(() => this.#journal.findCommand(hall, commandId));
  }

  forgetCommands(hall: string, upToVersion: number): Promise<void> {
    return this.#journal.forgetCommands(hall, upToVersion);
  }

  latestSnapshot(hall: string): Promise<StoredSnapshot | null> {
    return this.#reading(() => this.#journal.latestSnapshot(hall));
  }

  saveSnapshot(hall: string, snapshot: StoredSnapshot): Promise<void> {
    return this.#journal.saveSnapshot(hall, snapshot);
  }

  halls(): Promise<string[]> {
    return this.#journal.halls();
  }

  verify(hall: string): Promise<JournalDamagedError | null> {
    return this.#journal.verify(hall);
  }

  onGrown(listener: (hall: string, version: number) => void): () => void {
    return this.#journal.onGrown(listener);
  }

  condition(): JournalCondition {
    return this.#journal.condition();
  }

  onCondition(listener: (condition: JournalCondition) => void): () => void {
    return this.#journal.onCondition(listener);
  }

  close(): Promise<void> {
    return this.#journal.close();
  }

  async #reading<Value>(read: () => Promise<Value>): Promise<Value> {
    const value = await read();
    if (this.#flakiness.failReading?.() === true) throw new Error('a reading of the journal failed');
    return value;
  }
}
