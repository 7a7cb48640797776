import type { Clock, EpochMs } from '../../../shared/lib/clock.ts';

/** A bucket that holds `burst` and fills by `perSecond`: what is in it may be taken at once. */
export class RateLimit {
  readonly #clock: Clock;
  readonly #perSecond: number;
  readonly #burst: number;
  #level: number;
  #filledAt: EpochMs;

  constructor(options: { readonly clock: Clock; readonly perSecond: number; readonly burst: number }) {
    this.#clock = options.clock;
    this.#perSecond = options.perSecond;
    this.#burst = options.burst;
    this.#level = options.burst;
    this.#filledAt = options.clock.now();
  }

  get isFull(): boolean {
    this.#fill();
    return this.#level >= this.#burst;
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
    this.#level = Math.min(this.#burst, this.#level + (passedMs * this.#perSecond) / 1_000);
  }
}
