import type { Clock, EpochMs, Timers } from '../../shared/lib/clock.ts';

interface Timer {
  at: EpochMs;
  readonly order: number;
  readonly everyMs: number | null;
  readonly run: () => void;
}

/** Clock and timers that stand still until they are told to go on. Timers of one moment run in the order of their making. */
export class VirtualTime implements Clock, Timers {
  #now: EpochMs;
  #order = 0;
  /** What a person or NTP did to the clock; timers do not notice. */
  #setBy = 0;
  readonly #timers = new Set<Timer>();

  constructor(now: EpochMs = Date.UTC(2026, 10, 2, 8)) {
    this.#now = now;
  }

  get timersLeft(): number {
    return this.#timers.size;
  }

  now(): EpochMs {
    return this.#now + this.#setBy;
  }

  /** Time that passed, whatever was done to the clock. */
  monotonic(): number {
    return this.#now;
  }

  after(delayMs: number, run: () => void): () => void {
    return this.#add(delayMs, null, run);
  }

  every(intervalMs: number, run: () => void): () => void {
    return this.#add(intervalMs, intervalMs, run);
  }

  /** Sets the time of day forwards or backwards, without any time passing. */
  setClockBy(ms: number): void {
    this.#setBy += ms;
  }

  advance(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const next = this.#next();
      if (next === null || next.at > until) break;
      this.#now = Math.max(this.#now, next.at);
      if (next.everyMs === null) this.#timers.delete(next);
      else next.at += next.everyMs;
      next.run();
    }
    this.#now = until;
  }

  /** Time passes and no timer runs: a machine that sleeps, a tab that is hidden. */
  sleep(ms: number): void {
    this.#now += ms;
  }

  #add(delayMs: number, everyMs: number | null, run: () => void): () => void {
    this.#order += 1;
    const timer: Timer = { at: this.#now + delayMs, order: this.#order, everyMs, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  #next(): Timer | null {
    let next: Timer | null = null;
    for (const timer of this.#timers) {
      if (next === null || timer.at < next.at || (timer.at === next.at && timer.order < next.order)) next = timer;
    }
    return next;
  }
}
