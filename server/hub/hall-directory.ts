import type { QuoteFor } from '../../shared/hall/context.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { Clock, Timers } from '../../shared/lib/clock.ts';
import type { NewId } from '../../shared/lib/ids.ts';
import type { WireRefusal } from '../../shared/protocol/errors.ts';
import type { WireEntry } from '../../shared/protocol/entry.ts';
import type { JournalEntry } from '../journal/entry.ts';
import type { Journal } from '../journal/journal.ts';
import { Hall } from './hall.ts';
import type { HubLog } from './hub-log.ts';
import { HALL_IDLE_MS, HALLS_LOADED_MAX } from './limits.ts';
import { loadHall } from './load-hall.ts';
import type { PlantedFault } from './planted-fault.ts';

export interface HallDirectoryOptions {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly newId: NewId;
  readonly log: HubLog;
  readonly plantedFault: PlantedFault | null;
  readonly blocked: (hall: string) => WireRefusal | null;
  readonly quotesOf: (hall: string) => QuoteFor;
  /** A hall with entries came into memory. */
  readonly loaded: (hall: Hall) => void;
  readonly published: (hall: string, wire: readonly WireEntry[], entries: readonly JournalEntry[], state: HallState) => void;
  readonly holds: (hall: string) => boolean;
  readonly isDatabaseAway: () => boolean;
  readonly askForTurn: (hall: string) => void;
  /** Whether screens look at this hall. */
  readonly isWatched: (hall: string) => boolean;
}

/**
 * The halls in memory. One load at a time for a hall, so there is never a second writer in the process; a hall that nobody
 * uses is written down as a snapshot and leaves.
 */
export class HallDirectory {
  readonly #options: HallDirectoryOptions;
  readonly #halls = new Map<string, Hall>();
  readonly #loading = new Map<string, Promise<Hall>>();
  readonly #leaving = new Map<string, Promise<void>>();
  /** How far other hubs came while a hall was being loaded. */
  readonly #grownMeanwhile = new Map<string, number>();

  constructor(options: HallDirectoryOptions) {
    this.#options = options;
  }

  loaded(): IterableIterator<Hall> {
    return this.#halls.values();
  }

  /**
   * The hall, empty (version 0) when the journal knows none of this name; an empty one is not kept.
   *
   * @throws JournalDamagedError, or what reading the journal throws.
   */
  async get(name: string): Promise<Hall> {
    await this.#leaving.get(name);
    const present = this.#halls.get(name);
    if (present !== undefined) {
      present.use();
      return present;
    }
    const loading = this.#loading.get(name) ?? this.#load(name).finally(() => this.#loaded(name));
    this.#loading.set(name, loading);
    return loading;
  }

  /** In memory, or undefined. */
  peek(name: string): Hall | undefined {
    return this.#halls.get(name);
  }

  /** Another hub committed up to `version`. */
  grown(name: string, version: number): void {
    this.#halls.get(name)?.grown(version);
    if (this.#loading.has(name)) this.#grownMeanwhile.set(name, Math.max(version, this.#grownMeanwhile.get(name) ?? 0));
  }

  /** From now on this hall is in memory: it has entries. */
  keep(hall: Hall): void {
    this.#halls.set(hall.name, hall);
    this.#options.loaded(hall);
  }

  /**
   * Lets go of halls that were idle for long, and of the longest idle ones when there are too many. A hall at work is not idle
   * though nobody asks: what its time demands is done in memory only.
   */
  evict(): void {
    const now = this.#options.clock.now();
    const idle = [...this.#halls.values()]
      .filter((hall) => hall.waiting === 0 && !this.#options.isWatched(hall.name))
      .sort((left, right) => left.usedAt - right.usedAt);
    const tooMany = this.#halls.size - HALLS_LOADED_MAX;
    idle.forEach((hall, index) => {
      const isIdle = hall.state.day.is !== 'open' && now - hall.usedAt >= HALL_IDLE_MS;
      if (index < tooMany || isIdle) this.#leave(hall);
    });
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#loading.values()]);
    for (const hall of [...this.#halls.values()]) this.#leave(hall);
    await Promise.all(this.#leaving.values());
  }

  #loaded(name: string): void {
    this.#loading.delete(name);
    const version = this.#grownMeanwhile.get(name);
    this.#grownMeanwhile.delete(name);
    if (version !== undefined) this.#halls.get(name)?.grown(version);
  }

  #leave(hall: Hall): void {
    this.#halls.delete(hall.name);
    const leaving = hall.close().finally(() => this.#leaving.delete(hall.name));
    this.#leaving.set(hall.name, leaving);
  }

  async #load(name: string): Promise<Hall> {
    const { askForTurn, blocked, holds, published, quotesOf, ...shared } = this.#options;
    const loaded = await loadHall(shared.journal, name);
    const hall = new Hall({
      ...shared,
      hall: name,
      loaded,
      blocked: () => blocked(name),
      quoteFor: quotesOf(name),
      holds: () => holds(name),
      askForTurn: () => askForTurn(name),
      published: (wire, entries, state) => {
        published(name, wire, entries, state);
      },
    });
    if (hall.position.version === 0) return hall;
    this.keep(hall);
    return hall;
  }
}
