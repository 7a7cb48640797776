import { liveThrough, noExperience, type Experience } from '../../shared/hall/forecast/learning/experience.ts';
import type { ClosedLeg } from '../../shared/hall/forecast/learning/visits.ts';
import { ORIGIN, type Position } from '../../shared/protocol/position.ts';
import type { JournalEntry } from '../journal/entry.ts';
import type { Journal } from '../journal/journal.ts';
import type { HistoryStore } from './history-store.ts';
import {
  HISTORY_BATCH,
  HISTORY_ENTRIES_AT_ONCE,
  HISTORY_LEGS_AT_ONCE,
  HISTORY_READ_ROUNDS,
  HISTORY_WAITING_MAX,
} from './limits.ts';

/** As much of a journal as a history needs. */
export type HistoryJournal = Pick<Journal, 'head' | 'read'>;

/**
 * The history of one hall. Entries come from the hub as they are committed, or from the journal where the history is behind; either
 * way one after the other, each once. What is in memory is ahead of what is written by some seconds: after a crash the journal
 * tells those again.
 */
export class HallHistory {
  readonly #hall: string;
  readonly #store: HistoryStore;
  readonly #journal: HistoryJournal;
  #experience: Experience = noExperience();
  #lived: Position = ORIGIN;
  #written: Position = ORIGIN;
  #legs: ClosedLeg[] = [];
  #waiting: JournalEntry[] = [];
  /** Rounds since the journal was read to its end: what comes after is told by the hub. */
  #roundsSinceEnd = Number.POSITIVE_INFINITY;

  constructor(hall: string, { journal, store }: { readonly journal: HistoryJournal; readonly store: HistoryStore }) {
    this.#hall = hall;
    this.#store = store;
    this.#journal = journal;
  }

  /** The last entry that was lived through. */
  get position(): Position {
    return this.#lived;
  }

  /** What was lived through is enough to be written by itself. More at once would hold up commands, less would write the same again and again. */
  get isWriteWorthwhile(): boolean {
    return this.#legs.length >= HISTORY_LEGS_AT_ONCE || this.#lived.version - this.#written.version >= HISTORY_ENTRIES_AT_ONCE;
  }

  get experience(): Experience {
    return this.#experience;
  }

  /** What was written, unless it is of another journal: then it begins anew. */
  async load(): Promise<void> {
    const kept = await this.#store.load(this.#hall);
    const isThis = kept !== null && (await this.#isOfThisJournal(kept.position));
    if (kept !== null && isThis) {
      [this.#experience, this.#lived, this.#written] = [kept.experience, kept.position, kept.position];
      this.#legs = [];
    } else {
      await this.#beginAnew();
    }
  }

  async #isOfThisJournal({ version, hash }: Position): Promise<boolean> {
    if (version === 0) return true;
    const [entry] = await this.#journal.read(this.#hall, version - 1, 1);
    return entry?.hash === hash;
  }

  async #beginAnew(): Promise<void> {
    await this.#store.forget(this.#hall);
    this.#roundsSinceEnd = Number.POSITIVE_INFINITY;
    [this.#experience, this.#lived, this.#written] = [noExperience(), ORIGIN, ORIGIN];
    this.#legs = [];
  }

  /** On the hub's path: keeps them, no more. */
  committed(entries: readonly JournalEntry[]): void {
    if (this.#waiting.length + entries.length > HISTORY_WAITING_MAX) {
      this.#waiting = [];
      this.#roundsSinceEnd = Number.POSITIVE_INFINITY;
    } else this.#waiting.push(...entries);
  }

  /**
   * Takes up a batch of what was committed. True: there is more.
   *
   * @throws what the journal says when it cannot be read.
   */
  async takeUp(): Promise<boolean> {
    const waiting = this.#waiting.splice(0, HISTORY_BATCH);
    const next = waiting.find(({ version }) => version === this.#lived.version + 1);
    const isGap = next === undefined && (waiting.at(-1)?.version ?? 0) > this.#lived.version;
    if (isGap) this.#waiting = [];
    else if (waiting.length > 0) {
      this.#live(waiting);
      return this.#waiting.length > 0;
    } else if (this.#roundsSinceEnd < HISTORY_READ_ROUNDS) {
      this.#roundsSinceEnd += 1;
      return false;
    }
    const read = await this.#journal.read(this.#hall, this.#lived.version, HISTORY_BATCH);
    this.#live(read);
    const isEnd = read.length < HISTORY_BATCH;
    this.#roundsSinceEnd = isEnd ? 0 : Number.POSITIVE_INFINITY;
    return !isEnd;
  }

  /** What the hub has told of is taken up, without a question to the journal: there may be none any more. */
  takeUpTold(): void {
    this.#live(this.#waiting.splice(0));
  }

  #live(entries: readonly JournalEntry[]): void {
    for (const entry of entries) {
      if (entry.version !== this.#lived.version + 1) continue;
      this.#legs.push(...liveThrough(this.#experience, entry));
      this.#lived = { version: entry.version, hash: entry.hash };
    }
  }

  /**
   * Writes what was lived through since the last time. When what is kept is not what was written, another hub wrote meanwhile, or somebody
   * had it forgotten: then goes on from what is kept, or begins anew.
   */
  async write(): Promise<void> {
    if (this.#lived.version === this.#written.version) {
      if (!(await this.#store.isAt(this.#hall, this.#written))) await this.load();
      return;
    }
    const [legs, after] = [this.#legs, this.#lived];
    const step = { before: this.#written, after, experience: this.#experience, legs };
    if (!(await this.#store.write(this.#hall, step))) return this.load();
    this.#legs = this.#legs.slice(legs.length);
    this.#written = after;
  }
}
