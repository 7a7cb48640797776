import { fc } from '../../test/support/seeded-check.ts';
import { describe, expect, it } from 'vitest';
import { EscPosReader } from '../../test/support/escpos-reader.ts';
import { paperText, type PrintedPaper } from '../../test/support/printed-paper.ts';
import { ticketPaperOf } from '../../test/support/ticket-papers.ts';
import { minutesRange } from '../../test/support/told-waits.ts';
import { ticketBytes, ticketPicture } from './ticket-bytes.ts';
import { columnsOf } from './paper-lines.ts';
import type { TicketPaper } from './ticket-paper.ts';

const SEED = 20261122;
/** Thousands of papers: seconds on an idle machine. */
const FUZZ_TIMEOUT_MS = 60_000;
/** 270 mm of paper for one ticket is a fault, whatever the names are. */
const LINES_MAX = 64;

function printed(facts: Partial<TicketPaper> = {}, columns = 48): PrintedPaper {
  const events = new EscPosReader().read(ticketBytes(ticketPaperOf(facts), { columns, language: 'epson' }));
  const [first, ...more] = events;
  if (first?.is !== 'paper' || more.length > 0) throw new Error('one paper and nothing else is expected');
  return first.paper;
}

const runs = (paper: PrintedPaper) => paper.lines.flat();

