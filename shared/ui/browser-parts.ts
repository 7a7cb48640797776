import type { Clock, Timers } from '../lib/clock.ts';
import { idsFrom, type NewId } from '../lib/ids.ts';
import type { Random } from '../lib/random.ts';

/** What the browser gives and nothing else in `shared/` asks for by itself. */
export interface BrowserParts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly newId: NewId;
  readonly random: Random;
}

/** Built once, by an app's `main.ts`. Works on plain http too: no `crypto.randomUUID`, no `crypto.subtle`. */
export function browserParts(window: Window & typeof globalThis): BrowserParts {
  return {
    clock: { now: () => window.Date.now() },
    timers: {
      after: (delayMs, run) => {
        const id = window.setTimeout(run, delayMs);
        return () => window.clearTimeout(id);
      },
      every: (intervalMs, run) => {
        const id = window.setInterval(run, intervalMs);
        return () => window.clearInterval(id);
      },
    },
    newId: idsFrom((bytes) => window.crypto.getRandomValues(bytes)),
    random: () => window.Math.random(),
  };
}
