import type { SpokenNumber, VoiceLanguage } from '../hall/setup/voice-setup.ts';
import type { Word } from './word.ts';

/** As telephone numbers are read aloud: 一 as 幺, which no loudspeaker turns into 七. */
const DIGITS: Readonly<Record<VoiceLanguage, readonly string[]>> = {
  zh: ['零', '幺', '二', '三', '四', '五', '六', '七', '八', '九'],
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
};
const TEENS = ['ten', 'eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'];
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
/** Larger ones are read by their digits. */
const WHOLE_MAX = 9_999;
/** Counters are counted; nobody counts to a hundred counters. */
const COUNTED_MAX = 99;
/** Between what a number tells and what comes after it. */
const NUMBER_PAUSE_MS = 120;

/** `A012`: its letters one by one, then its figures by digits or as a number. */
export function ticketNumberWords(number: string, reading: SpokenNumber, language: VoiceLanguage): Word[] {
  const [, letters = '', figures = ''] = /^(\D*)(\d*)$/.exec(number) ?? [];
  const spelled = [...letters].map((letter) => ({ clip: `letter-${letter.toLowerCase()}`, text: letter.toUpperCase() }));
  const said = reading === 'whole' ? wholeWords(Number(figures), language) : digitWords(figures, language);
  return paused([...spelled, ...(figures === '' ? [] : said)]);
}

/** A counter's figure, or people ahead: counted up to 99, larger ones by their digits. */
export function countWords(count: number, language: VoiceLanguage): Word[] {
  return count > COUNTED_MAX ? digitWords(String(count), language) : wholeWords(count, language);
}

function paused(words: readonly Word[]): Word[] {
  return words.map((word, index) => (index === words.length - 1 ? { ...word, pauseMs: NUMBER_PAUSE_MS } : word));
}

function digitWords(figures: string, language: VoiceLanguage): Word[] {
  return [...figures].map((figure) => digit(Number(figure), language));
}

function digit(value: number, language: VoiceLanguage): Word {
  return { clip: `digit-${value}`, text: DIGITS[language][value] ?? String(value) };
}

/** 0 to 9,999; larger ones by their digits. */
function wholeWords(value: number, language: VoiceLanguage): Word[] {
  if (value > WHOLE_MAX) return digitWords(String(value), language);
  return language === 'zh' ? chineseWhole(value) : englishWhole(value);
}

const CHINESE_UNITS: readonly Word[] = [
  { clip: 'thousand', text: '千' },
  { clip: 'hundred', text: '百' },
  { clip: 'ten', text: '十' },
];

/** 102 is 一百零二, 12 is 十二, 2,000 is 两千: a gap within a number is one 零. */
function chineseWhole(value: number): Word[] {
  if (value === 0) return [digit(0, 'zh')];
  const places = [Math.floor(value / 1_000), Math.floor(value / 100) % 10, Math.floor(value / 10) % 10, value % 10];
  const words: Word[] = [];
  let gap = false;
  for (const [place, count] of places.entries()) {
    if (count === 0) {
      gap = words.length > 0;
      continue;
    }
    if (gap) words.push(digit(0, 'zh'));
    gap = false;
    const unit = CHINESE_UNITS[place];
    const isTen = unit?.clip === 'ten' && words.length === 0 && count === 1;
    if (!isTen) words.push(chineseDigit(count, unit));
    if (unit !== undefined) words.push(unit);
  }
  return words;
}

/** Within a number 一 is yī and not yāo; before 千 and 百 two is 两. */
function chineseDigit(count: number, unit: Word | undefined): Word {
  if (count === 1) return { clip: 'unit-1', text: '一' };
  if (count === 2 && (unit?.clip === 'thousand' || unit?.clip === 'hundred')) return { clip: 'unit-2', text: '两' };
  return digit(count, 'zh');
}

/** 112 is one hundred and twelve. */
function englishWhole(value: number): Word[] {
  if (value < 100) return underHundred(value);
  const words: Word[] = [];
  if (value >= 1_000) words.push(digit(Math.floor(value / 1_000), 'en'), { clip: 'thousand', text: 'thousand' });
  const hundreds = Math.floor(value / 100) % 10;
  if (hundreds > 0) words.push(digit(hundreds, 'en'), { clip: 'hundred', text: 'hundred' });
  const rest = value % 100;
  return rest === 0 ? words : [...words, { clip: 'and', text: 'and' }, ...underHundred(rest)];
}

function underHundred(value: number): Word[] {
  if (value < 10) return [digit(value, 'en')];
  if (value < 20) return [{ clip: `number-${value}`, text: TEENS[value - 10]! }];
  const tens = { clip: `number-${value - (value % 10)}`, text: TENS[Math.floor(value / 10)]! };
  return value % 10 === 0 ? [tens] : [tens, digit(value % 10, 'en')];
}
