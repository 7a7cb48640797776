import { ORIGIN, type Position } from '../../../shared/protocol/position.ts';
import type { Shard } from '../../redis/redis-store.ts';
import type { JournalEntry } from '../entry.ts';
import { positionOf } from '../hash-chain.ts';
import type { JournalDamagedError } from '../journal.ts';
import { hallKeys, type HallKeys } from './hall-keys.ts';
import { QUIET_TAIL_ENTRIES_MAX, TAIL_ENTRIES_MAX } from './limits.ts';
import type { NotNow } from './log-calls.ts';

/**
 * What this hub knows of the log of a hall.
 *
 * **Maintained invariants**: everything up to `committed` is on as many nodes as promised; `tail` are the entries right below it, in
 * order and without gaps.
 */
export class HallChain {
  readonly hall: string;
  readonly keys: HallKeys;
  committed: Position = ORIGIN;
  tail: JournalEntry[] = [];
  /** Compared with the log at least once. */
  isKnown = false;
  /** The log may have more than is known. */
  isStale = true;
  epoch = 1;
  days: readonly string[] = [];
  /** It is in the list of halls. */
  isListed = false;
  listing: Promise<boolean> | null = null;
  /** Nothing is written or believed any more until an operator has looked. */
  frozen: JournalDamagedError | null = null;
  fencing: Promise<FenceOutcome> | null = null;
  /** It has grown since the tail was last shortened. */
  isBusy = false;
  #shard: Shard | null = null;
  #generation = 0;

  constructor(hall: string) {
    this.hall = hall;
    this.keys = hallKeys(hall);
  }

  /** Compared over the connection that the shard has now. */
  isFenced(shard: Shard): boolean {
    return this.#shard === shard && this.#generation === shard.generation && shard.term !== '';
  }

  fenced(shard: Shard, generation: number): void {
    this.#shard = shard;
    this.#generation = generation;
    this.isKnown = true;
  }

  unfence(): void {
    this.#shard = null;
  }

  isFresh(shard: Shard): boolean {
    return this.isKnown && !this.isStale && this.isFenced(shard);
  }

  /** Committed entries. False when they do not stand right behind what is known: then the log must be asked. */
  extend(entries: readonly JournalEntry[]): boolean {
    const [first] = entries;
    if (first === undefined) return true;
    if (first.version !== this.committed.version + 1 || first.previousHash !== this.committed.hash) return false;
    this.tail.push(...entries);
    if (this.tail.length > 2 * TAIL_ENTRIES_MAX) this.tail = this.tail.slice(-TAIL_ENTRIES_MAX);
    this.committed = positionOf(this.tail.at(-1)!);
    this.isBusy = true;
    return true;
  }

  /** The log says where it ends, and nothing of it is known. */
  jump(committed: Position): void {
    this.committed = committed;
    this.tail = [];
  }

  /** Entries that were read up to the end, where none are known. */
  adopt(entries: readonly JournalEntry[]): void {
    const isEnd = entries.at(-1)?.hash === this.committed.hash;
    if (this.tail.length === 0 && isEnd) this.tail = entries.slice(-TAIL_ENTRIES_MAX);
  }

  /** Called once in a while. */
  shorten(): void {
    if (!this.isBusy && this.tail.length > QUIET_TAIL_ENTRIES_MAX) this.tail = this.tail.slice(-QUIET_TAIL_ENTRIES_MAX);
    this.isBusy = false;
  }

  /** The hash at a version; null when this hub does not know it. */
  hashAt(version: number): string | null {
    if (version === this.committed.version) return this.committed.hash;
    if (version === 0) return ORIGIN.hash;
    const [first] = this.tail;
    if (first === undefined) return null;
    if (version === first.version - 1) return first.previousHash;
    return this.tail[version - first.version]?.hash ?? null;
  }

  /** Committed entries after a version; null when the tail does not reach so far back. */
  tailAfter(version: number, limit: number): JournalEntry[] | null {
    const [first] = this.tail;
    if (first === undefined || version < first.version - 1) return null;
    const from = version - first.version + 1;
    return this.tail.slice(from, from + limit);
  }

  freeze(error: JournalDamagedError): JournalDamagedError {
    this.frozen ??= error;
    return this.frozen;
  }
}

/** `done`: what is committed is known up to the head of the log. */
export type FenceOutcome =
  | { readonly is: 'done' }
  | { readonly is: 'not-now'; readonly reason: NotNow }
  | { readonly is: 'frozen'; readonly error: JournalDamagedError };
