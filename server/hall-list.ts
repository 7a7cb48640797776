import type { Timers } from '../shared/lib/clock.ts';
import type { Duties } from './hub/duties.ts';
import type { Journal } from './journal/journal.ts';
import type { Log } from './observability/log.ts';

/** How often a hub looks for halls that were made elsewhere: the tool that makes one tells nobody. */
export const HALLS_LOOK_MS = 5_000;

export interface HallListOptions {
  readonly journal: Pick<Journal, 'halls'>;
  readonly duties: Pick<Duties, 'stand'>;
  readonly timers: Timers;
  readonly log: Log;
  /** There is one more. */
  readonly onFound: (hall: string) => void;
}

/** Which halls there are, by the journal: they may be made while hubs run. A hub stands for the duty of each and loads none for it. */
export class HallList {
  readonly #options: HallListOptions;
  readonly #halls = new Set<string>();
  #releases: (() => void)[] = [];
  #looking: Promise<void> | null = null;
  #isSilent = false;

  constructor(options: HallListOptions) {
    this.#options = options;
  }

  /** @throws what the journal says. */
  async start(): Promise<void> {
    await this.#look();
    this.#releases = [this.#options.timers.every(HALLS_LOOK_MS, () => void this.#lookAgain())];
  }

  /** Idempotent. */
  async close(): Promise<void> {
    for (const release of this.#releases.splice(0)) release();
    await this.#looking;
  }

  async #look(): Promise<void> {
    const { duties, journal, onFound } = this.#options;
    for (const hall of await journal.halls()) {
      if (this.#halls.has(hall)) continue;
      this.#halls.add(hall);
      duties.stand(hall);
      onFound(hall);
    }
  }

  /** One look at a time; a journal that does not answer is looked at again. */
  #lookAgain(): Promise<void> {
    this.#looking ??= this.#look()
      .then(
        () => {
          this.#isSilent = false;
        },
        (error: unknown) => {
          if (!this.#isSilent)
            this.#options.log.warn({ err: error }, 'which halls there are could not be read; it is tried again');
          this.#isSilent = true;
        },
      )
      .finally(() => {
        this.#looking = null;
      });
    return this.#looking;
  }
}
