import { localDay, localTimeToEpoch } from '../../shared/hall/local-time.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { AccuracyFigures, AccuracyReport } from '../../shared/protocol/accuracy.ts';
import { COVERAGE_TARGET, coverageOf, missMinutesOf } from './accuracy-rows.ts';
import type { ChartLine, ChartPicture } from './time-chart.ts';

const DAY_MS = 24 * 3_600_000;
const TIME_STEPS = [1, 2, 5, 10, 30].map((days) => days * DAY_MS);
const MISS_MINUTES_MIN = 5;

export const TREND_LINES = {
  coverage: { colour: '--brand', width: 2, dots: true },
  target: { colour: '--state-fault', width: 2, dash: [10, 4] },
  miss: { colour: '--ink', width: 2, dots: true },
} as const satisfies Record<string, Omit<ChartLine, 'values'>>;

export interface TrendPictures {
  readonly coverage: ChartPicture;
  readonly miss: ChartPicture;
}

/** Day by day: per cent within the upper end against the target, and the mean error in minutes. Null with no day to show. */
export function trendPictures({ byDay }: AccuracyReport, timeZone: string): TrendPictures | null {
  const noon = (day: string): EpochMs => localTimeToEpoch(day, '12:00', timeZone);
  const days = byDay.map(({ day }) => noon(day));
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return null;
  const [from, to] = [first - DAY_MS / 2, last + DAY_MS / 2];
  // The target spans the whole axis, also over one day.
  const times = [from, ...days, to];
  const values = (read: (figures: AccuracyFigures) => number | null): ChartLine['values'] => [
    undefined,
    ...byDay.map(({ figures }) => read(figures)),
    undefined,
  ];
  const about = {
    times,
    band: null,
    mark: null,
    from,
    to,
    timeSteps: TIME_STEPS,
    timeText: (at: EpochMs): string => localDay(at, timeZone).slice(5),
  };
  return {
    coverage: {
      ...about,
      lines: [
        { ...TREND_LINES.coverage, values: values(coverageOf) },
        { ...TREND_LINES.target, values: times.map(() => COVERAGE_TARGET * 100) },
      ],
      topMin: 100,
      topMax: 100,
      valueText: (value) => `${value}%`,
    },
    miss: {
      ...about,
      lines: [{ ...TREND_LINES.miss, values: values(missMinutesOf) }],
      topMin: MISS_MINUTES_MIN,
      valueText: String,
    },
  };
}
