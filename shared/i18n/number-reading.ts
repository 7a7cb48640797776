import type { Language } from './language.ts';

/** As telephone numbers are read aloud: 一 as 幺, which no loudspeaker turns into 七. */
const DIGITS: Readonly<Record<Language, readonly string[]>> = {
  zh: ['零', '幺', '二', '三', '四', '五', '六', '七', '八', '九'],
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
};
const TEENS = ['ten', 'eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'];
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

function digits(text: string, language: Language): string {
  const spoken = [...text].map((figure) => DIGITS[language][Number(figure)] ?? figure);
  return spoken.join(language === 'zh' ? '' : ' ');
}

/** A ticket's number as it is said: `A012` is `A 零幺二`, `A zero one two`. */
export function numberReading(number: string, language: Language): string {
  const [, letters = '', figures = ''] = /^(\D*)(\d*)$/.exec(number) ?? [];
  const spelled = [...letters].join(' ');
  return [spelled, digits(figures, language)].filter((part) => part !== '').join(' ');
}

/** A counter's figure as it is said: counters are counted, not spelled, up to 99. */
export function counterReading(counter: number, language: Language): string {
  if (language === 'zh') return String(counter);
  if (counter < 10) return DIGITS.en[counter]!;
  if (counter < 20) return TEENS[counter - 10]!;
  if (counter > 99) return digits(String(counter), 'en');
  const tens = TENS[Math.floor(counter / 10)]!;
  return counter % 10 === 0 ? tens : `${tens}-${DIGITS.en[counter % 10]!}`;
}
