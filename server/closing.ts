type Close = () => Promise<void> | void;

/** What was opened so far, so that a start that fails half-way leaves nothing open either. Closed last in, first out. */
export class Closing {
  readonly #steps: Close[] = [];
  #done: Promise<void> | undefined;

  add(step: Close): void {
    this.#steps.unshift(step);
  }

  /** Idempotent. */
  run(): Promise<void> {
    this.#done ??= (async () => {
      for (const step of this.#steps) await step();
    })();
    return this.#done;
  }
}
