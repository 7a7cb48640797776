import type { RegionFigures } from '../../shared/protocol/region.ts';
import type { RegionReport } from '../../shared/protocol/region.ts';
import { figuresOf } from './day-sums.ts';
import type { Places } from './places.ts';
import { above, type ReportedHall } from './region-report.ts';

const LANGUAGES = ['zh', 'en'] as const;
export type CsvLanguage = (typeof LANGUAGES)[number];

const HEADS: { readonly [Language in CsvLanguage]: readonly string[] } = {
  zh: [
    ...[
      '取号',
      '已办',
      '过号',
      '离开或取消',
      '弃号',
      '已叫号',
      '平均等候(分)',
      '等候中位数(分)',
      '等候90分位(分)',
      '超时',
      '平均办理(分)',
    ],
    ...['评价数', '平均评分', '承诺数', '承诺内'],
  ],
  en: [
    ...['tickets', 'served', 'no-shows', 'left or cancelled', 'unserved', 'called', 'mean wait (min)', 'median wait (min)'],
    ...['90% wait (min)', 'over target', 'mean service (min)', 'ratings', 'mean grade', 'promised', 'within promise'],
  ],
};
const PLACE_HEADS: { readonly [Language in CsvLanguage]: readonly string[] } = {
  zh: ['级别', '编号', '名称', '上级', '数据不全的营业厅'],
  en: ['level', 'id', 'name', 'above', 'halls with data missing'],
};
const DAY_HEADS: { readonly [Language in CsvLanguage]: readonly string[] } = {
  zh: ['营业日', '营业厅编号', '营业厅', '上级'],
  en: ['business day', 'hall id', 'hall', 'above'],
};
const DAY_HEAD: { readonly [Language in CsvLanguage]: string } = { zh: '营业日', en: 'business day' };

/** RFC 4180 with the mark by which spreadsheets know UTF-8. What a spreadsheet would take for a formula is a text. */
export function csvText(lines: readonly (readonly (string | number | null)[])[]): string {
  return `\ufeff${lines.map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

export function placesCsv(report: RegionReport, places: Places, language: CsvLanguage): string {
  const lines = report.rows.flatMap(({ figures, incomplete, place: id }) => {
    const place = places.get(id);
    if (place === undefined) return [];
    const parents = above(places, place).map(({ name }) => name[language]);
    return [[place.kind, id, place.name[language], parents.join(' / '), incomplete, ...cells(figures)]];
  });
  return csvText([[...PLACE_HEADS[language], ...HEADS[language]], ...lines]);
}

export function daysCsv(report: RegionReport, language: CsvLanguage): string {
  const lines = report.byDay.map(({ day, figures }) => [day, ...cells(figures)]);
  return csvText([[DAY_HEAD[language], ...HEADS[language]], ...lines]);
}

export function hallDaysCsv(halls: readonly ReportedHall[], places: Places, language: CsvLanguage): string {
  const lines = halls.flatMap(({ days, hall }) => {
    const place = places.get(hall);
    if (place === undefined) return [];
    const parents = above(places, place).map(({ name }) => name[language]);
    const sorted = [...days].sort(([one], [other]) => (one < other ? -1 : 1));
    return sorted.map(([day, sums]) => [day, hall, place.name[language], parents.join(' / '), ...cells(figuresOf(sums))]);
  });
  return csvText([[...DAY_HEADS[language], ...HEADS[language]], ...lines]);
}

function cells(figures: RegionFigures): (number | null)[] {
  const minutes = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 6_000) / 10);
  const { called, judged, left, noShows, overTarget, ratings, served, tickets, unserved, withinPromise } = figures;
  const grade = figures.ratingMean === null ? null : Math.round(figures.ratingMean * 100) / 100;
  return [
    ...[tickets, served, noShows, left, unserved, called, minutes(figures.waitMeanMs), figures.waitMedianMinutes],
    ...[figures.wait90Minutes, overTarget, minutes(figures.serveMeanMs), ratings, grade, judged, withinPromise],
  ];
}
