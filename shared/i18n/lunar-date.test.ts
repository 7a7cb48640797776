import { describe, expect, it } from 'vitest';
import { lunarDateText } from './lunar-date.ts';

const inShanghai = (day: string, time = '12:00') => lunarDateText(Date.parse(`${day}T${time}:00+08:00`), 'Asia/Shanghai');

describe('the day of the Chinese calendar', () => {
  it.each([
    ['2026-02-17', '农历丙午年正月初一'],
    ['2026-02-16', '农历乙巳年腊月廿九'],
    ['2026-01-15', '农历乙巳年十一月廿七'],
    ['2025-07-25', '农历乙巳年闰六月初一'],
    ['2026-11-22', '农历丙午年十月十四'],
    ['2024-02-10', '农历甲辰年正月初一'],
    ['2024-02-09', '农历癸卯年腊月三十'],
    ['2026-09-25', '农历丙午年八月十五'],
    ['2026-03-08', '农历丙午年正月二十'],
    ['1999-02-16', '农历己卯年正月初一'],
  ])('[D46] of %s is %s', (day, said) => {
    expect(inShanghai(day)).toBe(said);
  });

  it('[D46] begins with the hall’s own midnight', () => {
    expect(inShanghai('2026-02-17', '00:00')).toBe('农历丙午年正月初一');
    expect(inShanghai('2026-02-16', '23:59')).toBe('农历乙巳年腊月廿九');
    expect(lunarDateText(Date.parse('2026-02-16T18:00:00Z'), 'America/New_York')).toBe('农历乙巳年腊月廿九');
  });

  it('[D46] is left out where the platform has another calendar', () => {
    const { resolvedOptions } = Intl.DateTimeFormat.prototype;
    Intl.DateTimeFormat.prototype.resolvedOptions = function (this: Intl.DateTimeFormat) {
      return { ...resolvedOptions.call(this), calendar: 'gregory' };
    };
    try {
      expect(inShanghai('2026-02-17')).toBeNull();
    } finally {
      Intl.DateTimeFormat.prototype.resolvedOptions = resolvedOptions;
    }
  });
});
