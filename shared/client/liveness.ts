import type { Clock, EpochMs } from '../lib/clock.ts';
import { STALE_AFTER_MS } from '../protocol/limits.ts';

/**
 * When the hub was last heard, and what time it is there.
 *
 * A hidden tab's timers are slowed to one a minute, so silence is never a count of ticks: it is the time between two
 * readings of the clock. And because that clock may be set by hand or by NTP, a step backwards is noticed and taken out
 * of both measures instead of making a silent hub look fresh.
 */
export class Liveness {
  readonly #clock: Clock;
  #lastReading: EpochMs;
  #heardAt: EpochMs;
  /** Hub's clock minus this one. */
  #offsetMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#lastReading = clock.now();
    this.#heardAt = this.#lastReading;
  }

  /** Anything that came from the hub proves that it is there. */
  heard(): void {
    this.#heardAt = this.#read();
  }

  heardWithTime(serverNow: EpochMs): void {
    this.heard();
    this.#offsetMs = serverNow - this.#heardAt;
  }

  /** What was done at the hub was done in its past: its clock, set on between two heartbeats, is at least so far. */
  heardOf(at: EpochMs): void {
    this.#offsetMs += Math.max(0, at - this.now());
  }

  silentMs(): number {
    return this.#read() - this.#heardAt;
  }

  isSilent(): boolean {
    return this.silentMs() >= STALE_AFTER_MS;
  }

  /** The hub's time of day, as far as this screen knows it. */
  now(): EpochMs {
    return this.#read() + this.#offsetMs;
  }

  /** When the hub was last heard, by the hub's clock. */
  heardAt(): EpochMs {
    return this.#heardAt + this.#offsetMs;
  }

  #read(): EpochMs {
    const now = this.#clock.now();
    const backMs = this.#lastReading - now;
    if (backMs > 0) {
      this.#heardAt -= backMs;
      this.#offsetMs += backMs;
    }
    this.#lastReading = now;
    return now;
  }
}
