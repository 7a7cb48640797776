import type { Timers } from '../../shared/lib/clock.ts';
import type { JournalCondition } from '../journal/journal.ts';
import { UNREACHABLE_MS_MAX } from './limits.ts';

export interface ReachOptions {
  readonly timers: Timers;
  readonly lost: () => void;
  readonly found: () => void;
}

/**
 * Whether this hub can know what the others do. A failover takes a second or two, and screens stay; a hub that is cut off for
 * longer would show old calls as current while others make new ones, so it sends its screens to where more is known.
 */
export class Reach {
  readonly #options: ReachOptions;
  #cancel: (() => void) | null = null;
  #isThere = true;

  constructor(options: ReachOptions) {
    this.#options = options;
  }

  get isThere(): boolean {
    return this.#isThere;
  }

  changed(condition: JournalCondition): void {
    if (condition.is === 'read-only' && condition.reason === 'unreachable') this.#countDown();
    else this.#reached();
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #countDown(): void {
    this.#cancel ??= this.#options.timers.after(UNREACHABLE_MS_MAX, () => {
      this.#isThere = false;
      this.#options.lost();
    });
  }

  #reached(): void {
    this.#cancel?.();
    this.#cancel = null;
    if (this.#isThere) return;
    this.#isThere = true;
    this.#options.found();
  }
}
