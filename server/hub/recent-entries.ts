import { must } from '../../shared/lib/assert.ts';
import type { WireEntry } from '../../shared/protocol/entry.ts';
import { RESUME_ENTRIES_MAX } from '../../shared/protocol/limits.ts';
import type { Position } from '../../shared/protocol/position.ts';

/**
 * The last entries of a hall in memory, so that a screen that missed some gets them and joins the room in one step, with no
 * reading in between in which an entry could be missed or sent twice.
 *
 * **Maintained invariant**: the entries are consecutive and the last one is the committed head.
 */
export class RecentEntries {
  /** Up to twice as many as promised, cut in halves: one copy per thousand entries. */
  #entries: WireEntry[];
  #head: Position;

  constructor(head: Position, entries: readonly WireEntry[]) {
    this.#head = head;
    this.#entries = entries.slice(-RESUME_ENTRIES_MAX);
  }

  push(entry: WireEntry): void {
    this.#entries.push(entry);
    this.#head = { version: entry.version, hash: entry.hash };
    if (this.#entries.length > 2 * RESUME_ENTRIES_MAX) this.#entries = this.#entries.slice(-RESUME_ENTRIES_MAX);
  }

  /** Everything behind a position; null when that is too long ago, not in this log, or ahead of it. */
  after(position: Position): readonly WireEntry[] | null {
    const missing = this.#head.version - position.version;
    if (missing < 0 || missing > RESUME_ENTRIES_MAX || missing > this.#entries.length) return null;
    const from = this.#entries.length - missing;
    const hash = missing === 0 ? this.#head.hash : must(this.#entries[from], 'an entry that was counted').previousHash;
    return hash === position.hash ? this.#entries.slice(from) : null;
  }
}
