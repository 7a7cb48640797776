import type { ToldWait, Unknowable, WaitRange } from '../hall/forecast/wait-range.ts';
import { catalogue } from './catalogue.ts';
import type { Language } from './language.ts';

const MINUTE_MS = 60_000;
/** Nobody can tell 61 from 64 minutes beforehand: from here on in steps of five. */
const COARSE_FROM_MINUTES = 60;
const COARSE_STEP_MINUTES = 5;

/** What stands where a wait is not known. */
export const NO_WAIT = '—';

/** What screens and paper say of a forecast wait. Customers read 柜台, staff 台席. */
export const forecastTexts = catalogue({
  zh: {
    minutes: (range: string) => `${range} 分钟`,
    expected: '预计等候',
    /** On a tile, where a word more is a line more. */
    expectedShort: '预计等候',
    unknown: '现在无法预计等候时间。',
    /** On paper, which is read later. */
    unknownAt: (time: string) => `${time} 时无法预计等候时间。`,
    quotedAt: (time: string) => `${time} 估计，九成客户不会更久。`,
    meaning: '十位客户中约九位不会等更久。',
    learning: '估算，正在学习',
    learningShort: '估算',
    /** For customers: on a tile or the wall, and as a sentence. */
    why: {
      'no-open-counter': { short: '暂无柜台办理', sentence: '现在没有柜台办理此业务，等候时间无法预计。' },
      'not-issuing': { short: '暂不取号', sentence: '此业务现在不取号。' },
      'no-data': { short: '正在统计', sentence: '此业务刚开始统计，暂时无法预计等候时间。' },
      'too-far': { short: '等候较长', sentence: '等候的客户较多，暂时无法预计等候时间。' },
      stale: { short: '正在更新', sentence: '等候时间正在更新，请稍后查看。' },
    } satisfies Record<Unknowable, unknown>,
    staffWhy: {
      'no-open-counter': '无开放台席',
      'not-issuing': '不取号',
      'no-data': '尚无数据',
      'too-far': '超出预测范围',
      stale: '预测未更新',
    } satisfies Record<Unknowable, string>,
    /** The wait that is left to one who waits, where there is little room. */
    left: (figures: string) => `再等 ${figures} 分`,
    quote: {
      within: (range: string) => `在告知的 ${range}内`,
      over: (range: string, watch: string) => `超过告知的 ${range} ${watch}`,
    },
    /** That a promise is broken, in tens of percent: nobody reads more out of it. */
    breaks: (percent: number) => (percent < 100 ? `${percent / 10} 成会超时` : '将超时'),
    /** What stands before the wait that a newcomer of a line has. */
    newcomer: (service: string, wait: string) => `${service}现在新取号等候 ${wait}（转入前）`,
  },
  en: {
    minutes: (range: string) => `${range} min`,
    expected: 'Expected wait',
    expectedShort: 'Wait',
    unknown: 'The wait cannot be told at the moment.',
    unknownAt: (time: string) => `At ${time} the wait could not be told.`,
    quotedAt: (time: string) => `${time}: 9 in 10 wait no longer.`,
    meaning: 'Nine of ten customers wait no longer.',
    learning: 'estimate, still learning',
    learningShort: 'estimate',
    why: {
      'no-open-counter': {
        short: 'No counter open',
        sentence: 'No counter is open for this service now, so the wait cannot be told.',
      },
      'not-issuing': { short: 'No tickets now', sentence: 'No tickets are given for this service now.' },
      'no-data': { short: 'Not known yet', sentence: 'This service is new to our records: the wait cannot be told yet.' },
      'too-far': { short: 'Long wait', sentence: 'Many customers are waiting: the wait cannot be told yet.' },
      stale: { short: 'Being updated', sentence: 'The expected wait is being updated. Please look again shortly.' },
    },
    staffWhy: {
      'no-open-counter': 'no open counter',
      'not-issuing': 'not issuing',
      'no-data': 'no data yet',
      'too-far': 'beyond the forecast',
      stale: 'forecast not current',
    },
    left: (figures: string) => `${figures} min left`,
    quote: {
      within: (range: string) => `within the ${range} told`,
      over: (range: string, watch: string) => `over the ${range} told by ${watch}`,
    },
    breaks: (percent: number) => (percent < 100 ? `${percent}% late` : 'will be late'),
    newcomer: (service: string, wait: string) => `${service}: newcomers wait ${wait} (before this move)`,
  },
});

/**
 * A range in whole minutes, rounded outwards: what is said is never narrower than what is meant. The upper end is 1 at least, and
 * above the lower one. Null for what is no range (a figure that is not finite is never shown).
 */
export function rangeMinutes({ fromMs, toMs }: WaitRange): { readonly from: number; readonly to: number } | null {
  if (!Number.isFinite(fromMs) || !Number.isFinite(toMs)) return null;
  const step = toMs > COARSE_FROM_MINUTES * MINUTE_MS ? COARSE_STEP_MINUTES : 1;
  const from = step * Math.floor(Math.max(0, fromMs) / (step * MINUTE_MS));
  return { from, to: Math.max(from + step, step * Math.ceil(toMs / (step * MINUTE_MS))) };
}

/** `8–14`; `—` without a range. */
export function rangeFigures(range: WaitRange | null): string {
  const minutes = range === null ? null : rangeMinutes(range);
  return minutes === null ? NO_WAIT : `${minutes.from}–${minutes.to}`;
}

/** `8–14 分钟` · `8–14 min`; without a range `—`, which is honest. */
export function rangeText(range: WaitRange | null, language: Language): string {
  const figures = rangeFigures(range);
  return figures === NO_WAIT ? figures : forecastTexts(language).minutes(figures);
}

/** The range that is told; null while none is. */
export function toldRange(told: ToldWait): WaitRange | null {
  return told.is === 'known' ? told.range : null;
}

/** For staff: `8–14 分钟（估算）`, or why there is none, in few words. */
export function staffWaitText(told: ToldWait, language: Language): string {
  const texts = forecastTexts(language);
  if (told.is === 'unknown') return `${NO_WAIT} ${texts.staffWhy[told.why]}`;
  const range = rangeText(told.range, language);
  if (!told.learning) return range;
  return language === 'zh' ? `${range}（${texts.learningShort}）` : `${range} (${texts.learningShort})`;
}
