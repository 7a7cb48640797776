import type { Clock, EpochMs, Timers } from '../../shared/lib/clock.ts';

interface Timer {
  at: number;
  order: number;
  readonly everyMs: number | null;
  readonly run: () => void;
  cancelled: boolean;
}

/** Timers that end together: everything that one process had set when it died. */
export interface TimerScope extends Timers {
  cancelAll(): void;
}

/**
 * One stream of time for a whole world: timers in a heap, run one by one, and after each everything that waited on promises
 * alone. Nothing else moves time, so a seed gives the same run on every machine.
 */
export class SimulatedTime implements Timers {
  #elapsed = 0;
  #order = 0;
  readonly #heap: Timer[] = [];

  /** Milliseconds since the beginning; nobody can set it. */
  get elapsed(): number {
    return this.#elapsed;
  }

  /** A clock on somebody's wall. It may be wrong, and be set. */
  clock(start: EpochMs): Clock & { setBy(ms: number): void } {
    let offset = start;
    return {
      now: () => offset + this.#elapsed,
      setBy: (ms) => {
        offset += ms;
      },
    };
  }

  after(delayMs: number, run: () => void): () => void {
    return this.#add(delayMs, null, run);
  }

  every(intervalMs: number, run: () => void): () => void {
    return this.#add(intervalMs, intervalMs, run);
  }

  scope(): TimerScope {
    let over = false;
    const unlessOver = (run: () => void) => (): void => {
      if (!over) run();
    };
    return {
      after: (delayMs, run) => this.after(delayMs, unlessOver(run)),
      every: (intervalMs, run) => {
        const release = this.every(intervalMs, () => {
          if (over) release();
          else run();
        });
        return release;
      },
      cancelAll: () => {
        over = true;
      },
    };
  }

  /** Runs every timer that is due until then. `afterEach` is called when all that it caused has happened. */
  async run(forMs: number, afterEach: () => void): Promise<void> {
    const until = this.#elapsed + forMs;
    for (;;) {
      const next = this.#pop(until);
      if (next === null) break;
      this.#elapsed = Math.max(this.#elapsed, next.at);
      next.run();
      await promisesSettled();
      afterEach();
    }
    this.#elapsed = until;
  }

  #add(delayMs: number, everyMs: number | null, run: () => void): () => void {
    this.#order += 1;
    const timer: Timer = { at: this.#elapsed + Math.max(0, delayMs), order: this.#order, everyMs, run, cancelled: false };
    push(this.#heap, timer);
    return () => {
      timer.cancelled = true;
    };
  }

  #pop(until: number): Timer | null {
    for (;;) {
      const first = this.#heap[0];
      if (first === undefined || (first.at > until && !first.cancelled)) return null;
      pop(this.#heap);
      if (first.cancelled) continue;
      if (first.everyMs !== null) {
        this.#order += 1;
        first.at += Math.max(1, first.everyMs);
        first.order = this.#order;
        // A copy of its time is due now; the timer itself waits for the next.
        push(this.#heap, first);
        return { ...first, at: first.at - Math.max(1, first.everyMs) };
      }
      return first;
    }
  }
}

/** Promise callbacks all run before the next turn of the real event loop. */
export function promisesSettled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function isBefore(left: Timer, right: Timer): boolean {
  return left.at < right.at || (left.at === right.at && left.order < right.order);
}

function push(heap: Timer[], timer: Timer): void {
  let place = heap.length;
  heap.push(timer);
  while (place > 0) {
    const parent = (place - 1) >> 1;
    if (!isBefore(timer, heap[parent]!)) break;
    heap[place] = heap[parent]!;
    place = parent;
  }
  heap[place] = timer;
}

function pop(heap: Timer[]): void {
  const last = heap.pop()!;
  if (heap.length === 0) return;
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
    if (!isBefore(heap[child]!, last)) break;
    heap[place] = heap[child]!;
    place = child;
  }
  heap[place] = last;
}
