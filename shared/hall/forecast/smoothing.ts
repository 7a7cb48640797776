import type { EpochMs } from '../../lib/clock.ts';
import type { WaitRange } from './wait-range.ts';

/**
 * What is shown of a wait from one forecast to the next. Runs are draws and the hall is noisy, so a wait that is shown as it is computed
 * flickers and jumps, and nobody believes it. Shown are whole minutes that stay until the computed wait is clearly another; they move
 * only as far as time and what was seen to happen account for; and while a customer waits, the rest of the wait only becomes
 * shorter. With a great cause (`Causes.great`), or when what is shown has turned out to be wrong (the computed range does not touch
 * it any more), the truth is shown at once: a smooth promise that is broken is worse than a jump.
 */
export interface ShownWait {
  readonly range: WaitRange;
  readonly at: EpochMs;
  /** How far it may move that it has not moved yet, milliseconds: steps are whole minutes. */
  readonly upMs: number;
  readonly downMs: number;
}

export interface Smoothing {
  readonly at: EpochMs;
  /** Everything may change: a great cause. */
  readonly free: boolean;
  /** What was seen to happen is worth so much, milliseconds: who came into line, and who left it. */
  readonly longerMs: number;
  readonly shorterMs: number;
  /** The rest of a customer's own wait: not longer by time alone. */
  readonly shrinksOnly: boolean;
}

/** A shown minute stays while the computed wait is within so much of it: half a minute of rounding, and a quarter more. */
export const HYSTERESIS_MS = 45_000;
/** How fast a shown wait may move when nothing is seen to happen: so many milliseconds in one. */
export const DRIFT = 2;
/** Of what it may move and does not it keeps so much: a long calm must not end in a jump. */
export const KEPT_MS_MAX = 120_000;

const MINUTE_MS = 60_000;

/** Whole minutes, `0 <= fromMs <= toMs`, `toMs` at least one minute. `computed`: finite, milliseconds. */
export function smoothed(shown: ShownWait | null, computed: WaitRange, smoothing: Smoothing): ShownWait {
  const { at, free, longerMs, shorterMs, shrinksOnly } = smoothing;
  if (shown === null || free || at < shown.at || isElsewhere(shown.range, computed)) {
    return { range: rounded(computed), at, upMs: 0, downMs: 0 };
  }
  const driftMs = DRIFT * (at - shown.at);
  const upMs = shown.upMs + longerMs + (shrinksOnly ? 0 : driftMs);
  const downMs = shown.downMs + shorterMs + driftMs;
  const fromMs = moved(shown.range.fromMs, computed.fromMs, { upMs, downMs });
  const toMs = Math.max(MINUTE_MS, moved(shown.range.toMs, computed.toMs, { upMs, downMs }));
  const range = { fromMs: Math.min(fromMs, toMs), toMs };
  const up = Math.max(0, range.fromMs - shown.range.fromMs, range.toMs - shown.range.toMs);
  const down = Math.max(0, shown.range.fromMs - range.fromMs, shown.range.toMs - range.toMs);
  return { range, at, upMs: kept(upMs - up), downMs: kept(downMs - down) };
}

function kept(ms: number): number {
  return Math.min(KEPT_MS_MAX, Math.max(0, ms));
}

export function rounded({ fromMs, toMs }: WaitRange): WaitRange {
  const to = Math.max(MINUTE_MS, minutes(toMs));
  return { fromMs: Math.min(minutes(fromMs), to), toMs: to };
}

/** What is shown cannot be right any more: nobody waits between these two. */
function isElsewhere(shown: WaitRange, computed: WaitRange): boolean {
  return computed.fromMs > shown.toMs + HYSTERESIS_MS || computed.toMs < shown.fromMs - HYSTERESIS_MS;
}

function moved(
  shownMs: number,
  computedMs: number,
  { upMs, downMs }: { readonly upMs: number; readonly downMs: number },
): number {
  if (Math.abs(computedMs - shownMs) <= HYSTERESIS_MS) return shownMs;
  if (computedMs > shownMs) return Math.min(minutes(computedMs), shownMs + wholeMinutes(upMs));
  return Math.max(minutes(computedMs), shownMs - wholeMinutes(downMs), 0);
}

function minutes(ms: number): number {
  return Math.round(ms / MINUTE_MS) * MINUTE_MS;
}

function wholeMinutes(ms: number): number {
  return Math.floor(ms / MINUTE_MS) * MINUTE_MS;
}
