import type { Clock, EpochMs } from '../../shared/lib/clock.ts';
import type { AccessDatabase } from '../database/access-database.ts';
import { daySums, NO_SUMS, packed, unpacked, type DaySums, type PackedSums } from './day-sums.ts';
import { DAY_SETTLED_MS, SUMMED_DAYS_MAX } from './limits.ts';

/** What summing needs to know of a hall. */
export interface SummedHall {
  readonly hall: string;
  /** The business day that its log is in. */
  readonly day: string | null;
  readonly version: number;
  /** The last entry of which the history knows. */
  readonly historyVersion: number;
}

interface NewestDay {
  readonly day: string;
  readonly version: number;
  /** When the history had gone so far; null: not yet. */
  settledAt: EpochMs | null;
}

/**
 * Every day of every hall summed up once. A day is final when its hall is in a later one and the history has written what came
 * before: a closed day is never changed. All others are counted anew each time.
 */
export class SummedDays {
  readonly #database: AccessDatabase;
  readonly #clock: Clock;
  readonly #targetMinutes: number;
  /** `hall day`, the longest unused first. */
  readonly #kept = new Map<string, PackedSums>();
  readonly #newest = new Map<string, NewestDay>();

  constructor({
    clock,
    database,
    targetMinutes,
  }: {
    readonly database: AccessDatabase;
    readonly clock: Clock;
    readonly targetMinutes: number;
  }) {
    this.#database = database;
    this.#clock = clock;
    this.#targetMinutes = targetMinutes;
  }

  /** Of these days those that have anything. */
  async of(hall: SummedHall, days: readonly string[]): Promise<Map<string, DaySums>> {
    const finalBefore = this.#finalBefore(hall);
    const found = new Map<string, DaySums>();
    const missing: string[] = [];
    for (const day of days) {
      const kept = this.#recall(`${hall.hall} ${day}`);
      if (kept === undefined) missing.push(day);
      else if (kept.tickets + kept.ratings > 0) found.set(day, kept);
    }
    const [from, to] = [missing[0], missing.at(-1)];
    if (from === undefined || to === undefined) return found;
    const sums = await daySums(this.#database, { hall: hall.hall, from, to, targetMinutes: this.#targetMinutes });
    for (const day of missing) {
      const counted = sums.get(day);
      if (counted !== undefined) found.set(day, counted);
      if (finalBefore !== null && day < finalBefore) this.#keep(`${hall.hall} ${day}`, counted ?? NO_SUMS);
    }
    return found;
  }

  /** Days before this one will not change any more; null: none can be told. */
  #finalBefore({ day, hall, historyVersion, version }: SummedHall): string | null {
    if (day === null) return null;
    const now = this.#clock.now();
    let newest = this.#newest.get(hall);
    if (newest?.day !== day) {
      newest = { day, version, settledAt: null };
      this.#newest.set(hall, newest);
    }
    if (newest.settledAt === null && historyVersion >= newest.version) newest.settledAt = now;
    return newest.settledAt !== null && now - newest.settledAt >= DAY_SETTLED_MS ? day : null;
  }

  #recall(key: string): DaySums | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return unpacked(kept);
  }

  #keep(key: string, sums: DaySums): void {
    this.#kept.set(key, packed(sums));
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= SUMMED_DAYS_MAX) return;
      this.#kept.delete(oldest);
    }
  }
}
