import { setTimeout as pause } from 'node:timers/promises';

/** A machine that is busy with other tests lets this process wait; what is longer than this between two ticks is its doing. */
const TICK_MS = 5;
const GAP_COUNTED_MS_MAX = 15;
const LOOK_AGAIN_MS = 50;

/** Counts time as a process has it that gets the processor when it needs it, in milliseconds, from when it is made. */
export class ResponsiveClock {
  #countedMs = 0;
  #last = performance.now();
  readonly #ticks = setInterval(() => this.#count(), TICK_MS);

  get ms(): number {
    this.#count();
    return this.#countedMs;
  }

  stop(): void {
    clearInterval(this.#ticks);
  }

  #count(): void {
    const now = performance.now();
    this.#countedMs += Math.min(now - this.#last, GAP_COUNTED_MS_MAX);
    this.#last = now;
  }
}

/**
 * How long something took for a process that gets the processor when it needs it, in milliseconds. Promises in seconds are
 * tested by it: exact on an idle machine, and no false alarm on a busy one.
 */
export async function responsiveMs(run: () => Promise<unknown>): Promise<number> {
  const clock = new ResponsiveClock();
  try {
    await run();
    return clock.ms;
  } finally {
    clock.stop();
  }
}

/** Asks until it is so; false when it is not after `limitMs`, as a `ResponsiveClock` counts. `again`: what passes between two questions. */
export async function becomesSo(
  isSo: () => boolean | Promise<boolean>,
  limitMs: number,
  again: () => Promise<unknown> = () => pause(LOOK_AGAIN_MS),
): Promise<boolean> {
  const clock = new ResponsiveClock();
  try {
    while (!(await isSo())) {
      if (clock.ms >= limitMs) return false;
      await again();
    }
    return true;
  } finally {
    clock.stop();
  }
}
