import type { Clock, EpochMs } from '../../../shared/lib/clock.ts';
import { placeOf } from '../../access/login-limits.ts';

/** Wrong tokens of one address (of one house: a /64) before it waits, and how many more each minute. */
export const MISSES_BURST = 10;
export const MISSES_PER_MINUTE = 10;
/** Wrong tokens of all addresses together before every opening is answered later, and how many more each second. */
export const MISSES_IN_ALL_BURST = 200;
export const MISSES_IN_ALL_PER_SECOND = 20;
/** So much later, right or wrong. */
export const SLOWED_MS = 2_000;
/** Openings that wait at once; more are turned away. */
export const SLOWED_MAX = 500;
const PLACES_KEPT_MAX = 10_000;

interface Bucket {
  level: number;
  at: EpochMs;
}

/**
 * Makes guessing slow. 128 bits need no help against it; the hall's machine does, and a guess must never be cheaper than a visit. An
 * address that guessed ten times waits, and with it everybody behind it; guesses from everywhere make everybody wait two seconds, so
 * that no flood from many addresses locks the customers out.
 */
export class GuessLimits {
  readonly #clock: Clock;
  readonly #places = new Map<string, Bucket>();
  readonly #all: Bucket;
  #slowed = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#all = { level: MISSES_IN_ALL_BURST, at: clock.now() };
  }

  /** Milliseconds until this address is looked at again; 0: now. */
  waitMs(address: string): number {
    const bucket = this.#places.get(placeOf(address));
    if (bucket === undefined) return 0;
    this.#fill(bucket, MISSES_PER_MINUTE / 60_000, MISSES_BURST);
    return bucket.level >= 1 ? 0 : Math.ceil(((1 - bucket.level) * 60_000) / MISSES_PER_MINUTE);
  }

  missed(address: string): void {
    const place = placeOf(address);
    const bucket = this.#places.get(place) ?? { level: MISSES_BURST, at: this.#clock.now() };
    this.#places.delete(place);
    this.#places.set(place, bucket);
    this.#fill(bucket, MISSES_PER_MINUTE / 60_000, MISSES_BURST);
    bucket.level = Math.max(0, bucket.level - 1);
    this.#fill(this.#all, MISSES_IN_ALL_PER_SECOND / 1_000, MISSES_IN_ALL_BURST);
    this.#all.level = Math.max(0, this.#all.level - 1);
    const oldest = this.#places.size > PLACES_KEPT_MAX ? this.#places.keys().next().value : undefined;
    if (oldest !== undefined) this.#places.delete(oldest);
  }

  /** Asked before a token is looked at: at once, later, or not at all. With `later`, `over` is called once it was answered. */
  turn(): { readonly is: 'now' } | { readonly is: 'later'; over(): void } | { readonly is: 'full' } {
    this.#fill(this.#all, MISSES_IN_ALL_PER_SECOND / 1_000, MISSES_IN_ALL_BURST);
    if (this.#all.level >= 1) return { is: 'now' };
    if (this.#slowed >= SLOWED_MAX) return { is: 'full' };
    this.#slowed += 1;
    return { is: 'later', over: () => (this.#slowed -= 1) };
  }

  #fill(bucket: Bucket, perMs: number, most: number): void {
    const now = this.#clock.now();
    // A clock that went back gives nothing and takes nothing.
    bucket.level = Math.min(most, bucket.level + Math.max(0, now - bucket.at) * perMs);
    bucket.at = now;
  }
}
