/** How strips' fonts are addressed. */
export const LED_ENCODINGS = ['utf-8', 'gbk'] as const;
export type LedEncoding = (typeof LED_ENCODINGS)[number];

/** Stands for a character that the strip's font has not: a full-width square, of the width of what is missing. */
const MISSING = 0xa1f5;
const ASCII_MAX = 0x7f;
const FIRST_BYTES = [0x81, 0xfe] as const;
const SECOND_BYTES = [0x40, 0xfe] as const;

let table: ReadonlyMap<string, number> | null = null;

export function encodeLed(text: string, encoding: LedEncoding): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  table ??= gbkTable();
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const pair = table.get(character) ?? MISSING;
    if (code <= ASCII_MAX) bytes.push(code);
    else bytes.push(pair >> 8, pair & 0xff);
  }
  return Buffer.from(bytes);
}

/** Node can read GBK and not write it: every pair of bytes is read once, when the first strip wants it. */
function gbkTable(): ReadonlyMap<string, number> {
  const decoder = new TextDecoder('gbk');
  const pairs = new Map<string, number>();
  for (let first: number = FIRST_BYTES[0]; first <= FIRST_BYTES[1]; first += 1) {
    for (let second: number = SECOND_BYTES[0]; second <= SECOND_BYTES[1]; second += 1) {
      const character = decoder.decode(Uint8Array.of(first, second));
      if ([...character].length === 1 && character !== '\ufffd' && !pairs.has(character)) {
        pairs.set(character, (first << 8) | second);
      }
    }
  }
  return pairs;
}
