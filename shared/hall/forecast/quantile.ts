import { assert } from '../../lib/assert.ts';

/**
 * The smallest sample that a share `p` (0 to 1) of all samples does not exceed; the nearest rank, never a number between two samples, so
 * that waits which were not seen to end (`Infinity`) are only ever a whole answer. `sorted` ascending. Of no samples: `Infinity`,
 * for then nothing is known to be enough. Source: Hyndman and Fan 1996 (The American Statistician 50:361), definition 1.
 */
export function quantile(sorted: Float64Array | readonly number[], p: number): number {
  assert(p >= 0 && p <= 1, 'a quantile is of a share from 0 to 1');
  const rank = Math.max(1, Math.ceil(p * sorted.length - RANK_SLACK));
  return sorted[rank - 1] ?? Number.POSITIVE_INFINITY;
}

/** 0.9 × 10 is not to be a hair more than 9. */
const RANK_SLACK = 1e-9;

/** A sorted copy: waits of runs come in the order of runs. */
export function ascending(samples: Float64Array | readonly number[]): Float64Array {
  return Float64Array.from(samples).sort();
}
