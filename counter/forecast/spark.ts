import type { EpochMs } from '../../shared/lib/clock.ts';
import type { PredictedPoint } from './outlook.ts';
import { MINUTE_MS, type PastPoint } from './past-waits.ts';
import { HISTORY_MS } from './wait-history.svelte.ts';

/** In the picture's own units: the middle is now. */
const WIDTH = 96;
const HEIGHT = 20;
const TOP_MS_MIN = 10 * MINUTE_MS;

/** Points of two SVG polylines; null: nothing to draw. */
export interface Spark {
  readonly past: string | null;
  readonly ahead: string | null;
}

export interface SparkOptions {
  readonly past: readonly PastPoint[];
  readonly ahead: readonly PredictedPoint[];
  readonly now: EpochMs;
}

/** The longest wait of the last hour, and the ninth of ten of the next, on one scale. */
export function sparkOf({ past, ahead, now }: SparkOptions): Spark {
  const topMs = Math.max(TOP_MS_MIN, ...past.map(({ longestMs }) => longestMs), ...ahead.map(({ p90Ms }) => p90Ms));
  const point = (at: EpochMs, ms: number): string => {
    const x = WIDTH / 2 + (WIDTH / 2) * Math.max(-1, Math.min(1, (at - now) / HISTORY_MS));
    return `${x.toFixed(1)},${((HEIGHT - 1) * (1 - ms / topMs) + 0.5).toFixed(1)}`;
  };
  const drawn = (points: readonly string[]): string | null => (points.length < 2 ? null : points.join(' '));
  return {
    past: drawn(past.map(({ at, longestMs }) => point(at, longestMs))),
    ahead: drawn(ahead.map(({ at, p90Ms }) => point(at, p90Ms))),
  };
}
