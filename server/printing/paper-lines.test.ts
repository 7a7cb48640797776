import { fc } from '../../test/support/seeded-check.ts';
import { describe, expect, it } from 'vitest';
import { balancedLines, columnsOf, CUT_MARK, paperLines } from './paper-lines.ts';
import { paperText } from './receiptline-text.ts';

const SEED = 20261122;
const LINES_MAX = 3;
const without = (text: string): string => text.replace(/\s/g, '');

describe('lines on paper', () => {
  it('[K53] counts a Chinese character as two columns', () => {
    expect(columnsOf('A012 缴费')).toBe(9);
  });

  it.each([
    [['Broadband', 'relocation'], 'Broadband relocation', 12],
    [['宽带新装', '与移机'], '宽带新装与移机', 9],
    [['请到休息', '区，等候'], '请到休息区，等候', 9],
    [['请备好事', '（身份证）'], '请备好事（身份证）', 10],
    [['办理 VIP', '业务'], '办理 VIP 业务', 9],
    [['abcdef', 'ghi'], 'abcdefghi', 6],
  ])('[K53] breaks where a reader expects it: %j', (lines, text, columns) => {
    expect(paperLines(text, columns, LINES_MAX)).toEqual(lines);
  });

  it('[K53] never makes a line wider than the paper, and loses nothing that fits', () => {
    const columns = 12;
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const lines = paperLines(text, columns, LINES_MAX);
        expect(lines.length).toBeLessThanOrEqual(LINES_MAX);
        for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(columns);
        const whole = without(paperText(text));
        const shown = without(lines.join(''));
        expect(shown === whole || (shown.endsWith(CUT_MARK) && whole.startsWith(shown.slice(0, -CUT_MARK.length)))).toBe(true);
      }),
      { seed: SEED, numRuns: 3_000 },
    );
  });

  it('[K54] cuts a text of 10,000 characters by rule and marks the cut', () => {
    const lines = paperLines('业'.repeat(10_000), 48, 2);
    expect(lines.map(columnsOf)).toEqual([48, 48]);
    expect(lines[1]?.endsWith(CUT_MARK)).toBe(true);
  });

  it('[K53] balances a heading: no last character alone on a line', () => {
    expect(balancedLines('宽带新装与移机业务', 16, 2)).toEqual(['宽带新装与', '移机业务']);
  });
});
