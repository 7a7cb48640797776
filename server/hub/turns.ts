import type { Clock, EpochMs, Timers } from '../../shared/lib/clock.ts';
import { CONTENDED_MS, TURN_MS } from './limits.ts';

/**
 * The hub whose append came first could decide again at once, before the other has read what it lost to, and win for ever: while
 * another hub is at work on the same hall, the winner lets it have the next turn.
 */
export class Turns {
  readonly #clock: Clock;
  readonly #timers: Timers;
  #othersAt: EpochMs | null = null;

  constructor({ clock, timers }: { readonly clock: Clock; readonly timers: Timers }) {
    this.#clock = clock;
    this.#timers = timers;
  }

  /** Another hub wrote. */
  othersWrote(): void {
    this.#othersAt = this.#clock.now();
  }

  /** Resolves when this hub may write again; at once while it is alone. */
  async give(): Promise<void> {
    if (this.#othersAt === null || Math.abs(this.#clock.now() - this.#othersAt) > CONTENDED_MS) return;
    await new Promise<void>((resume) => this.#timers.after(TURN_MS, resume));
  }
}
