import { expect, it } from 'vitest';
import { dateText, preciseTimeText, timeText, watchText, weekdayText } from './time.ts';

/** 2026-11-22 09:41:07 in Shanghai: still the 21st, in the evening, in New York. */
const AT = Date.UTC(2026, 10, 22, 1, 41, 7);

it('[D10] tells time, date and weekday of the hall’s zone in both languages', () => {
  expect(timeText(AT, 'Asia/Shanghai', 'zh')).toBe('09:41');
  expect(preciseTimeText(AT, 'Asia/Shanghai', 'en')).toBe('09:41:07');
  expect(dateText(AT, 'Asia/Shanghai', 'zh')).toBe('2026年11月22日');
  expect(weekdayText(AT, 'Asia/Shanghai', 'zh')).toBe('星期日');
  expect(dateText(AT, 'Asia/Shanghai', 'en')).toBe('22 November 2026');
  expect(weekdayText(AT, 'Asia/Shanghai', 'en')).toBe('Sunday');
  expect(weekdayText(AT, 'America/New_York', 'en')).toBe('Saturday');
  expect(timeText(Date.UTC(2026, 10, 22, 16), 'Asia/Shanghai', 'zh')).toBe('00:00');
});

it('[D25] shows a running watch', () => {
  expect([0, 59_999, 187_000, 3_765_000, -5].map(watchText)).toEqual(['0:00', '0:59', '3:07', '1:02:45', '0:00']);
});
