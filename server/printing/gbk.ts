import { commands } from 'receiptline';

/**
 * Receipt printers with a Chinese font know GBK. What lies outside it (an emoji, a rare surname) would come out as two
 * wrong characters or shift the rest of the line, so it is replaced before it reaches the encoder, by something that
 * keeps the line's width and shows honestly that a character is missing.
 */
export const MISSING_CHARACTER = '□';

const ASCII_MAX = 0x7f;
/** `ESC t 0`, `FS &`: what the encoder puts before every run of text. */
const PREFIX_BYTES = commands.generic.text('', 'cp936').length;
const GBK_BYTES = 2;
/** U+00A5 is one byte in some code pages and four in gb18030; the full-width sign is in GBK. */
const YEN = /\u00a5/g;

const known = new Map<string, boolean>();

/** True for ASCII and for the characters that GBK writes with two bytes (the single byte of € is not one). */
export function isInGbk(character: string): boolean {
  const codePoint = character.codePointAt(0) ?? 0;
  if (codePoint <= ASCII_MAX) return true;
  let answer = known.get(character);
  if (answer === undefined) {
    answer = codePoint <= 0xffff && commands.generic.text(character, 'cp936').length === PREFIX_BYTES + GBK_BYTES;
    if (known.size < KNOWN_MAX) known.set(character, answer);
  }
  return answer;
}

/** Every character of GBK fits; a flood of others must not fill the memory. */
const KNOWN_MAX = 30_000;

/** The same text in characters that the printer has: `Señor` → `Senor`, `¥` → `￥`, `😀` → `□`. */
export function toGbkText(text: string): string {
  let printable = '';
  for (const character of text.normalize('NFC').replace(YEN, '￥'))
    printable += isInGbk(character) ? character : replacement(character);
  return printable;
}

/** The letter without its marks where that helps, else the box. A mark that stands alone is dropped. */
function replacement(character: string): string {
  if (/^\p{M}$/u.test(character)) return '';
  const plain = character.normalize('NFKD').replace(/\p{M}/gu, '');
  return plain !== '' && [...plain].every(isInGbk) ? plain : MISSING_CHARACTER;
}
