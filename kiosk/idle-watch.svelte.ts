import { untrack } from 'svelte';
import type { Timers } from '../shared/lib/clock.ts';

/** Who is asked whether to go on has this long, and as often as it is wanted (WCAG 2.2, 2.2.1: at least 20 seconds). */
export const ASK_MS = 20_000;
const SECOND_MS = 1_000;

/** After how long without a touch a page is over, and whether the customer is asked first. */
export interface IdlePlan {
  readonly afterMs: number;
  readonly asks: boolean;
}

export interface IdleWatchOptions {
  readonly timers: Timers;
  readonly plan: () => IdlePlan;
  readonly over: () => void;
}

/**
 * Sees that nobody stands here any more. What somebody has chosen is never taken away without a question that can be answered
 * with *continue* any number of times.
 */
export class IdleWatch {
  readonly #options: IdleWatchOptions;
  #secondsLeft = $state<number | null>(null);
  readonly #isAsking = $derived(this.#secondsLeft !== null);
  #release: () => void = () => undefined;

  constructor(options: IdleWatchOptions) {
    this.#options = options;
  }

  /** Null: nobody is being asked. */
  get secondsLeft(): number | null {
    return this.#secondsLeft;
  }

  /** Whether to go on is being asked; does not change with each second. */
  get isAsking(): boolean {
    return this.#isAsking;
  }

  /** Somebody is here: the time begins anew. A question that is asked stays until it is answered. */
  touched(): void {
    if (this.#secondsLeft === null) this.restart();
  }

  /** *Continue*, or another page. */
  restart(): void {
    this.close();
    this.#secondsLeft = null;
    const { timers, plan, over } = this.#options;
    // The plan reads the hall: an effect that begins the time anew must not do so with every change there.
    const { afterMs, asks } = untrack(plan);
    this.#release = timers.after(afterMs, () => (asks ? this.#ask() : over()));
  }

  /** *No*: over at once. */
  end(): void {
    this.close();
    this.#secondsLeft = null;
    this.#options.over();
  }

  /** Releases the timer. Idempotent. */
  close(): void {
    this.#release();
    this.#release = () => undefined;
  }

  #ask(): void {
    this.#secondsLeft = ASK_MS / SECOND_MS;
    this.#release = this.#options.timers.every(SECOND_MS, () => {
      const left = (this.#secondsLeft ?? 1) - 1;
      this.#secondsLeft = left;
      if (left <= 0) this.end();
    });
  }
}
