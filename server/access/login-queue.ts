/** Logins waiting to be verified, of all and of one address; beyond it the hub is busy. */
export const LOGINS_WAITING_MAX = 256;
export const LOGINS_WAITING_PER_ADDRESS_MAX = 128;

/**
 * Verifies one password at a time: argon2id takes 19 MiB and 20 ms of a core, so a flood of guesses must not take the
 * machine; and guesses made at the same moment see each other's failures.
 */
export class LoginQueue {
  readonly #waiting = new Map<string, number>();
  #total = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** Null when too many wait already. */
  async run<Outcome>(address: string, login: () => Promise<Outcome>): Promise<Outcome | null> {
    const ofAddress = this.#waiting.get(address) ?? 0;
    if (this.#total >= LOGINS_WAITING_MAX || ofAddress >= LOGINS_WAITING_PER_ADDRESS_MAX) return null;
    this.#waiting.set(address, ofAddress + 1);
    this.#total += 1;
    const turn = this.#last.then(login);
    this.#last = turn.catch(() => {
      // The one who asked has the rejection; the next in line only waits for its end.
    });
    try {
      return await turn;
    } finally {
      this.#total -= 1;
      const left = (this.#waiting.get(address) ?? 1) - 1;
      if (left === 0) this.#waiting.delete(address);
      else this.#waiting.set(address, left);
    }
  }

  async idle(): Promise<void> {
    await this.#last;
  }
}
