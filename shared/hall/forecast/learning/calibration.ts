import { assert } from '../../../lib/assert.ts';
import { RANGE_FROM, RANGE_TO, type WaitRange } from '../wait-range.ts';
import { LEARNING_WIDER } from './figures.ts';

/**
 * A model is always a little wrong: tellers take breaks, one day is not the next. So what it said is compared with what came, and the level
 * that is asked for is turned into the level that must be read off its runs to hold.
 *
 * Two corrections on top of each other. (1) *Where waits stood* in their forecasts (probability integral transform): of a forecast that is
 * right, these positions are evenly spread; the level that is read is the asked quantile of the recent ones, drawn towards the asked
 * level while they are few. (2) *Adaptive level* (Gibbs, Candès 2021, "Adaptive conformal inference under distribution shift"): each
 * level moves up by `g × level` when a wait was above it and down by `g × (1 − level)` when not, so that in the long run the share is right
 * whatever the model does. Waits of one busy spell hang together: this holds over time, not for each ticket.
 *
 * A level below 0 or above 1 reads beyond the runs: `positionOf` and `calibratedQuantile` stretch in the same way and undo each other.
 */
export interface Calibration {
  /** Newest last, `POSITIONS_KEPT` at most. */
  readonly positions: readonly number[];
  /** Added to each of `LEVELS`. */
  readonly offsets: readonly number[];
  /** Waits that moved the offsets. */
  readonly seen: number;
}

export const LEVELS = [0.1, RANGE_FROM, 0.5, 0.75, RANGE_TO] as const;
/** Recent enough to be about today's hall, many enough for a tenth: 300 to 500. */
export const POSITIONS_KEPT = 400;
/** As many positions as "the model is right" weighs. */
export const POSITIONS_WEIGHT = 50;
/** How far one wait moves a level. */
export const LEVEL_STEP = 0.02;
/** Levels stay within: beyond, a run of bad luck would be a promise for weeks. */
export const LEVEL_MIN = -1;
export const LEVEL_MAX = 2;
/** Ranges are told in whole minutes: the least upper end. */
export const TOLD_TO_MIN_MS = 60_000;
/** How far beyond the longest run a level of 2 reads: as long again, and this. */
const BEYOND_MS = 60_000;

const UNCALIBRATED: Calibration = { positions: [], offsets: LEVELS.map(() => 0), seen: 0 };

export function uncalibrated(): Calibration {
  return UNCALIBRATED;
}

/**
 * Where a wait stood among the runs of its forecast: the share of runs below it, 0 to 1; below 0 when it was shorter than all, above 1 (to 2)
 * when longer than all. `sorted`: at least one, finite or infinite at the end. `tie` (0 to 1) places it among equal runs: drawn evenly,
 * positions of a right forecast are even where many runs wait nothing.
 */
export function positionOf(sorted: ArrayLike<number>, waitedMs: number, tie: number): number {
  const count = sorted.length;
  assert(count > 0, 'a forecast has runs');
  const shortest = Number(sorted[0]);
  const longest = Number(sorted[count - 1]);
  if (waitedMs > longest) return Math.min(LEVEL_MAX, 1 + (waitedMs - longest) / (longest + BEYOND_MS));
  if (waitedMs < shortest) return Number.isFinite(shortest) ? waitedMs / shortest - 1 : 0;
  const below = countWhile(sorted, (each) => each < waitedMs);
  const upTo = countWhile(sorted, (each) => each <= waitedMs);
  return (below + tie * (upTo - below)) / count;
}

/** How many of a sorted list, from its start, hold. */
function countWhile(sorted: ArrayLike<number>, holds: (value: number) => boolean): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (holds(Number(sorted[middle]))) from = middle + 1;
    else to = middle;
  }
  return from;
}

/**
 * The level to read off the runs for an asked one (0 to 1). Rises with what is asked, never out of `LEVEL_MIN` to `LEVEL_MAX`, and is what
 * was asked as long as nothing was seen.
 */
export function calibratedLevel(calibration: Calibration, asked: number): number {
  if (calibration.seen === 0 && calibration.positions.length === 0) return asked;
  const read = levelsRead(calibration);
  const lowest = Math.min(0, read[0] ?? 0);
  const highest = Math.max(1, read.at(-1) ?? 1);
  const xs = [0, ...LEVELS, 1];
  const ys = [lowest, ...read, highest];
  const wanted = Math.min(Math.max(asked, 0), 1);
  const next = Math.max(
    1,
    xs.findIndex((x) => x >= wanted),
  );
  const [x0, x1, y0, y1] = [xs[next - 1] ?? 0, xs[next] ?? 1, ys[next - 1] ?? 0, ys[next] ?? 1];
  return y0 + ((wanted - x0) / (x1 - x0)) * (y1 - y0);
}

