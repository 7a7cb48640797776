import { applyEntry } from '../hall/evolve.ts';
import { fromSnapshot } from '../hall/snapshot.ts';
import type { HallState } from '../hall/state.ts';
import type { SnapshotMessage } from '../protocol/down.ts';
import type { WireEntry } from '../protocol/entry.ts';
import { ORIGIN, type Position } from '../protocol/position.ts';

/** `gap`: something between was missed, or this log is another one. Nothing was changed. */
export type EntryOutcome = 'applied' | 'known' | 'gap';

/**
 * A screen's own copy of the hall: a fold of the log that knows exactly how far it is. It compares hashes and computes
 * none.
 *
 * **Maintained invariant**: `state` is the fold of the entries 1..`position.version` of the log whose entry at that
 * version has `position.hash`; a replica that cannot say so has no state.
 */
export class Replica {
  #state: HallState | null = null;
  #position: Position = ORIGIN;

  get state(): HallState | null {
    return this.#state;
  }

  /** Null while there is no state: then everything is missing. */
  get position(): Position | null {
    return this.#state === null ? null : this.#position;
  }

  /** Throws what `applyEntry` throws; the state is gone then, for it may be half changed. */
  apply(entry: WireEntry): EntryOutcome {
    const state = this.#state;
    if (state === null) return 'gap';
    if (entry.version < this.#position.version) return 'known';
    if (entry.version === this.#position.version) return entry.hash === this.#position.hash ? 'known' : 'gap';
    if (entry.version > this.#position.version + 1 || entry.previousHash !== this.#position.hash) return 'gap';
    this.#state = null;
    applyEntry(state, entry);
    this.#state = state;
    this.#position = { version: entry.version, hash: entry.hash };
    return 'applied';
  }

  replace(snapshot: SnapshotMessage): void {
    this.#state = null;
    this.#state = fromSnapshot(snapshot.state);
    this.#position = { version: snapshot.version, hash: snapshot.hash };
  }

  isAt(position: Position): boolean {
    return this.#state !== null && this.#position.version === position.version && this.#position.hash === position.hash;
  }
}
