import type { Random } from '../../../shared/lib/random.ts';
import type { SimulatedTime } from '../simulated-time.ts';

export interface ModelTalkOptions {
  readonly time: SimulatedTime;
  readonly random: Random;
  readonly delayMs: () => number;
  /** Of what hubs say, how much is lost. */
  readonly lost: () => number;
}

/** What hubs tell each other about what they committed: at most once, in any order, and often not at all. */
export class ModelTalk {
  readonly #options: ModelTalkOptions;
  readonly #listeners = new Map<object, (version: number) => void>();

  constructor(options: ModelTalkOptions) {
    this.#options = options;
  }

  tell(who: object, version: number): void {
    const { delayMs, lost, random, time } = this.#options;
    for (const other of [...this.#listeners.keys()]) {
      if (other === who || random() < lost()) continue;
      time.after(delayMs(), () => this.#listeners.get(other)?.(version));
    }
  }

  listen(who: object, listener: (version: number) => void): () => void {
    this.#listeners.set(who, listener);
    return () => this.#listeners.delete(who);
  }
}
