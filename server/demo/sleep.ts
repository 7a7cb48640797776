import type { Timers } from '../../shared/lib/clock.ts';

/** Waiting at a chosen speed, until somebody stops everything. */
export class Sleep {
  readonly #timers: Timers;
  readonly #speed: number;
  readonly #wakers = new Set<() => void>();
  #isStopped = false;

  constructor(timers: Timers, speed: number) {
    this.#timers = timers;
    this.#speed = speed;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Milliseconds of the hall's life. False when stopped meanwhile. */
  hall(ms: number): Promise<boolean> {
    return this.real(ms / this.#speed);
  }

  /** Milliseconds on the wall clock. False when stopped meanwhile. */
  real(ms: number): Promise<boolean> {
    if (this.#isStopped) return Promise.resolve(false);
    return new Promise((resolve) => {
      const wake = (): void => {
        release();
        this.#wakers.delete(wake);
        resolve(!this.#isStopped);
      };
      const release = this.#timers.after(ms, wake);
      this.#wakers.add(wake);
    });
  }

  /** Idempotent: everybody wakes up, and nobody falls asleep again. */
  stop(): void {
    this.#isStopped = true;
    for (const wake of [...this.#wakers]) wake();
  }
}
