import { describe, expect, it } from 'vitest';
import { UNKNOWABLE } from '../hall/forecast/wait-range.ts';
import { forecastTexts, rangeFigures, rangeMinutes, rangeText, staffWaitText } from './forecast.ts';
import { LANGUAGES } from './language.ts';

const minutes = (from: number, to: number) => ({ fromMs: from * 60_000, toMs: to * 60_000 });

describe('a wait in words', () => {
  it('[D9, K1] is a range of minutes, and without a forecast a dash', () => {
    expect(rangeText(null, 'zh')).toBe('—');
    expect(rangeText(minutes(8.5, 13.2), 'zh')).toBe('8–14 分钟');
    expect(rangeText(minutes(0, 0), 'en')).toBe('0–1 min');
  });

  it.each([
    [0, 0, 0, 1],
    [8, 14, 8, 14],
    [8.9, 14.1, 8, 15],
    [5, 5, 5, 6],
    [59.9, 60, 59, 60],
    [58, 60.1, 55, 65],
    [62, 137, 60, 140],
    [-1, 3, 0, 3],
  ])('[F141] %d to %d minutes are told as %d–%d: outwards, and in steps of five above an hour', (from, to, low, high) => {
    expect(rangeMinutes(minutes(from, to))).toEqual({ from: low, to: high });
  });

  it('[F141] a figure that is none is told as not known', () => {
    for (const range of [minutes(NaN, 5), minutes(5, NaN), minutes(5, Infinity)]) expect(rangeFigures(range)).toBe('—');
  });

  it('[F140] every reason why a wait is not known is told in both languages: shortly, as a sentence, and to staff', () => {
    const said = LANGUAGES.flatMap((language) =>
      UNKNOWABLE.flatMap((why) => {
        const { short, sentence } = forecastTexts(language).why[why];
        expect(sentence).toMatch(language === 'zh' ? /^[^a-zA-Z]+。$/ : /^[A-Z][\x20-\x7e]+\.$/);
        return [`${language} ${short}`, `${language} ${sentence}`];
      }),
    );
    expect(new Set(said).size).toBe(said.length);
    expect(staffWaitText({ is: 'unknown', why: 'no-open-counter' }, 'zh')).toBe('— 无开放台席');
    expect(staffWaitText({ is: 'unknown', why: 'stale' }, 'en')).toBe('— forecast not current');
  });

  it('[F140] an estimate from few services says that it is one', () => {
    const told = { is: 'known', range: minutes(3, 9), learning: true } as const;
    expect(staffWaitText(told, 'zh')).toBe('3–9 分钟（估算）');
    expect(staffWaitText(told, 'en')).toBe('3–9 min (estimate)');
    expect(staffWaitText({ ...told, learning: false }, 'en')).toBe('3–9 min');
  });
});
