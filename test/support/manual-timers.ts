import type { Timers } from '../../shared/lib/clock.ts';

interface Due {
  at: number;
  readonly everyMs: number | null;
  readonly run: () => void;
}

/** Timers that go off when the test says so, in the order of their times. */
export class ManualTimers implements Timers {
  readonly #due = new Set<Due>();
  #now = 0;

  after(delayMs: number, run: () => void): () => void {
    return this.#add({ at: this.#now + delayMs, everyMs: null, run });
  }

  every(intervalMs: number, run: () => void): () => void {
    return this.#add({ at: this.#now + intervalMs, everyMs: intervalMs, run });
  }

  /** How many could still go off. */
  get size(): number {
    return this.#due.size;
  }

  /** Runs what is due in the next so many milliseconds, and lets promises go on after each. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    for (let next = this.#next(until); next !== null; next = this.#next(until)) {
      this.#now = next.at;
      if (next.everyMs === null) this.#due.delete(next);
      else next.at += next.everyMs;
      next.run();
      await settled();
    }
    this.#now = until;
    await settled();
  }

  #add(due: Due): () => void {
    this.#due.add(due);
    return () => this.#due.delete(due);
  }

  #next(until: number): Due | null {
    let first: Due | null = null;
    for (const due of this.#due) if (due.at <= until && (first === null || due.at < first.at)) first = due;
    return first;
  }
}

/** After every promise that can go on by itself has gone on. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
