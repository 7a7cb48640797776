import type { KeyValueStorage } from '../client/local-storage-outbox.ts';
import type { EpochMs } from '../lib/clock.ts';

const KEY = 'hallcall.release-reload';
/** As long as hubs are updated one after the other. */
export const RELEASE_REST_MS = 10 * 60_000;

/**
 * When this page last loaded itself anew for another release, over its reloads. While hubs of two releases stand behind one address, the
 * page comes from one and its line goes to another as it happens: without a rest it would load itself anew for ever.
 */
export class ReleaseReloads {
  readonly #storage: Pick<KeyValueStorage, 'getItem' | 'setItem'>;
  readonly #now: () => EpochMs;

  constructor(storage: Pick<KeyValueStorage, 'getItem' | 'setItem'>, now: () => EpochMs) {
    this.#storage = storage;
    this.#now = now;
  }

  /** How long until this page may do so again, ms; 0: at once. */
  waitMs(): number {
    const since = this.#now() - Number(this.#read() ?? Number.NaN);
    return since >= 0 && since < RELEASE_REST_MS ? RELEASE_REST_MS - since : 0;
  }

  note(): void {
    try {
      this.#storage.setItem(KEY, String(this.#now()));
    } catch {
      // Storage is full or forbidden: the next page does not know of this one, and may go once more.
    }
  }

  #read(): string | null {
    try {
      return this.#storage.getItem(KEY);
    } catch {
      return null; // Storage is forbidden.
    }
  }
}
