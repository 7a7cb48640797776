import type { EpochMs } from '../lib/clock.ts';
import { RESTART_CAUSES, type RestartCause, type ScreenHealth } from '../protocol/screen-reports.ts';
import type { KeyValueStorage } from '../client/local-storage-outbox.ts';

const KEY = 'hallcall.restarts';
const COUNTED_MS = 60 * 60_000;
/** After the first, each restart within an hour waits twice as long as the last one: a page that cannot be helped must not blink. */
const WAIT_MS = 10_000;
const WAIT_MS_MAX = 15 * 60_000;
const KEPT_MAX = 20;

interface Restart {
  readonly at: EpochMs;
  readonly cause: RestartCause;
}

/** How often this page had to load itself anew, over its reloads; kept with its tab. */
export class RestartBudget {
  readonly #storage: KeyValueStorage;
  readonly #now: () => EpochMs;

  constructor(storage: KeyValueStorage, now: () => EpochMs) {
    this.#storage = storage;
    this.#now = now;
  }

  /** How long until this page may load itself anew, ms; 0: at once. */
  waitMs(): number {
    const restarts = this.#read();
    const last = restarts.at(-1);
    if (last === undefined) return 0;
    const wait = Math.min(WAIT_MS * 2 ** (restarts.length - 1), WAIT_MS_MAX);
    return Math.max(0, last.at + wait - this.#now());
  }

  note(cause: RestartCause): void {
    const restarts = [...this.#read(), { at: this.#now(), cause }].slice(-KEPT_MAX);
    try {
      this.#storage.setItem(KEY, JSON.stringify(restarts));
    } catch {
      // Storage is full or forbidden: the page restarts without a count, and the next page starts with a clean one.
    }
  }

  /** What is told to the hub; absent: never in the last hour. */
  told(): ScreenHealth['restart'] {
    const restarts = this.#read();
    const last = restarts.at(-1);
    return last === undefined ? undefined : { times: restarts.length, cause: last.cause };
  }

  #read(): Restart[] {
    try {
      const kept: unknown = JSON.parse(this.#storage.getItem(KEY) ?? '[]');
      if (!Array.isArray(kept)) return [];
      const now = this.#now();
      return kept.filter(isRestart).filter(({ at }) => at <= now && now - at < COUNTED_MS);
    } catch {
      // Storage is forbidden, or somebody wrote something else there.
      return [];
    }
  }
}

function isRestart(value: unknown): value is Restart {
  if (typeof value !== 'object' || value === null || !('at' in value) || !('cause' in value)) return false;
  return typeof value.at === 'number' && RESTART_CAUSES.some((cause) => cause === value.cause);
}
