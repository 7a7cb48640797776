import { fc } from '../../test/support/seeded-check.ts';
import { describe, expect, it } from 'vitest';
import { EscPosReader } from '../../test/support/escpos-reader.ts';
import { paperText, qrCodeIn, type PaperImage, type PrintedPaper } from '../../test/support/printed-paper.ts';
import { StarReader } from '../../test/support/star-reader.ts';
import { ticketPaperOf } from '../../test/support/ticket-papers.ts';
import { readTemplate } from '../../shared/hall/paper/paper-template.ts';
import { PRINTER_LANGUAGES, type PrinterLanguage } from '../../shared/hall/setup/paper-setup.ts';
import { columnsOf } from './paper-lines.ts';
import type { PaperForm } from './receipt-bytes.ts';
import { ticketBytes, ticketPicture } from './ticket-bytes.ts';
import type { PaperStyle } from './ticket-layout.ts';
import type { TicketPaper } from './ticket-paper.ts';
import { paperText as plainText } from './receiptline-text.ts';
import { safeSvg } from './safe-svg.ts';

const SEED = 20261122;
/** Hundreds of papers in three languages: seconds on an idle machine. */
const FUZZ_TIMEOUT_MS = 60_000;
const RUNS = 150;
const LINK = 'https://hall.example:8443/t#0123456789abcdefABCDE_';
/** Grey and white, half each: 16 dots wide, 2 high. */
const GREY_LOGO =
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAAAQCAAAAACDjCb1AAAAKklEQVR4AaXBAQEAAAiDMCT6kxuC7UYjkUQSSSSRRBJJJJFEEkkkkUQSPVTMAKJm+GuzAAAAAElFTkSuQmCC';

function printed(facts: Partial<TicketPaper>, form: PaperForm & PaperStyle): PrintedPaper {
  const reader = form.language === 'epson' ? new EscPosReader() : new StarReader();
  const [first, ...more] = reader.read(ticketBytes(ticketPaperOf(facts), form));
  if (first?.is !== 'paper' || more.length > 0) throw new Error('one paper and nothing else is expected');
  return first.paper;
}

const words = (paper: PrintedPaper): string => paperText(paper).replace(/\s+/g, '');

function codes({ images, qrCodes }: PrintedPaper): (string | null)[] {
  return [...qrCodes, ...images.map((image: PaperImage) => qrCodeIn(image))];
}