describe('a ticket on paper', () => {
  it.each([48, 32])('[K55] says on %i columns where, which number, what for, how many are ahead and since when', (columns) => {
    const words = paperText(printed({}, columns));
    for (const fact of ['城东营业厅', 'East City Service Hall', 'A012', '缴费', 'Pay a bill', '12 人', '身份证 ID card'])
      expect(words).toContain(fact);
    expect(words).toMatch(/2026年11月22日 星期日 09:41/);
    expect(words.replace(/\s+/g, ' ')).toContain('watch the screen and listen for your number.');
    expect(words).toContain('按取号先后叫号。');
  });

  it.each([
    [48, false],
    [32, false],
    [48, true],
    [32, true],
  ])('[F134] tells on %i columns (large: %s) the wait that was quoted, of when it is and what it means', (columns, large) => {
    const paper = printed({ quote: minutesRange(8.4, 13.5), large }, columns);
    const words = paperText(paper).replace(/\s+/g, '');
    expect(words).toMatch(/预计等候(Expectedwait)?8-14分钟/);
    expect(words).toMatch(/8-14(分钟)?min/);
    expect(words).toContain('09:41估计，九成客户不会更久。');
    expect(words).toContain('09:41:9in10waitnolonger.');
    expect(runs(paper).find(({ text }) => text.includes('8-14'))).toMatchObject({ wide: 2, high: 2 });
    const torn = paper.lines.find(
      (line) =>
        line
          .map(({ text }) => text)
          .join('')
          .trim() === '钟',
    );
    expect(torn).toBeUndefined();
  });

  it.each([
    [48, false],
    [32, true],
  ])('[F134] says on %i columns (large: %s) that the wait is not known, when none was quoted', (columns, large) => {
    for (const quote of [null, minutesRange(NaN, 4)]) {
      const words = paperText(printed({ quote, large }, columns)).replace(/\s+/g, '');
      expect(words).toMatch(/预计等候(Expectedwait)?—/);
      expect(words).toContain('09:41时无法预计等候时间。');
      expect(words).toContain('At09:41thewaitcouldnotbetold.');
      expect(words).not.toMatch(/分钟|NaN/);
    }
  });

  it.each([false, true])('[F134] leaves the wait to the booked time, where there is one (large: %s)', (large) => {
    const bookedFor = Date.parse('2026-11-22T02:30:00Z');
    const words = paperText(printed({ bookedFor, quote: null, large }));
    expect(words).toMatch(/预约时间/);
    expect(words).not.toMatch(/预计等候|could not be told/);
    expect(paperText(printed({ bookedFor, large }))).toContain('预计等候');
  });

  it('[F134] keeps three figures on the narrowest paper', () => {
    const words = paperText(printed({ quote: minutesRange(101, 137) }, 32)).replace(/\s+/g, '');
    expect(words).toContain('预计等候100-140分钟');
    expect(words).toContain('100-140min');
  });

  it('[K55] shows the time of the hall, not of the machine', () => {
    expect(paperText(printed({ timeZone: 'Europe/Berlin' }))).toContain('2026年11月22日 星期日 02:41');
  });

  it.each([
    ['A012', 48, 6],
    ['A012', 32, 6],
    ['A1000', 32, 6],
    ['AB99999', 32, 4],
  ])('[K56] prints %s on %i columns %i times as large', (number, columns, scale) => {
    const run = runs(printed({ number }, columns)).find(({ text }) => text === number);
    expect(run).toMatchObject({ wide: scale, high: scale, bold: true });
  });

  it('[K56] nothing else is as large as the number', () => {
    const larger = runs(printed()).filter(({ high, text }) => high > 2 && text !== 'A012');
    expect(larger).toEqual([]);
  });

  it('[K57] carries a QR code only when there is an address', () => {
    const link = 'https://hall.example:8443/t#0123456789abcdefABCDE_';
    expect(printed().qrCodes).toEqual([]);
    expect(printed({ link }).qrCodes).toEqual([link]);
    expect(printed({ link: 'https://q.example/票/A035?姓=张' }).qrCodes).toEqual(['https://q.example/票/A035?姓=张']);
  });

  it('[K58] marks a paper that may be there twice: 补打', () => {
    expect(paperText(printed())).not.toContain('补打');
    expect(runs(printed({ reprint: true }))).toContainEqual(expect.objectContaining({ text: ' 补打 Reprint ', inverted: true }));
  });

  it.each([48, 32])(
    '[P106] names the counters that are marked for the class on %i columns, and nothing without any',
    (columns) => {
      const vip = { zh: 'VIP 专席', en: 'VIP counter' };
      const counters = [
        { zh: '8号柜台', en: 'Counter 8' },
        { zh: 'VIP 接待室', en: 'VIP room' },
      ];
      const words = paperText(printed({ reserved: { mark: vip, counters } }, columns)).replace(/\s+/g, '');
      expect(words).toContain('VIP专席：8号柜台、VIP接待室');
      expect(words).toContain('VIPcounter:Counter8,VIProom');
      expect(paperText(printed({}, columns))).not.toContain('专席');
    },
  );

  it.each([48, 32])('[P108] prints everything twice as large for who reads without glasses, on %i columns', (columns) => {
    const bookedFor = Date.parse('2026-11-22T02:30:00Z');
    const large = printed({ large: true, bookedFor }, columns);
    const words = paperText(large).replace(/\s+/g, '');
    for (const each of ['前面等候', '预约时间10:30', '请备好', 'A012']) expect(words).toContain(each);
    const small = runs(large).filter(({ text, wide }) => wide < 2 && /[\u4e00-\u9fff]/.test(text));
    // The hall's own name is no news to who stands in it.
    expect(
      small.every(({ text }) =>
        large.lines
          .slice(0, 4)
          .flat()
          .some((run) => run.text === text),
      ),
    ).toBe(true);
    for (const line of large.lines) {
      expect(line.reduce((sum, run) => sum + columnsOf(run.text) * run.wide, 0)).toBeLessThanOrEqual(columns);
    }
  });

  it.each([48, 32])('[P108] leaves nothing of what to bring out of a large paper of %i columns', (columns) => {
    const documents = [
      { zh: '经办人身份证原件及复印件', en: 'Identity document of whoever comes, and a copy of it' },
      { zh: '公司营业执照副本', en: 'Business licence (duplicate)' },
    ];
    const marked = { zh: '优先台席', en: 'Priority counter' };
    const reserved = { mark: marked, counters: [{ zh: '7号柜台', en: 'Counter 7' }] };
    for (const large of [true, false]) {
      const words = paperText(printed({ documents, reserved, large }, columns)).replace(/\s+/g, '');
      for (const { zh, en } of [...documents, { zh: '优先台席：7号柜台', en: 'Priority counter: Counter 7' }]) {
        expect(words).toContain(zh);
        expect(words).toContain(en.replace(/\s+/g, ''));
      }
    }
  });

  it('[P107] tells the time that was booked, in the hall’s own zone, to who has an appointment', () => {
    const bookedFor = Date.parse('2026-11-22T02:30:00Z');
    expect(paperText(printed({ bookedFor }))).toMatch(/预约时间 Booked for\s*10:30/);
    expect(paperText(printed())).not.toContain('预约时间');
  });

  it('[K59] lists the documents to have ready, and leaves the heading out when none are needed', () => {
    expect(paperText(printed())).toContain('请备好 Please have ready');
    expect(paperText(printed({ documents: [] }))).not.toContain('请备好');
  });

  it.each([48, 32])('[K54] stays one ticket of a hand’s length on %i columns, whatever the hall is called', (columns) => {
    const long = { zh: '长'.repeat(10_000), en: 'long '.repeat(2_000) };
    const paper = printed(
      {
        hallName: long,
        service: long,
        rule: long,
        reserved: { mark: long, counters: [long, long] },
        documents: Array.from({ length: 50 }, () => long),
      },
      columns,
    );
    expect(paper.lines.length).toBeLessThan(LINES_MAX);
  });

  it(
    '[K50] is one paper without garbage, whatever people wrote',
    () => {
      const words = fc.string({ unit: 'binary', maxLength: 80 });
      const text = fc.record({ zh: words, en: words });
      const reserved = fc.record({ mark: text, counters: fc.array(text, { minLength: 1, maxLength: 3 }) });
      const facts = fc.record({
        hallName: text,
        service: text,
        documents: fc.array(text, { maxLength: 3 }),
        rule: text,
        reserved,
        large: fc.boolean(),
      });
      fc.assert(
        fc.property(facts, fc.constantFrom(32, 42, 48), (each, columns) => {
          const paper = printed({ ...each, ahead: 3 }, columns);
          expect(paper.qrCodes).toEqual([]);
          expect(paperText(paper)).toContain('A012');
          for (const line of paper.lines) {
            expect(line.reduce((sum, run) => sum + columnsOf(run.text) * run.wide, 0)).toBeLessThanOrEqual(columns);
          }
        }),
        { seed: SEED, numRuns: 300 },
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  it('has a picture made from the same document', () => {
    const picture = ticketPicture(ticketPaperOf(), 48);
    expect(picture).toMatch(/^<svg /);
    for (const character of '城东营业厅缴费') expect(picture).toContain(character);
  });
});
