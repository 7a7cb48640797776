import { randomFillSync } from 'node:crypto';
import type { Clock, Timers } from '../shared/lib/clock.ts';
import { idsFrom } from '../shared/lib/ids.ts';

/** This machine's own time and chance, which everything else is given. */
export const clock: Clock = { now: () => Date.now() };

export const timers: Timers = {
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  every: (intervalMs, run) => {
    const timer = setInterval(run, intervalMs);
    return () => clearInterval(timer);
  },
};

export const newId = idsFrom((bytes) => randomFillSync(bytes));

/** Milliseconds of a source that nobody sets. */
export const monotonicMs = (): number => performance.now();
