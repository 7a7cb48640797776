import type { Random } from '../lib/random.ts';

export const RECONNECT_FIRST_MS = 500;
/** A wall is whole within two seconds of the hub's return, however long that was away (decision 195). */
export const RECONNECT_MAX_MS = 1_500;
/** No two attempts are closer than this. */
export const RECONNECT_MIN_MS = 50;

/**
 * How long to wait before attempt 1, 2, 3 …, in milliseconds: somewhere between nothing and a bound that doubles. Spread
 * over the whole interval ("full jitter"), so that a thousand screens do not come back to a restarted hub as one wave.
 */
export function reconnectDelay(attempt: number, random: Random): number {
  const bound = Math.min(RECONNECT_MAX_MS, RECONNECT_FIRST_MS * 2 ** Math.min(attempt - 1, 10));
  return RECONNECT_MIN_MS + Math.floor(random() * bound);
}

/** An attempt that gets no word for so long is given up: a cable that is in again helps only the next one. */
const OPENING_MS = 2_000;
/** Each fourth may take its time: a hub that is slow to answer would else never be reached. */
const OPENING_MS_PATIENT = 6_000;

/** How long attempt 1, 2, 3 … may take until the hub's welcome, in milliseconds. */
export function openingPatience(attempt: number): number {
  return attempt % 4 === 0 ? OPENING_MS_PATIENT : OPENING_MS;
}
