import { fc } from '../../test/support/seeded-check.ts';
import { describe, expect, it } from 'vitest';
import { EscPosReader } from '../../test/support/escpos-reader.ts';
import { paperText as wordsOn } from '../../test/support/printed-paper.ts';
import { receiptBytes } from './receipt-bytes.ts';
import { isInGbk, toGbkText } from './gbk.ts';
import { paperText, receiptlineProperty, receiptlineText } from './receiptline-text.ts';

const SEED = 20261122;
/** Thousands of papers: seconds on an idle machine. */
const FUZZ_TIMEOUT_MS = 60_000;
const RUNS = 5_000;
/** At most this many characters fit a line of 48 columns whatever they are. */
const CHARACTERS_MAX = 20;

function printed(receiptlineDocument: string) {
  const events = new EscPosReader().read(receiptBytes(receiptlineDocument, { columns: 48, language: 'epson' }));
  const papers = events.flatMap((event) => (event.is === 'paper' ? [event.paper] : []));
  expect(events).toHaveLength(papers.length);
  return papers;
}

/** Every character, and often those that mean something to receiptline or to a printer. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: CHARACTERS_MAX }),
  fc.string({ unit: fc.constantFrom(...'\\|{}~_"`^-=;:nx05 \t\r\n\0\x1b\x1d\x10缴费¥ñ😀'), maxLength: CHARACTERS_MAX }),
);

describe('text on its way to paper', () => {
  it(
    '[K50] keeps every text and never becomes a cut, a rule, a graphic or a command',
    () => {
      fc.assert(
        fc.property(nasty, (text) => {
          const papers = printed(receiptlineText(text));
          expect(papers).toHaveLength(1);
          expect(papers.map(wordsOn).join('').trim()).toBe(paperText(text));
          expect(papers[0]?.qrCodes).toEqual([]);
        }),
        { seed: SEED, numRuns: RUNS },
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  it.each([
    ['---', '－－－'],
    ['=', '＝'],
    [' == ', '＝＝'],
    ['a-b=c', 'a-b=c'],
    ['{image:x}', '{image:x}'],
    ['|a|b|', '|a|b|'],
    ['\\x1b@', '\\x1b@'],
    ['a\u0000\u001b\u001dV\u0000b', 'a V b'],
    ['line\r\nline', 'line line'],
    ['cafe\u0301', 'café'],
    ['\u202eabc\u200b', 'abc'],
  ])('[K50] prints %j as %j', (text, words) => {
    expect(printed(receiptlineText(text)).map(wordsOn).join('').trim()).toBe(words);
  });

  it.each([
    ['¥192', '￥192'],
    ['Señor Łódź', 'Senor □ódz'],
    ['😀鿰', '□□'],
    ['€5', '□5'],
    ['ﬁn', 'fin'],
  ])('[K51] writes %s, which GBK lacks, as %s', (text, words) => {
    expect(toGbkText(text)).toBe(words);
  });

  it(
    '[K51] gives only what the printer has, two bytes for everything outside ASCII',
    () => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary' }), (text) => [...toGbkText(text)].every(isInGbk)),
        { seed: SEED, numRuns: RUNS },
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  it(
    '[K52] carries an address into a QR code as it is',
    () => {
      fc.assert(
        fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), nasty, (url, tail) => {
          const address =
            url +
            tail
              .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/gu, '')
              .trim()
              .normalize('NFC');
          fc.pre(address.normalize('NFC') === address);
          expect(printed(`{code:${receiptlineProperty(address)};option:qrcode,6,m}`)[0]?.qrCodes).toEqual([address]);
        }),
        { seed: SEED, numRuns: 1_000 },
      );
    },
    FUZZ_TIMEOUT_MS,
  );
});
