import { describe, expect, it } from 'vitest';
import { burnInShift, SHIFT_EVERY_MS } from './burn-in.ts';

/** The margin around everything, in thousandths of the height. */
const MARGIN = 15;

describe('the picture moves', () => {
  it('[D49] a step every few minutes, through every place of a small square, never out of the margin', () => {
    const places = Array.from({ length: 9 }, (_, index) => burnInShift(index * SHIFT_EVERY_MS + 1));
    expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe(9);
    for (const { x, y } of places) expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThan(MARGIN);
    expect(burnInShift(SHIFT_EVERY_MS - 1)).toEqual(burnInShift(0));
    const steps = places.slice(1).map(({ x, y }, index) => Math.abs(x - places[index]!.x) + Math.abs(y - places[index]!.y));
    expect(Math.min(...steps)).toBeGreaterThan(0);
  });
});
