import type { Clock, EpochMs } from '../../../shared/lib/clock.ts';

export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** A bucket that holds `burst` and fills by `perSecond`: what is in it may be taken at once. */
export class RateLimit {
  readonly #clock: Clock;
  readonly #rate: Rate;
  #level: number;
  #filledAt: EpochMs;

  constructor(rate: Rate, clock: Clock) {
    this.#rate = rate;
    this.#clock = clock;
    this.#level = rate.burst;
    this.#filledAt = clock.now();
  }

  get isFull(): boolean {
    this.#fill();
    return this.#level >= this.#rate.burst;
  }

  take(): boolean {
    this.#fill();
    if (this.#level < 1) return false;
    this.#level -= 1;
    return true;
  }

  #fill(): void {
    const now = this.#clock.now();
    // A clock that went back gives nothing and takes nothing.
    const passedMs = Math.max(0, now - this.#filledAt);
    this.#filledAt = now;
    this.#level = Math.min(this.#rate.burst, this.#level + (passedMs * this.#rate.perSecond) / 1_000);
  }
}
