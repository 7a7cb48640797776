import type { Position } from '../../shared/protocol/position.ts';
import type { JournalPlantedFault, ReadOnlyReason } from './journal.ts';

/**
 * What the hub's thread asks of the writer. Parallel lists of strings and numbers: they cross to the other thread at a
 * fraction of the cost of objects.
 */
export interface AppendWrite {
  readonly do: 'append';
  readonly hall: string;
  readonly expected: Position;
  readonly epochs: readonly number[];
  readonly commandIds: readonly string[];
  readonly hashes: readonly string[];
  readonly bodies: readonly string[];
}

export interface SnapshotWrite {
  readonly do: 'save-snapshot';
  readonly hall: string;
  readonly position: Position;
  readonly state: string;
}

export interface ForgetWrite {
  readonly do: 'forget-commands';
  readonly hall: string;
  readonly upToVersion: number;
}

/** Is there room again? */
export interface ProbeWrite {
  readonly do: 'probe';
}

export type Write = AppendWrite | SnapshotWrite | ForgetWrite | ProbeWrite;

export type WriteOutcome =
  | { readonly is: 'done' }
  | { readonly is: 'conflict'; readonly head: Position }
  | { readonly is: 'duplicate'; readonly version: number }
  | { readonly is: 'read-only'; readonly reason: Exclude<ReadOnlyReason, 'closed'> }
  /** A bug of the caller; nothing was written. */
  | { readonly is: 'broken'; readonly message: string };

/** To the writer's thread: everything that was asked for in one tick. */
export type ToWriter =
  | { readonly writes: readonly (readonly [id: number, write: Write])[] }
  /** The last message. `tidily`: see `SqliteJournalStore.close`. */
  | { readonly close: { readonly tidily: boolean } };

export type FromWriter =
  | { readonly outcomes: readonly (readonly [id: number, outcome: WriteOutcome])[] }
  /** In words for the operator; what it means for the journal is in the outcomes. */
  | { readonly fault: string }
  | 'closed';

/** One number that both threads see: the most pages the file may have. */
export type PagesMax = Int32Array<SharedArrayBuffer>;

/** What a worker thread is for, as its `workerData`. */
export type WorkerTask =
  | {
      readonly do: 'write';
      readonly path: string;
      readonly plantedFault: JournalPlantedFault | null;
      readonly pagesMax: PagesMax | null;
      readonly ballast: { readonly path: string; readonly bytes: number } | null;
    }
  | { readonly do: 'check'; readonly path: string; readonly hall: string };

export type FromChecker = { readonly version: number; readonly what: string } | null;
