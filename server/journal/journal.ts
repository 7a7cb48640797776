import type { HallSnapshot } from '../../shared/hall/snapshot.ts';
import type { Position } from '../../shared/protocol/position.ts';
import type { JournalEntry } from './entry.ts';

/** A derived copy of the state: may be thrown away and made again. */
export interface StoredSnapshot {
  readonly position: Position;
  readonly state: HallSnapshot;
}

export type AppendOutcome =
  /** Durable: it survives kill -9 and a power cut (on disks that keep their word). */
  | { readonly is: 'appended' }
  /** Nothing was written: the head is not where the caller thought. */
  | { readonly is: 'conflict'; readonly head: Position }
  /** Nothing was written: this command id has an entry already. */
  | { readonly is: 'duplicate'; readonly entry: JournalEntry }
  /** Nothing was written: this command was withdrawn, with this answer. Only of a journal that is shared. */
  | { readonly is: 'withdrawn'; readonly commandId: string; readonly answer: string }
  /** Nothing is acknowledged; the journal is read-only from now on and says so to its listeners. */
  | { readonly is: 'read-only'; readonly reason: ReadOnlyReason }
  /**
   * Nobody knows: written perhaps, and not on as many nodes as promised. Nothing is acknowledged, nothing shown. The journal is
   * read-only until it knows; then what the log has is the truth, and the rest may be decided again under the same ids.
   */
  | { readonly is: 'unsure' };

export type WithdrawOutcome =
  /** Durable: nobody does this command any more. `answer` is the one that stands, perhaps an earlier one than that which was given. */
  | { readonly is: 'withdrawn'; readonly answer: string }
  /** It was done. */
  | { readonly is: 'duplicate'; readonly entry: JournalEntry }
  /** Nothing was written. */
  | { readonly is: 'read-only'; readonly reason: ReadOnlyReason }
  /** Nobody knows: to be asked again, under the same id. */
  | { readonly is: 'unsure' };

/**
 * `damaged`: verify failed. `disk-full` ends by itself when there is room, `unreachable` (no node takes writes, or what it has
 * is still being compared) and `copies-missing` (fewer nodes than promised have what is written) when the nodes are back,
 * `unsafe-settings` (the store may throw away what is written) when they are mended; the others need an operator.
 */
export const READ_ONLY_REASONS = [
  'disk-full',
  'io-error',
  'damaged',
  'closed',
  'unreachable',
  'copies-missing',
  'unsafe-settings',
] as const;
export type ReadOnlyReason = (typeof READ_ONLY_REASONS)[number];

/** Nodes besides the first that must have an entry before it counts. */
export interface Copies {
  /** As the installation was made. */
  readonly promised: number;
  /** As an operator, or the automatic relaxation, has lowered it. */
  readonly kept: number;
}

/**
 * `copies`: only where fewer are kept than promised; every panel shows it. `weaker`: settings of a store that are weaker than the promises
 * and that nobody has accepted, for operators.
 */
export type JournalCondition =
  | { readonly is: 'writable'; readonly copies?: Copies | undefined; readonly weaker?: readonly string[] | undefined }
  | { readonly is: 'read-only'; readonly reason: ReadOnlyReason; readonly weaker?: readonly string[] | undefined };

/**
 * Known wrong behaviours, for harnesses that must prove that they would notice: answering before COMMIT, forgetting which
 * command ids were seen, committing without fsync from the first write on, or after it was looked at. Null everywhere else.
 */
export const JOURNAL_PLANTED_FAULTS = ['ack-before-commit', 'dedupe-off', 'synchronous-normal', 'synchronous-dropped'] as const;
export type JournalPlantedFault = (typeof JOURNAL_PLANTED_FAULTS)[number];

/** Thrown by reading: the stored chain does not verify. Names the hall and the version; nothing is overwritten. */
export class JournalDamagedError extends Error {
  override readonly name = 'JournalDamagedError';
  readonly hall: string;
  readonly version: number;
  readonly what: string;

  constructor(hall: string, version: number, what: string) {
    super(`journal of hall "${hall}" is damaged at version ${version}: ${what}`);
    this.hall = hall;
    this.version = version;
    this.what = what;
  }
}

/**
 * The log of every hall, and the only truth. Every adapter passes `test/contract/journal-contract.ts`.
 *
 * **Maintained invariants**: versions of a hall are 1..n without gaps; each entry's `previousHash` is the hash before it;
 * a command id has at most one entry until it is forgotten, and none once it is withdrawn.
 */
export interface Journal {
  /** Other hubs append to it as well: what this one knows may be behind. */
  readonly isShared?: boolean | undefined;
  /** `ORIGIN` for a hall without entries. */
  head(hall: string): Promise<Position>;
  /** The same of a journal that others write, too; rejects while the log cannot be asked, instead of telling what is known. */
  askHead?(hall: string): Promise<Position>;
  /**
   * All of the entries or none, and only right behind `expected`. Never rejects for a full disk or an I/O error: that is
   * the outcome `read-only`.
   */
  append(hall: string, expected: Position, entries: readonly JournalEntry[]): Promise<AppendOutcome>;
  /**
   * Of a journal that is shared: from now on nobody does this command, and whoever tries is told `answer`. Idempotent; kept as long as
   * command ids of its day are. Rejects when it cannot be told whether the command was done. A journal of one hub needs no such thing.
   */
  withdraw?(hall: string, commandId: string, answer: string): Promise<WithdrawOutcome>;
  /** Entries after a version in order, `limit` at most; each is verified against its own hash and its predecessor's. */
  read(hall: string, after: number, limit: number): Promise<JournalEntry[]>;
  /** The entry that a command id led to, while ids are kept. */
  findCommand(hall: string, commandId: string): Promise<JournalEntry | null>;
  /** Command ids of entries up to this version may be forgotten (the next business day has ended). */
  forgetCommands(hall: string, upToVersion: number): Promise<void>;
  /** The newest snapshot whose own checksum holds; null when there is none. */
  latestSnapshot(hall: string): Promise<StoredSnapshot | null>;
  saveSnapshot(hall: string, snapshot: StoredSnapshot): Promise<void>;
  halls(): Promise<string[]>;
  /**
   * The whole chain of a hall from its first entry, and the file below it: for after the start, beside the work. Damage makes
   * the journal read-only (`damaged`) and is returned; null means that all is well.
   */
  verify(hall: string): Promise<JournalDamagedError | null>;
  /**
   * Hears of entries that another process committed, once each hall is asked for: the head of `hall` is at `version` or beyond.
   * May be told late, twice or not at all for a while; never of an entry that is not committed. Returns the release.
   */
  onGrown(listener: (hall: string, version: number) => void): () => void;
  condition(): JournalCondition;
  /** Halls of which nothing is read or written any more until an operator has looked; absent where damage stops the whole journal. */
  frozen?(): readonly string[];
  /** Returns the release. */
  onCondition(listener: (condition: JournalCondition) => void): () => void;
  /** Idempotent; waits for what is being written. */
  close(): Promise<void>;
}