describe.each(PRINTER_LANGUAGES)('a ticket in the commands of %s', (language: PrinterLanguage) => {
  it.each([48, 32])('[B3] says in Chinese and English what it says in every other, on %i columns', (columns) => {
    const paper = printed({ reprint: true, foot: { zh: '感谢光临', en: 'Thank you' } }, { columns, language });
    for (const fact of [
      '补打',
      '城东营业厅',
      'EastCityServiceHall',
      'A012',
      '缴费',
      'Payabill',
      '12人',
      '8-14分钟',
      '身份证',
      '感谢光临',
    ])
      expect(words(paper)).toContain(fact);
    const number = paper.lines.flat().find(({ text }) => text === 'A012');
    expect(number).toMatchObject({ wide: 6, high: 6, bold: true });
    for (const line of paper.lines)
      expect(line.reduce((sum, run) => sum + columnsOf(run.text) * run.wide, 0)).toBeLessThanOrEqual(columns);
  });

  it.each(['printer', 'picture'] as const)('[B4] carries a QR code that is read back, drawn by: %s', (qr) => {
    expect(codes(printed({ link: LINK }, { columns: 48, language, qr }))).toEqual([LINK]);
    expect(codes(printed({ link: 'https://q.example/票/A035?姓=张' }, { columns: 32, language, qr }))).toEqual([
      'https://q.example/票/A035?姓=张',
    ]);
    expect(codes(printed({}, { columns: 48, language, qr }))).toEqual([]);
  });

  it('[B6] prints a logo in dots, and leaves it out where it is broken or wider than the paper', () => {
    const [logo] = printed({}, { columns: 48, language, logo: GREY_LOGO }).images;
    expect(logo?.flat().some((dot) => dot)).toBe(true);
    expect(logo?.flat().some((dot) => !dot)).toBe(true);
    const broken = `${GREY_LOGO.slice(0, 60)}AAAA${GREY_LOGO.slice(64)}`;
    expect(printed({}, { columns: 48, language, logo: broken }).images).toEqual([]);
    expect(words(printed({}, { columns: 48, language, logo: broken }))).toContain('A012');
  });

  it('[B1] follows the hall’s own template, in its order', () => {
    const template = '"{{number}}"\n前面 {{ahead}} 位 | {{service.en}}\n{align:left}\n\\{{{hall.zh}}\\}\n-\n{{documents}}';
    const paper = printed({}, { columns: 48, language, template });
    expect(words(paper)).toMatch(/^A012前面12位Payabill\{城东营业厅\}─+请备好/);
    expect(words(paper)).not.toContain('取号时间');
  });

  it('[B5] prints what stands in a line of a template twice as large for who reads without glasses', () => {
    const template = '{{number}}\n前面 {{ahead}} 位|{{service.zh}}\n';
    const runs = printed({ large: true }, { columns: 48, language, template }).lines.flat();
    expect(runs.find(({ text }) => text === '前面 12 位缴费')).toMatchObject({ wide: 2, high: 2 });
  });

  it(
    '[B7] is one paper without a cut, a graphic or a command of its own, whatever people wrote and however the hall set it',
    () => {
      const nasty = fc.oneof(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.string({
          unit: fc.constantFrom(...'\\|{}~_"`^-=;:nx01bB \t\r\n\0\x1b\x1d\x10\x17缴费¥ñ😀\u202e\u0645<&>'),
          maxLength: 40,
        }),
        fc.constantFrom('{image:AAAA}', '{x:\\x1bd3}', '==', '--', '<script>alert(1)</script>', '长'.repeat(10_000), '\u202eabc'),
      );
      const text = fc.record({ zh: nasty, en: nasty });
      const reserved = fc.record({ mark: text, counters: fc.array(text, { minLength: 1, maxLength: 2 }) });
      const fields = [
        '{{hall}}',
        '{{service.zh}}',
        '{{rule.en}}',
        '{{foot}}',
        '{{reserved}}',
        '{{taken}}',
        '{{number}}',
        '{{documents}}',
        '{{rule}}',
      ];
      const piece = fc.constantFrom(
        ...fields,
        '=',
        '-',
        '|',
        '^^',
        '"',
        '\\{',
        '\\\\',
        ' ',
        '号',
        '~',
        '\n',
        '\n{width:*,10}\n',
        '\n{align:right}\n',
      );
      const template = fc.array(piece, { maxLength: 14 }).map((pieces) => `${pieces.join('')}\n{{facts}}\nNo.{{number}}`);
      const facts = fc.record({
        hallName: text,
        service: text,
        documents: fc.array(text, { maxLength: 2 }),
        rule: text,
        foot: text,
        reserved,
        large: fc.boolean(),
      });
      fc.assert(
        fc.property(facts, template, fc.constantFrom(32, 48), (each, written, columns) => {
          fc.pre(readTemplate('ticket', written).problems.length === 0);
          const paper = printed(each, { columns, language, template: written });
          expect(codes(paper)).toEqual([]);
          expect(words(paper)).toContain('No.A012');
          expect(paper.lines.length).toBeLessThan(120);
          for (const line of paper.lines)
            expect(line.reduce((sum, run) => sum + columnsOf(run.text) * run.wide, 0)).toBeLessThanOrEqual(columns);
        }),
        { seed: SEED, numRuns: RUNS },
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  it(
    '[B7] keeps a text within a line as it is',
    () => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (said) => {
          const paper = printed(
            { service: { zh: said, en: said } },
            { columns: 48, language, template: '{{number}}\n[{{service.zh}}]' },
          );
          expect(paperText(paper)).toContain(`[${plainText(said)}]`);
        }),
        { seed: SEED, numRuns: RUNS },
      );
    },
    FUZZ_TIMEOUT_MS,
  );
});

describe('the picture of a paper', () => {
  it('[B8] holds shapes, letters and the logo, and nothing that runs or leads elsewhere', () => {
    const nasty = '</text><script>alert(1)</script><a href="javascript:alert(1)">"onload="x';
    const svg = ticketPicture(
      ticketPaperOf({ hallName: { zh: nasty, en: nasty }, service: { zh: nasty, en: nasty }, link: LINK }),
      48,
      { logo: GREY_LOGO },
    );
    const safe = safeSvg(svg) ?? '';
    expect(safe).toContain('<image href="data:image/png;base64,');
    expect(safe).not.toMatch(/<(?!\/?(?:svg|defs|filter|feFlood|feComposite|g|text|tspan|path|image)[\s>])/);
    expect(safe).not.toMatch(/\son\w+=|javascript:|<style/);
    // Every letter stands for itself, so that no word is there to be read as markup.
    expect(safe.replace(/<[^>]*>/g, '')).toContain('&lt;');
    for (const character of '请备好') expect(safe).toContain(character);
  });

  it.each([
    '<svg><script>1</script></svg>',
    '<svg><foreignObject></foreignObject></svg>',
    '<svg><style>@import url(x)</style></svg>',
    '<svg><!-- --></svg>',
    '<svg',
  ])('[B8] is not shown when it is anything else: %s', (svg) => {
    expect(safeSvg(svg)).toBeNull();
  });

  it('[B8] loses attributes that are not on the list', () => {
    expect(safeSvg('<svg onload="x" width="1"><image href="http://a.example/x.png"/><g filter="url(http://a)"></g></svg>')).toBe(
      '<svg width="1"><image/><g></g></svg>',
    );
  });
});
