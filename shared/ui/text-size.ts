import type { Text } from '../hall/text.ts';

/** English stands beside Chinese at this part of its size. */
export const SECOND_LANGUAGE_SIZE = 0.75;
/** Share of the shorter side of the screen, in hundredths: nothing smaller is read from afar, nothing larger stands on a line. */
const SIZE_MIN = 2.2;
const SIZE_MAX = 12;
/** Of a square of the shorter side, what margins, titles and ragged lines leave for text, at a line height of 1.25. */
const ROOM = 3_600;

/**
 * The width of a text in em of its own size: a Chinese character is one, a Latin letter about half, a capital more. Good enough to
 * choose a size before anything is drawn, not to break lines by.
 */
export function widthEm(text: string): number {
  let width = 0;
  for (const character of text) width += characterEm(character.codePointAt(0)!);
  return width;
}

/** CJK, kana, Hangul, full-width forms and what lies beyond the first plane are square. */
function characterEm(code: number): number {
  if (code >= 0x2e80) return 1;
  if (code >= 0x41 && code <= 0x5a) return 0.68;
  return code === 0x20 || code === 0x2e || code === 0x2c ? 0.3 : 0.56;
}

/** How much of its size a text keeps that must stand on one line of `em`: 1 where it fits, and never less than `min`. */
export function sizeToFit(text: string, em: number, min: number): number {
  const width = widthEm(text);
  return width <= em ? 1 : Math.max(min, em / width);
}

/** The largest size, in hundredths of the screen's shorter side, at which both languages stand on the screen whole. */
export function sizeToFill({ zh, en }: Text): number {
  const area = widthEm(zh) + widthEm(en) * SECOND_LANGUAGE_SIZE ** 2;
  return Math.min(SIZE_MAX, Math.max(SIZE_MIN, Math.sqrt(ROOM / Math.max(1, area))));
}

/** A text in pieces of at most so many em, broken between words; only a word that is longer by itself is broken. */
export function pieces(text: string, em: number): string[] {
  const found: string[] = [];
  let piece = '';
  for (const part of text.match(/\s*(?:[\u0021-\u2e7f]+|[^\s])/gu) ?? []) {
    const isLonger = widthEm(piece + part) > em;
    if (isLonger && piece !== '') {
      found.push(piece);
      piece = part.trimStart();
    } else piece = piece === '' ? part.trimStart() : piece + part;
    while (widthEm(piece) > em && [...piece].length > 1) {
      const characters = [...piece];
      let kept = characters.length - 1;
      while (kept > 1 && widthEm(characters.slice(0, kept).join('')) > em) kept -= 1;
      found.push(characters.slice(0, kept).join(''));
      piece = characters.slice(kept).join('');
    }
  }
  return piece === '' ? found : [...found, piece];
}
