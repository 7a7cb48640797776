import type { Clock, EpochMs } from '../../shared/lib/clock.ts';
import type { HubLog } from './hub-log.ts';
import { CLOCK_AHEAD_MS_MAX, CLOCK_BEHIND_MS_MAX, CLOCK_JUMP_MS_MAX } from './limits.ts';

export interface ClockGuardOptions {
  readonly clock: Clock;
  /** Milliseconds of a source that is never set, from any start. */
  readonly monotonic: () => number;
  readonly log: HubLog;
  /** A hall became unconfirmed or confirmed. */
  readonly changed: (hall: string) => void;
}

/**
 * Doubts the machine's clock before the journal has to believe it: a start before a hall's last entry or long after it, and
 * a jump while running, wait for a manager. Order never depends on the clock (versions do that), but numbers, days and
 * waits would be told wrongly for days.
 */
export class ClockGuard {
  readonly #options: ClockGuardOptions;
  readonly #known = new Set<string>();
  readonly #unconfirmed = new Set<string>();
  #lastNow: EpochMs;
  #lastMonotonic: number;

  constructor(options: ClockGuardOptions) {
    this.#options = options;
    this.#lastNow = options.clock.now();
    this.#lastMonotonic = options.monotonic();
  }

  /** When a hall is loaded; `lastAt` is its last entry's time. Judged once in a process: later the clock has been watched. */
  loaded(hall: string, lastAt: EpochMs): void {
    if (this.#known.has(hall)) return;
    this.#known.add(hall);
    const aheadMs = this.#options.clock.now() - lastAt;
    if (aheadMs >= -CLOCK_BEHIND_MS_MAX && aheadMs <= CLOCK_AHEAD_MS_MAX) return;
    this.#doubt(hall, aheadMs);
  }

  /** Compares the clock with the source that is never set. Call it often: a jump is what happened since the last call. */
  watch(): void {
    const now = this.#options.clock.now();
    const monotonic = this.#options.monotonic();
    const jumpMs = now - this.#lastNow - (monotonic - this.#lastMonotonic);
    this.#lastNow = now;
    this.#lastMonotonic = monotonic;
    if (Math.abs(jumpMs) <= CLOCK_JUMP_MS_MAX) return;
    for (const hall of this.#known) this.#doubt(hall, jumpMs);
  }

  isConfirmed(hall: string): boolean {
    return !this.#unconfirmed.has(hall);
  }

  /** A manager vouches for the clock as it is now. */
  confirm(hall: string, actor: string): void {
    if (!this.#unconfirmed.delete(hall)) return;
    this.#options.log.warn({ hall, actor, now: this.#options.clock.now() }, 'the clock was confirmed');
    this.#options.changed(hall);
  }

  #doubt(hall: string, byMs: number): void {
    this.#unconfirmed.add(hall);
    this.#options.log.error({ hall, byMs }, 'the clock is doubtful: commands wait until a manager confirms it');
    this.#options.changed(hall);
  }
}
