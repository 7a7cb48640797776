/** One line of the result. `ratio` is ours to the rival's, both measured in the same run. */
export interface Figure {
  readonly name: FigureName;
  readonly value: number;
  readonly unit: 'ms' | 'us' | '1/s' | 'MB' | 'nodes';
  readonly rival: string;
  readonly rivalValue: number;
  readonly ratio: number;
}

export const FIGURE_NAMES = [
  'fanout-200-p50',
  'fanout-200-p99',
  'fanout-2000-p50',
  'fanout-2000-p99',
  'durable-commands',
  'durable-commands-sqlite',
  'commands-forecast-p50',
  'commands-forecast-p99',
  'call-next-growth',
  'forecast-cost',
  'cold-start',
  'painted-1-p50',
  'painted-1-p95',
  'sound-1-p50',
  'sound-1-p95',
  'painted-200-p50',
  'painted-200-p95',
  'sound-200-p50',
  'sound-200-p95',
  'wall-heap',
  'wall-heap-with-code',
  'wall-nodes',
  'redis-appends',
  'redis-appends-queued',
  'redis-appends-limit',
] as const;

export type FigureName = (typeof FIGURE_NAMES)[number];

export function figure(of: Omit<Figure, 'ratio'>): Figure {
  const { name, value, unit, rival, rivalValue } = of;
  return { name, value: rounded(value), unit, rival, rivalValue: rounded(rivalValue), ratio: rounded(value / rivalValue) };
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/** `share` 0.5 is the median; the nearest sample, never one between two. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}
