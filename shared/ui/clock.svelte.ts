import { createSubscriber } from 'svelte/reactivity';
import type { EpochMs, Timers } from '../lib/clock.ts';

const TICK_MS = 1_000;

/** The hall's time for what changes by itself: waits, watches, the clock on the wall. Ticks only while somebody looks. */
export class TickingClock {
  readonly #now: () => EpochMs;
  readonly #track: () => void;

  /** `now`: the hub's clock (`hall.now`), not the browser's. */
  constructor(options: { readonly now: () => EpochMs; readonly timers: Timers }) {
    this.#now = options.now;
    this.#track = createSubscriber((changed) => options.timers.every(TICK_MS, changed));
  }

  get now(): EpochMs {
    this.#track();
    return this.#now();
  }
}
