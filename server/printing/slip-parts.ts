import type { EpochMs } from '../../shared/lib/clock.ts';
import type { Text } from '../../shared/hall/text.ts';
import { dateText, timeText } from '../../shared/i18n/time.ts';
import { receiptlineText } from './receiptline-text.ts';

/** What every slip for the staff says of itself. */
export interface SlipFacts {
  readonly hallName: Text;
  readonly printedAt: EpochMs;
  readonly timeZone: string;
  /** It may be there already: 补打. */
  readonly reprint: boolean;
  readonly foot: Text | null;
}

export function titleLine(title: Text): string[] {
  return [`"^^^${receiptlineText(title.zh)}`, receiptlineText(title.en)];
}

export function printedText({ printedAt, timeZone }: Pick<SlipFacts, 'printedAt' | 'timeZone'>): Text {
  const of = (language: 'zh' | 'en'): string =>
    `${dateText(printedAt, timeZone, language)} ${timeText(printedAt, timeZone, language)}`;
  return { zh: `${of('zh')} 打印`, en: `Printed ${of('en')}` };
}

export function same(text: string): Text {
  return { zh: text, en: text };
}

/** Both languages, in one line where they say the same. */
export function bothOf({ zh, en }: Text): string {
  return zh === en ? zh : `${zh} ${en}`;
}
