import { describe, expect, it } from 'vitest';
import { NOTICE_LENGTH_MAX } from '../hall/limits.ts';
import { pieces, sizeToFill, sizeToFit, widthEm } from './text-size.ts';

describe('the size of a text', () => {
  it('[D45] of one line: a name that fits keeps it, a longer one gives up as much as it must and no more', () => {
    expect(widthEm('综合业务')).toBe(4);
    expect(widthEm('VIP 接待室')).toBeCloseTo(3 * 0.68 + 0.3 + 3);
    expect(sizeToFit('VIP 接待室', 6, 0.4)).toBe(1);
    expect(sizeToFit('国际业务与大客户接待', 5, 0.4)).toBe(0.5);
    expect(sizeToFit('x'.repeat(200), 5, 0.4)).toBe(0.4);
    expect(sizeToFit('', 5, 0.4)).toBe(1);
  });

  it('[D40] of an emergency: large while it is short, and the longest notice still stands on the screen whole', () => {
    expect(sizeToFill({ zh: '请立即离开大厅', en: 'Leave the hall now' })).toBe(12);
    const [zh, en] = ['请'.repeat(NOTICE_LENGTH_MAX), 'm'.repeat(NOTICE_LENGTH_MAX)];
    const size = sizeToFill({ zh, en });
    const lines = (em: number, part: number) => Math.ceil((em * size * part) / 90) * size * part * 1.25;
    expect(lines(widthEm(zh), 1) + lines(widthEm(en), 0.75)).toBeLessThan(75);
    expect(size).toBeGreaterThan(2);
  });

  it('[D47] in pieces, for a line that is too short: between words, nothing lost and nothing longer than the line', () => {
    expect(pieces('缴费 · 开户 · 综合业务', 6)).toEqual(['缴费 · 开户', '· 综合业务']);
    expect(pieces('Pay a bill · Open an account', 6)).toEqual(['Pay a bill', '· Open an', 'account']);
    expect(pieces('请立即从最近的出口离开大厅', 5)).toEqual(['请立即从最', '近的出口离', '开大厅']);
    expect(pieces('', 5)).toEqual([]);
    for (const text of ['Donaudampfschifffahrtsgesellschaft', 'ab 👩‍🚒 cd', '业'.repeat(500), '  x  ']) {
      const found = pieces(text, 4);
      expect(found.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
      expect(Math.max(...found.map(widthEm))).toBeLessThanOrEqual(4);
    }
  });
});
