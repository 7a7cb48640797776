import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../test/support/played-hall.ts';
import { minutesRange } from '../../test/support/told-waits.ts';
import { overQuoteMs, quoteGrade, quoteOf } from './quote.ts';

describe('a wait against its quote', () => {
  it.each([
    [0, 'within'],
    [9, 'within'],
    [14, 'within'],
    [14.1, 'over'],
  ])('[F135] %d minutes of 8–14 that were told are %s', (waited, grade) => {
    // 13.2 is told as 14: nobody is let down before that.
    expect(quoteGrade(waited * MINUTE, minutesRange(8.5, 13.2))).toBe(grade);
  });

  it('[F135] tells by how much it is over', () => {
    expect(overQuoteMs(17 * MINUTE, minutesRange(8, 14))).toBe(3 * MINUTE);
  });

  it('[F135] is of the wait that it was told for: none after a transfer, none where none was told', () => {
    const quote = minutesRange(8, 14);
    expect(quoteOf({ quote, legs: 1 })).toBe(quote);
    expect([quoteOf({ quote, legs: 2 }), quoteOf({ quote: null, legs: 1 })]).toEqual([null, null]);
    expect(quoteOf({ quote: minutesRange(NaN, 4), legs: 1 })).toBeNull();
  });
});
