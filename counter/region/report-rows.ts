import type { Text } from '../../shared/hall/text.ts';
import { localDay, localTimeToEpoch } from '../../shared/hall/local-time.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { RegionFigures, RegionPlace, RegionReport } from '../../shared/protocol/region.ts';
import type { ChartLine, ChartPicture } from '../forecast/time-chart.ts';
import type { Sorting } from './live-rows.ts';

export const REPORT_COLUMNS = [
  ...(['name', 'tickets', 'served', 'noShows', 'left', 'unserved', 'waitMean', 'waitMedian', 'wait90'] as const),
  ...(['overTarget', 'serve', 'rating', 'promise'] as const),
] as const;
export type ReportColumn = (typeof REPORT_COLUMNS)[number];
export type ReportLevel = 'below' | 'halls';

/** Of fewer people no share is shown: of 30 the standard error of a share that is .9 is 5 points. */
const SHARE_OF_MIN = 30;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

export interface ReportRow {
  readonly place: RegionPlace;
  readonly figures: RegionFigures;
  readonly incomplete: number;
}

/** What stands below a place: all its halls, or the next level at which there is more than one to compare. */
export function reportRows(
  report: RegionReport,
  places: readonly RegionPlace[],
  level: ReportLevel,
): { readonly total: ReportRow | null; readonly rows: readonly ReportRow[] } {
  const byId = new Map(places.map((place) => [place.id, place]));
  const all = report.rows.flatMap(({ figures, incomplete, place: id }) => {
    const place = byId.get(id);
    return place === undefined ? [] : [{ place, figures, incomplete }];
  });
  const total = all.find(({ place }) => place.id === report.place) ?? null;
  if (level === 'halls') return { total, rows: all.filter(({ place }) => place.kind === 'hall' && place.id !== report.place) };
  let rows = all.filter(({ place }) => place.parent === report.place);
  for (let only = rows[0]; rows.length === 1 && only !== undefined && only.place.kind !== 'hall'; only = rows[0]) {
    const parent = only.place.id;
    rows = all.filter(({ place }) => place.parent === parent);
  }
  return { total, rows };
}

/** A figure to sort and to write by; null: there is none, or of too few people. */
export function valueOf(figures: RegionFigures, column: ReportColumn): number | null {
  switch (column) {
    case 'name':
      return null;
    case 'waitMean':
      return inMinutes(figures.waitMeanMs);
    case 'waitMedian':
      return figures.waitMedianMinutes;
    case 'wait90':
      return figures.wait90Minutes;
    case 'overTarget':
      return figures.called === 0 ? null : (figures.overTarget / figures.called) * 100;
    case 'serve':
      return inMinutes(figures.serveMeanMs);
    case 'rating':
      return figures.ratingMean;
    case 'promise':
      return figures.judged < SHARE_OF_MIN ? null : (figures.withinPromise / figures.judged) * 100;
    default:
      return figures[column];
  }
}

/** As it stands in a cell: counts whole, minutes and grades with one figure behind the point, shares in per cent. */
export function cellText(figures: RegionFigures, column: ReportColumn): string {
  const value = valueOf(figures, column);
  if (value === null) return '–';
  if (column === 'overTarget' || column === 'promise') return `${Math.round(value)}%`;
  if (column === 'waitMean' || column === 'serve' || column === 'rating') return value.toFixed(1);
  return String(value);
}

/** Who has no figure stands last whichever way it is sorted. */
export function sortedReport(
  rows: readonly ReportRow[],
  { column, descending }: Sorting<ReportColumn>,
  language: keyof Text,
): ReportRow[] {
  const collator = new Intl.Collator(language === 'zh' ? 'zh-CN' : 'en');
  const sign = descending ? -1 : 1;
  return [...rows].sort((one, other) => {
    if (column === 'name') return sign * collator.compare(one.place.name[language], other.place.name[language]);
    const [left, right] = [valueOf(one.figures, column), valueOf(other.figures, column)];
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
    return sign * (left - right);
  });
}

export const TREND_LINE = { colour: '--brand', width: 2, dots: true } as const satisfies Omit<ChartLine, 'values'>;

/** One figure of the place, day by day. Null with no day to show. */
export function trendPicture({ byDay }: RegionReport, column: ReportColumn, timeZone: string): ChartPicture | null {
  const times = byDay.map(({ day }) => localTimeToEpoch(day, '12:00', timeZone));
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return null;
  return {
    times,
    lines: [{ ...TREND_LINE, values: byDay.map(({ figures }) => valueOf(figures, column)) }],
    band: null,
    mark: null,
    from: first - DAY_MS / 2,
    to: last + DAY_MS / 2,
    topMin: 5,
    timeSteps: [1, 2, 5, 10, 30].map((days) => days * DAY_MS),
    timeText: (at: EpochMs): string => localDay(at, timeZone).slice(5),
    valueText: String,
  };
}

function inMinutes(ms: number | null): number | null {
  return ms === null ? null : ms / MINUTE_MS;
}
