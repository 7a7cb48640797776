import type { Clock } from '../../../shared/lib/clock.ts';
import { RateLimit, type Rate } from '../socket/rate-limit.ts';

/** Requests of one credential. A program works faster than a hand at a desk, whose limit is in `shared/protocol/limits.ts`. */
export const REQUESTS_PER_SECOND_MAX = 500;
export const REQUEST_BURST_MAX = 1_000;
/** Buckets kept; full ones say nothing and go first. */
const CREDENTIALS_KEPT_MAX = 5_000;

/** Keeps one caller from taking the hub for himself. */
export class CredentialRates {
  readonly #clock: Clock;
  readonly #rate: Rate;
  readonly #byCredential = new Map<string, RateLimit>();

  constructor(clock: Clock, rate: Rate = { perSecond: REQUESTS_PER_SECOND_MAX, burst: REQUEST_BURST_MAX }) {
    this.#clock = clock;
    this.#rate = rate;
  }

  take(credentialId: string): boolean {
    let rate = this.#byCredential.get(credentialId);
    if (rate === undefined) {
      if (this.#byCredential.size >= CREDENTIALS_KEPT_MAX) this.#dropFull();
      rate = new RateLimit(this.#rate, this.#clock);
      this.#byCredential.set(credentialId, rate);
    }
    return rate.take();
  }

  #dropFull(): void {
    for (const [id, rate] of this.#byCredential) if (rate.isFull) this.#byCredential.delete(id);
  }
}
