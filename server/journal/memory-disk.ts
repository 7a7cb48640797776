import { must } from '../../shared/lib/assert.ts';
import { ORIGIN, type Position } from '../../shared/protocol/position.ts';
import type { JournalEntry } from './entry.ts';
import { chainHash, positionOf } from './hash-chain.ts';
import type { ReadOnlyReason, StoredSnapshot } from './journal.ts';
import { SNAPSHOTS_KEPT } from './limits.ts';

export type WriteFault = Extract<ReadOnlyReason, 'disk-full' | 'io-error'>;
/** Asked before the N-th write (1, 2, 3 …, probes for room too): null lets it pass. */
export type FaultPlan = (write: number) => WriteFault | null;

export function failOnce(nth: number, fault: WriteFault): FaultPlan {
  return (write) => (write === nth ? fault : null);
}

export function failFrom(nth: number, fault: WriteFault): FaultPlan {
  return (write) => (write >= nth ? fault : null);
}

interface SnapshotText {
  readonly position: Position;
  readonly state: string;
  readonly checksum: string;
}

interface HallLog {
  readonly entries: JournalEntry[];
  readonly commands: Map<string, number>;
  /** Oldest first. */
  readonly snapshots: SnapshotText[];
}

/** Thrown by a write; nothing of it was stored. */
export class WriteFaultError extends Error {
  override readonly name = 'WriteFaultError';
  readonly fault: WriteFault;

  constructor(fault: WriteFault) {
    super(fault);
    this.fault = fault;
  }
}

/** What survives a crash of the process: the durable half of the memory journal. Each write is atomic. */
export class MemoryDisk {
  readonly #halls = new Map<string, HallLog>();
  readonly #plan: FaultPlan;
  #writes = 0;
  /** While it is true every write fails as on a full disk. */
  isFull = false;

  constructor(plan: FaultPlan = () => null) {
    this.#plan = plan;
  }

  halls(): string[] {
    return [...this.#halls].filter(([, log]) => log.entries.length > 0).map(([hall]) => hall);
  }

  head(hall: string): Position {
    const last = this.#halls.get(hall)?.entries.at(-1);
    return last === undefined ? ORIGIN : positionOf(last);
  }

  /** As stored: whether they are whole is for the reader to find out. Versions count from 1 without gaps. */
  entries(hall: string, after: number, limit: number): readonly JournalEntry[] {
    return this.#halls.get(hall)?.entries.slice(after, after + limit) ?? [];
  }

  command(hall: string, commandId: string): number | null {
    return this.#halls.get(hall)?.commands.get(commandId) ?? null;
  }

  /** The newest that is whole and belongs to this chain. */
  snapshot(hall: string): StoredSnapshot | null {
    const log = this.#halls.get(hall);
    const whole = log?.snapshots.findLast(
      ({ position, state, checksum }) =>
        chainHash(position.hash, state) === checksum && log.entries[position.version - 1]?.hash === position.hash,
    );
    if (whole === undefined) return null;
    return { position: whole.position, state: JSON.parse(whole.state) as StoredSnapshot['state'] };
  }

  write(change: () => void): void {
    this.#writes += 1;
    const fault = this.isFull ? 'disk-full' : this.#plan(this.#writes);
    if (fault !== null) throw new WriteFaultError(fault);
    change();
  }

  addEntries(hall: string, entries: readonly JournalEntry[]): void {
    const log = this.#log(hall);
    for (const entry of entries) {
      log.entries.push(entry);
      log.commands.set(entry.commandId, entry.version);
    }
  }

  addSnapshot(hall: string, { position, state }: StoredSnapshot): void {
    const text = JSON.stringify(state);
    const { snapshots } = this.#log(hall);
    snapshots.push({ position, state: text, checksum: chainHash(position.hash, text) });
    snapshots.sort((left, right) => left.position.version - right.position.version);
    snapshots.splice(0, snapshots.length - SNAPSHOTS_KEPT);
  }

  forgetCommands(hall: string, upToVersion: number): void {
    const { commands } = this.#log(hall);
    for (const [id, version] of commands) if (version <= upToVersion) commands.delete(id);
  }

  /** For tests of damage: puts something else where an entry is. */
  damageEntry(hall: string, version: number, change: Partial<JournalEntry> | 'missing'): void {
    const { entries } = this.#log(hall);
    const entry = must(entries[version - 1], 'the entry is there');
    if (change === 'missing') entries.splice(version - 1, 1);
    else entries[version - 1] = { ...entry, ...change };
  }

  /** For tests of damage: the newest snapshot no longer fits its checksum. */
  damageSnapshot(hall: string): void {
    const { snapshots } = this.#log(hall);
    const newest = must(snapshots.pop(), 'a snapshot is there');
    snapshots.push({ ...newest, state: newest.state.replace(/\}$/, ',"tampered":true}') });
  }

  #log(hall: string): HallLog {
    let log = this.#halls.get(hall);
    if (log === undefined) {
      log = { entries: [], commands: new Map(), snapshots: [] };
      this.#halls.set(hall, log);
    }
    return log;
  }
}
