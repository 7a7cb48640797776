import type { Clock, Timers } from '../../shared/lib/clock.ts';

/** The machine's own, for tests that talk to real sockets and processes; with vitest's fake timers, virtual. */
export const SYSTEM_CLOCK: Clock = { now: () => Date.now() };

export const SYSTEM_TIMERS: Timers = {
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  every(intervalMs, run) {
    const timer = setInterval(run, intervalMs);
    return () => clearInterval(timer);
  },
};
