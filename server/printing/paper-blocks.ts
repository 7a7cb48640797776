import type { Text } from '../../shared/hall/text.ts';
import type { Print } from './paper-document.ts';
import { balancedLines, paperLines } from './paper-lines.ts';
import { pngFacts } from '../../shared/hall/paper/png-facts.ts';
import { receiptlineText } from './receiptline-text.ts';

/** Parts that every paper of a hall has. All of it is receiptline, each text escaped. */
const NOTE_LINES_MAX = 6;
const NAME_LINES_MAX = 2;
/** Of a Latin character, on every printer that this hub knows. */
const DOTS_PER_COLUMN = 12;

const REPRINT = { zh: '补打', en: 'Reprint' } as const;

export function reprintLines(): string[] {
  return [`\`~${REPRINT.zh}~${REPRINT.en}~\``, ''];
}

export function heading(name: Text, columns: number): string[] {
  return [
    ...balancedLines(name.zh, columns, NAME_LINES_MAX).map((line) => `"^^${receiptlineText(line)}`),
    ...balancedLines(name.en, columns, NAME_LINES_MAX).map(receiptlineText),
  ];
}

/** Nothing where it is wider than the paper: a logo that is cut off is worse than none. `logo`: PNG, base64. */
export function logoLines(logo: string | undefined, columns: number): string[] {
  if (logo === undefined) return [];
  const facts = pngFacts(logo);
  return facts === null || facts.width > columns * DOTS_PER_COLUMN ? [] : [`{image:${logo}}`];
}

export function note(text: Text, { mark, columns }: Print): string[] {
  return [text.zh, text.en].flatMap((words) =>
    paperLines(words, columns, mark === '' ? NOTE_LINES_MAX : 2 * NOTE_LINES_MAX).map(
      (line) => `|${mark}${receiptlineText(line)} |`,
    ),
  );
}

/** Left what it is, right how much: the right one keeps its width. */
export function twoColumns(left: string, right: string, rightColumns: number): string[] {
  return [`{width:*,${rightColumns}}`, `|${left} | ${right}|`, '{width:auto}'];
}
