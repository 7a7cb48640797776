import { RANGE_FROM, RANGE_TO } from '../../shared/hall/forecast/wait-range.ts';
import type { AccuracyFigures, AccuracyScores } from '../../shared/protocol/accuracy.ts';
import { MINUTE_MS } from './past-waits.ts';

/**
 * Of fewer people no share is shown: of 30 the standard error of a share that is .9 is 5 points (√(.9 × .1 ÷ 30)), and waits of one busy
 * hour are no separate trials.
 */
export const JUDGED_MIN = 30;
/** One in ten may wait longer than the upper end of what was told, and one in four less than its lower end. */
export const COVERAGE_TARGET = RANGE_TO;
export const INSIDE_TARGET = RANGE_TO - RANGE_FROM;
/** A share this far below the target is marked. */
const COVERAGE_SLACK = 0.05;

/** One line of the report, ready to be written; null where too few people or none are judged. */
export interface AccuracyRow {
  readonly key: string;
  readonly judged: number;
  readonly cells: AccuracyCells | null;
}

export interface AccuracyCells {
  readonly coverage: string;
  readonly isLow: boolean;
  readonly inside: string;
  readonly under: string;
  /** Minutes with their sign. */
  readonly bias: string;
  readonly miss: string;
  readonly pinball: string;
}

export function accuracyRow(key: string, { judged, scores }: AccuracyFigures): AccuracyRow {
  const isEnough = scores !== null && judged >= JUDGED_MIN && Object.values(flat(scores)).every(Number.isFinite);
  return { key, judged, cells: isEnough ? cellsOf(scores) : null };
}

/** Per cent of a day or hour, for a picture; null where too few are judged. */
export function coverageOf({ judged, scores }: AccuracyFigures): number | null {
  return scores === null || judged < JUDGED_MIN || !Number.isFinite(scores.withinUpper) ? null : scores.withinUpper * 100;
}

export function missMinutesOf({ judged, scores }: AccuracyFigures): number | null {
  return scores === null || judged < JUDGED_MIN || !Number.isFinite(scores.missMeanMs) ? null : scores.missMeanMs / MINUTE_MS;
}

function cellsOf(scores: AccuracyScores): AccuracyCells {
  const { withinUpper, withinRange, underPromised, biasMs, missMeanMs, pinballFromMs, pinballToMs } = scores;
  return {
    coverage: percent(withinUpper),
    isLow: withinUpper < COVERAGE_TARGET - COVERAGE_SLACK,
    inside: percent(withinRange),
    under: percent(underPromised),
    bias: `${biasMs > 0 ? '+' : ''}${minutes(biasMs)}`,
    miss: minutes(missMeanMs),
    pinball: minutes((pinballFromMs + pinballToMs) / 2),
  };
}

function flat({ withinUpper, withinRange, underPromised, biasMs, missMeanMs, pinballFromMs, pinballToMs }: AccuracyScores) {
  return { withinUpper, withinRange, underPromised, biasMs, missMeanMs, pinballFromMs, pinballToMs };
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

export function minutes(ms: number): string {
  const text = (ms / MINUTE_MS).toFixed(1);
  return text === '-0.0' ? '0.0' : text;
}