/** For each of `LEVELS` the level that is read; rising. */
function levelsRead({ positions, offsets }: Calibration): number[] {
  const sorted = Float64Array.from(positions).sort();
  let least = LEVEL_MIN;
  return LEVELS.map((level, index) => {
    const seen = sorted.length === 0 ? level : between(sorted, level);
    const drawn = (sorted.length * seen + POSITIONS_WEIGHT * level) / (sorted.length + POSITIONS_WEIGHT);
    least = Math.min(Math.max(drawn + (offsets[index] ?? 0), least), LEVEL_MAX);
    return least;
  });
}

/** The quantile of sorted numbers, between neighbours by distance (Hyndman, Fan 1996, type 7). */
function between(sorted: ArrayLike<number>, level: number): number {
  const place = Math.min(Math.max(level, 0), 1) * (sorted.length - 1);
  const low = Number(sorted[Math.floor(place)]);
  const high = Number(sorted[Math.ceil(place)]);
  const part = place - Math.floor(place);
  return part === 0 || low === high ? low : low + part * (high - low);
}

/** The wait for an asked level, milliseconds: infinite where too many runs saw no end of it. `sorted`: at least one run, from the shortest. */
export function calibratedQuantile(sorted: ArrayLike<number>, calibration: Calibration, asked: number): number {
  return quantileAt(sorted, calibratedLevel(calibration, asked));
}

/** The wait at a level, stretched beyond the runs for a level below 0 or above 1. */
export function quantileAt(sorted: ArrayLike<number>, level: number): number {
  assert(sorted.length > 0, 'a forecast has runs');
  const shortest = Number(sorted[0]);
  if (level < 0) return Number.isFinite(shortest) ? shortest * (1 + Math.max(level, LEVEL_MIN)) : Infinity;
  const quantile = between(sorted, level);
  if (level <= 1) return quantile;
  return quantile + (Math.min(level, LEVEL_MAX) - 1) * (quantile + BEYOND_MS);
}

/** What a customer is told, from the runs (sorted, milliseconds); null when the upper end is not known. Wider while learning. */
export function rangeOf(
  sorted: ArrayLike<number>,
  calibration: Calibration,
  { learning }: { readonly learning: boolean },
): WaitRange | null {
  if (sorted.length === 0) return null;
  const [from, middle, to] = [RANGE_FROM, 0.5, RANGE_TO].map((level) => calibratedQuantile(sorted, calibration, level));
  if (from === undefined || middle === undefined || to === undefined || !Number.isFinite(to)) return null;
  if (!learning) return { fromMs: from, toMs: to };
  return {
    fromMs: Math.max(0, middle - LEARNING_WIDER * (middle - from)),
    toMs: middle + LEARNING_WIDER * (to - middle),
  };
}

/** After a wait whose place in its forecast is known (`positionOf`): moves every level. */
export function withPosition(calibration: Calibration, position: number): Calibration {
  const place = Math.min(Math.max(position, LEVEL_MIN), LEVEL_MAX);
  const read = levelsRead(calibration);
  const offsets = LEVELS.map((level, index) => moved(calibration, { index, level, isAbove: place > (read[index] ?? level) }));
  return { positions: [...calibration.positions.slice(1 - POSITIONS_KEPT), place], offsets, seen: calibration.seen + 1 };
}

/**
 * After a wait of which only the range is known that was told: moves the two levels of a range. A lower end of nothing says nothing
 * about its level, nor does an upper end of the least that is told and that held: an empty hall must not make a full one's promises short.
 */
export function withTold(calibration: Calibration, told: WaitRange, waitedMs: number): Calibration {
  const offsets = LEVELS.map((level, index) => {
    const end = level === RANGE_FROM ? told.fromMs : level === RANGE_TO ? told.toMs : null;
    const isAbove = end !== null && waitedMs > end;
    const saysNothing = level === RANGE_FROM ? end === 0 : (end ?? 0) <= TOLD_TO_MIN_MS && !isAbove;
    if (end === null || saysNothing) return calibration.offsets[index] ?? 0;
    return moved(calibration, { index, level, isAbove });
  });
  return { ...calibration, offsets, seen: calibration.seen + 1 };
}

function moved(
  { offsets }: Calibration,
  { index, level, isAbove }: { readonly index: number; readonly level: number; readonly isAbove: boolean },
): number {
  const next = (offsets[index] ?? 0) + LEVEL_STEP * (isAbove ? level : level - 1);
  return Math.min(Math.max(next, LEVEL_MIN - level), LEVEL_MAX - level);
}
