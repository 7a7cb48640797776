import { commands } from 'receiptline';
import { LOGO_HEIGHT_MAX, LOGO_WIDTH_MAX } from '../../shared/hall/limits.ts';
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

/** Nothing where it is wider than the paper or cannot be unpacked: a ticket without a logo is better than none. `logo`: PNG, base64. */
export function logoLines(logo: string | undefined, columns: number): string[] {
  if (logo === undefined || logoFault(logo) !== null) return [];
  const facts = pngFacts(logo);
  return facts === null || facts.width > columns * DOTS_PER_COLUMN ? [] : [`{image:${logo}}`];
}

/** Unpacking costs a millisecond: what became of the last ones is kept. */
const LOGOS_KNOWN_MAX = 20;
const known = new Map<string, string | null>();

/** Why this picture cannot be printed; null: it can. */
export function logoFault(logo: string | undefined): string | null {
  if (logo === undefined) return null;
  let fault = known.get(logo);
  if (fault === undefined) {
    fault = unpackFault(logo);
    if (known.size >= LOGOS_KNOWN_MAX) known.clear();
    known.set(logo, fault);
  }
  return fault;
}

function unpackFault(logo: string): string | null {
  const facts = pngFacts(logo);
  if (facts === null || facts.width > LOGO_WIDTH_MAX || facts.height > LOGO_HEIGHT_MAX) return 'the logo is no PNG picture';
  try {
    commands.generic.image(logo);
    return null;
  } catch {
    // Its data cannot be unpacked, which only unpacking shows.
    return 'the logo is no PNG picture';
  }
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
