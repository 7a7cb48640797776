import type { HallState } from '../../shared/hall/state.ts';
import type { DayId } from '../../shared/hall/business-day.ts';
import type { Actor } from '../../shared/hall/actor.ts';
import { toSnapshot } from '../../shared/hall/snapshot.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { SnapshotMessage, Writing } from '../../shared/protocol/down.ts';
import type { WireEntry } from '../../shared/protocol/entry.ts';
import { RESUME_ENTRIES_MAX } from '../../shared/protocol/limits.ts';
import type { Position } from '../../shared/protocol/position.ts';
import type { JournalEntry } from '../journal/entry.ts';
import { lastVersionBeforeDay } from './command-retention.ts';
import { HallWriter } from './hall-writer.ts';
import type { HallWriterOptions } from './hall-writer-options.ts';
import type { HubAnswer } from './hub-answer.ts';
import { SNAPSHOT_EVERY_ENTRIES } from './limits.ts';
import { wireEntry } from './publisher.ts';
import { RecentEntries } from './recent-entries.ts';
import type { HallCommand } from './waiting-command.ts';

export interface HallOptions extends Omit<HallWriterOptions, 'committed'> {
  /** Once for each group, in order: what screens get, and what the hub's rooms get. */
  readonly published: (wire: readonly WireEntry[], entries: readonly JournalEntry[], state: HallState) => void;
  /** Whether this hub does for the hall what must be done once: its snapshots too. */
  readonly holds: () => boolean;
  /** Whether the database is away, as far as this hub has heard; screens are told. */
  readonly isDatabaseAway: () => boolean;
}

/**
 * A hall in memory: its writer, what screens need to catch up, and what is done behind the commands (snapshots, forgetting
 * old command ids).
 */
export class Hall {
  readonly name: string;
  readonly #options: HallOptions;
  readonly #writer: HallWriter;
  #recent: RecentEntries;
  #snapshot: SnapshotMessage | null = null;
  #snapshotVersion: number;
  #behindCommands: Promise<void> = Promise.resolve();
  #cancelSnapshot: (() => void) | null = null;
  #usedAt: EpochMs;
  #day: DayId | null;

  constructor(options: HallOptions) {
    const { clock, hall, loaded } = options;
    this.name = hall;
    this.#options = options;
    this.#usedAt = clock.now();
    this.#snapshotVersion = loaded.snapshotVersion;
    this.#recent = new RecentEntries(loaded.position, loaded.tail.slice(-RESUME_ENTRIES_MAX).map(wireEntry));
    this.#day = dayOf(loaded.state);
    this.#writer = new HallWriter({ ...options, committed: (entries) => this.#committed(entries) });
  }

  /** Committed; for reading only. */
  get state(): HallState {
    return this.#writer.state;
  }

  get position(): Position {
    return this.#writer.position;
  }

  get waiting(): number {
    return this.#writer.waiting;
  }

  get readOnly(): 'journal' | 'clock' | null {
    if (this.#writer.readOnly) return 'journal';
    return this.#options.blocked() === null ? null : 'clock';
  }

  /** What screens are told of it. */
  get writing(): Writing {
    const { isDatabaseAway, journal } = this.#options;
    const told: Writing = { readOnly: this.readOnly, ...(isDatabaseAway() && { database: 'away' }) };
    const condition = journal.condition();
    if (condition.is === 'writable') return { ...told, ...(condition.copies !== undefined && { copies: condition.copies }) };
    return { ...told, ...(condition.reason !== 'closed' && { why: condition.reason }) };
  }

  get usedAt(): EpochMs {
    return this.#usedAt;
  }

  use(): void {
    this.#usedAt = this.#options.clock.now();
  }

  submit(actor: Actor, sent: HallCommand): Promise<HubAnswer> {
    this.use();
    return this.#writer.submit(actor, sent);
  }

  wake(): void {
    this.#writer.wake();
  }

  /** Commands of which nobody knows are left to another hub. */
  letGo(): void {
    this.#writer.letGo();
  }

  /** Another hub has something to write. */
  giveTurn(): void {
    this.#writer.giveTurn();
  }

  /** Another hub committed up to `version`. */
  grown(version: number): void {
    this.#writer.grown(version);
  }

  /** Everything behind a position; null: only a snapshot helps. */
  entriesAfter(position: Position): readonly WireEntry[] | null {
    return this.#recent.after(position);
  }

  /** The committed state for a screen; the same object until the next entry, so that it is encoded once. */
  snapshot(): SnapshotMessage {
    const { hash, version } = this.position;
    if (this.#snapshot?.version !== version || this.#snapshot.hash !== hash) {
      this.#snapshot = { version, hash, state: toSnapshot(this.state) };
    }
    return this.#snapshot;
  }

  /** Waits for the commands at hand, keeps a snapshot. */
  async close(): Promise<void> {
    await this.#writer.close();
    this.#cancelSnapshot?.();
    await this.#behindCommands;
    await this.#saveSnapshot();
  }

  #committed(entries: readonly JournalEntry[]): void {
    const wire = entries.map(wireEntry);
    for (const entry of wire) this.#recent.push(entry);
    this.#options.published(wire, entries, this.state);
    this.#afterwards();
  }

  /** What must not delay a command runs after this turn, one thing at a time. */
  #afterwards(): void {
    const { timers } = this.#options;
    const day = dayOf(this.state);
    const ended = this.#day;
    this.#day = day;
    if (ended !== null && ended !== day && this.#options.holds()) this.#inBackground(() => this.#forgetCommandsBefore(ended));
    const due = this.#snapshotVersion + Math.max(SNAPSHOT_EVERY_ENTRIES, this.state.tickets.size);
    if (this.position.version < due || this.#cancelSnapshot !== null || !this.#options.holds()) return;
    this.#cancelSnapshot = timers.after(0, () => {
      this.#cancelSnapshot = null;
      this.#inBackground(() => this.#saveSnapshot());
    });
  }

  #inBackground(run: () => Promise<void>): void {
    this.#behindCommands = this.#behindCommands.then(run).catch((error: unknown) => {
      this.#options.log.warn({ hall: this.name, error }, 'work behind the commands failed; it is tried again later');
    });
  }

  async #saveSnapshot(): Promise<void> {
    const { journal, log } = this.#options;
    if (this.position.version === this.#snapshotVersion || this.readOnly === 'journal' || !this.#options.holds()) return;
    const position = this.position;
    try {
      await journal.saveSnapshot(this.name, { position, state: this.snapshot().state });
      this.#snapshotVersion = position.version;
    } catch (error) {
      log.warn({ hall: this.name, error }, 'a snapshot was not saved; the log has everything');
    }
  }

  /** An id is kept until the business day after its own has ended: when a day opens, ids older than the day before go. */
  async #forgetCommandsBefore(day: DayId): Promise<void> {
    const { journal } = this.#options;
    const timeZone = this.state.configuration?.timeZone;
    if (timeZone === undefined) return;
    const version = await lastVersionBeforeDay(journal, { hall: this.name, day, timeZone, head: this.position.version });
    if (version === 0) return;
    await journal.forgetCommands(this.name, version);
    this.#writer.forget(version);
  }
}

function dayOf(state: HallState): DayId | null {
  return state.day.is === 'none' ? null : state.day.day;
}
