import type { Clock, EpochMs, Timers } from '../../shared/lib/clock.ts';
import { CONTENDED_MS, TURN_MS } from './limits.ts';

/** Lost so often in a row, a hub asks the others for a turn. */
const LOSSES_TOLD = 2;

export interface TurnsOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Tells the other hubs that this one has something to write. */
  readonly askForTurn?: (() => void) | undefined;
}

/**
 * The hub whose append came first could decide again at once, before the other has read what it lost to, and win for ever: while
 * another hub is at work on the same hall, the winner lets it have the next turn.
 */
export class Turns {
  readonly #clock: Clock;
  readonly #timers: Timers;
  #othersAt: EpochMs | null = null;
  #ownAt: EpochMs | null = null;
  readonly #askForTurn: () => void;
  #losses = 0;

  constructor({ askForTurn = () => undefined, clock, timers }: TurnsOptions) {
    this.#clock = clock;
    this.#timers = timers;
    this.#askForTurn = askForTurn;
  }

  /** Another hub would write, and is never first. */
  othersAreHere(): void {
    this.#othersAt = this.#clock.now();
  }

  /** This hub wrote. */
  wrote(): void {
    this.#ownAt = this.#clock.now();
    this.#losses = 0;
  }

  /** Another hub was first. Again and again, and it does not even know that somebody else is here: it is told. */
  lost(): void {
    this.#losses += 1;
    if (this.#losses >= LOSSES_TOLD) this.#askForTurn();
  }

  /** How long until this hub may write again, ms; 0 while it is alone. Nobody waits longer than a turn, whatever is done to the clock. */
  get waitMs(): number {
    const now = this.#clock.now();
    if (this.#othersAt === null || this.#ownAt === null || Math.abs(now - this.#othersAt) > CONTENDED_MS) return 0;
    const sinceOwn = now - this.#ownAt;
    return sinceOwn < 0 || sinceOwn >= TURN_MS ? 0 : TURN_MS - sinceOwn;
  }

  /** Resolves when this hub may write again. */
  async mine(): Promise<void> {
    const { waitMs } = this;
    if (waitMs > 0) await new Promise<void>((resume) => this.#timers.after(waitMs, resume));
  }
}
