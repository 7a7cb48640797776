import type { EpochMs } from '../lib/clock.ts';

const STEMS = '甲乙丙丁戊己庚辛壬癸';
const BRANCHES = '子丑寅卯辰巳午未申酉戌亥';
const FIGURES = '一二三四五六七八九十';
const TENS = ['初', '十', '廿', '三'];
/** A year of the cycle that began with 甲子. */
const CYCLE_YEAR = 1984;
/** Months that may fall into January or February and still belong to the year before. */
const LATE_MONTHS = ['十月', '十一月', '冬月', '十二月', '腊月'];

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  let found = formatters.get(timeZone);
  if (found === undefined) {
    found = new Intl.DateTimeFormat('zh-u-ca-chinese', { timeZone, month: 'long', day: 'numeric' });
    formatters.set(timeZone, found);
  }
  return found;
}

/**
 * `农历丙午年十月十四`, the day of the Chinese calendar at a moment in a time zone; null where the platform does not know that calendar.
 *
 * Only month and day are asked of the platform: which parts a year of this calendar has differs between versions of browsers, and
 * the year's name follows from the date. Source of the calendar: the platform's (Unicode CLDR, ICU).
 */
export function lunarDateText(at: EpochMs, timeZone: string): string | null {
  const formatter = formatterFor(timeZone);
  if (formatter.resolvedOptions().calendar !== 'chinese') return null;
  const read = /^(闰?[正一二三四五六七八九十冬腊]+月)(\d+)日?$/.exec(formatter.format(at));
  if (read === null) return null;
  const [, month = '', day = ''] = read;
  return `农历${yearName(at, timeZone, month)}年${month}${dayName(Number(day))}`;
}

function yearName(at: EpochMs, timeZone: string, month: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit' }).format(at).split('-');
  const [year, gregorianMonth] = parts.map(Number) as [number, number];
  const isYearBefore = gregorianMonth <= 2 && LATE_MONTHS.includes(month.replace('闰', ''));
  const inCycle = (((isYearBefore ? year - 1 : year) - CYCLE_YEAR) % 60) + 60;
  return `${STEMS[inCycle % 10]}${BRANCHES[inCycle % 12]}`;
}

/** 初一 … 初十, 十一 … 二十, 廿一 … 三十. */
function dayName(day: number): string {
  if (day === 20) return '二十';
  if (day === 30) return '三十';
  return `${TENS[Math.floor((day - 1) / 10)]}${FIGURES[(day - 1) % 10]}`;
}
