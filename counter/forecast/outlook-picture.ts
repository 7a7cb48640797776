import type { EpochMs } from '../../shared/lib/clock.ts';
import type { Outlook } from './outlook.ts';
import { MINUTE_MS, type PastPoint } from './past-waits.ts';
import type { ChartLine, ChartPicture } from './time-chart.ts';
import { HISTORY_MS } from './wait-history.svelte.ts';

const AHEAD_MS = 60 * MINUTE_MS;
const TOP_MINUTES_MIN = 10;
const TIME_STEPS = [15, 30, 60].map((minutes) => minutes * MINUTE_MS);

/** How each line of the chart is drawn; its words stand in the legend. Different in stroke as well, never by colour alone. */
export const OUTLOOK_LINES = {
  longest: { colour: '--ink', width: 2 },
  mean: { colour: '--ink-quiet', width: 2, dash: [2, 4] },
  p90: { colour: '--brand', width: 2 },
  p50: { colour: '--brand', width: 2, dash: [6, 4] },
  promise: { colour: '--state-fault', width: 2, dash: [10, 4] },
} as const satisfies Record<string, Omit<ChartLine, 'values'>>;

const UPPER = 2;
const LOWER = 3;

export interface OutlookPictureOptions {
  readonly past: readonly PastPoint[];
  readonly outlook: Outlook;
  readonly promisedMinutes: number | null;
  readonly now: EpochMs;
  readonly timeText: (at: EpochMs) => string;
}

/** The last hour as it was and the next as it is expected, in minutes of waiting. */
export function outlookPicture({ past, outlook, promisedMinutes, now, timeText }: OutlookPictureOptions): ChartPicture {
  const [from, to] = [now - HISTORY_MS, now + AHEAD_MS];
  // The promise spans the whole axis, the others what they know.
  const known = [...past, ...outlook.line].map(({ at }) => at).filter((at) => at > from && at < to);
  const times = [...new Set([from, ...known, to])].sort((left, right) => left - right);
  const before = new Map(past.map((point) => [point.at, point]));
  const ahead = new Map(outlook.line.map((point) => [point.at, point]));
  const over = (read: (at: EpochMs) => number | null | undefined): ChartLine['values'] => times.map((at) => inMinutes(read(at)));
  const promisedMs = promisedMinutes === null ? null : promisedMinutes * MINUTE_MS;
  const lines: readonly ChartLine[] = [
    { ...OUTLOOK_LINES.longest, values: over((at) => before.get(at)?.longestMs) },
    { ...OUTLOOK_LINES.mean, values: over((at) => before.get(at)?.meanMs) },
    { ...OUTLOOK_LINES.p90, values: over((at) => ahead.get(at)?.p90Ms) },
    { ...OUTLOOK_LINES.p50, values: over((at) => ahead.get(at)?.p50Ms) },
    { ...OUTLOOK_LINES.promise, values: over(() => promisedMs) },
  ];
  return {
    times,
    lines,
    band: [UPPER, LOWER],
    mark: now,
    from,
    to,
    topMin: Math.max(TOP_MINUTES_MIN, promisedMinutes ?? 0),
    timeText,
    valueText: String,
    timeSteps: TIME_STEPS,
  };
}

function inMinutes(ms: number | null | undefined): number | null | undefined {
  return ms === null || ms === undefined ? ms : ms / MINUTE_MS;
}
