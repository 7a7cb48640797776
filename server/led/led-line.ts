import type { WindowSign } from '../../shared/hall/views/window-sign.ts';
import { windowPhrase } from '../../shared/i18n/window-sign.ts';
import { inOneLine } from './window-text.ts';

/** Longer than any sentence of the hub; a strip's controller may count on it. */
export const LED_LINE_CHARACTERS_MAX = 160;

/**
 * One counter's state as a line for a strip of light:
 *
 *     $HC1|3|calling|A012|请 A012 号办理|A012, please*5A<CR><LF>
 *
 * Fields by `|`: the protocol's name and number, counter, state (`closed`, `paused`, `idle`, `calling`, `serving`), ticket or nothing,
 * the text in Chinese, the text in English. Behind the `*` two hexadecimal digits: the exclusive or of all bytes between `$` and `*`,
 * as NMEA 0183 does it, for cables of a hundred metres do lose bits.
 *
 * `encode`: how the strip's font is addressed.
 */
export function ledLine(sign: WindowSign, encode: (text: string) => Buffer): Buffer {
  const fields = [sign.counter, sign.state, sign.ticket ?? '', windowPhrase(sign, 'zh'), windowPhrase(sign, 'en')];
  const body = encode(['HC1', ...fields.map((field) => framed(String(field)))].join('|').slice(0, LED_LINE_CHARACTERS_MAX));
  const sum = body.reduce((all, byte) => all ^ byte, 0);
  const check = sum.toString(16).toUpperCase().padStart(2, '0');
  return Buffer.concat([Buffer.from('$'), body, Buffer.from(`*${check}\r\n`)]);
}

/** The frame's own characters are its alone. */
function framed(text: string): string {
  return inOneLine(text).replaceAll(/[$|*]/g, ' ');
}
