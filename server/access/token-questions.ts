/** Tokens that wait to be asked about; beyond it they are nobody's. */
export const TOKENS_ASKED_MAX = 64;

/**
 * Asks the database about tokens that this hub does not know, one after the other: a flood of invented ones takes one connection of
 * the pool and no more.
 */
export class TokenQuestions {
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** Null, too, when too many wait already. */
  async ask(question: () => Promise<string | null>): Promise<string | null> {
    if (this.#waiting >= TOKENS_ASKED_MAX) return null;
    this.#waiting += 1;
    const turn = this.#last.then(question);
    this.#last = turn.catch(() => {
      // The one who asked has the rejection; the next in line only waits for its end.
    });
    try {
      return await turn;
    } finally {
      this.#waiting -= 1;
    }
  }
}
