import type { Random } from '../lib/random.ts';

export const RECONNECT_FIRST_MS = 500;
export const RECONNECT_MAX_MS = 8_000;
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
