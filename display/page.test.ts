import { expect, it } from 'vitest';
import { displayPage } from './page.ts';
import { PAGE_MS, rotation } from './rotation.ts';

it('[D23] knows its own addresses and no others', () => {
  expect(displayPage('/display/wall')).toEqual({ is: 'wall', display: null });
  expect(displayPage('/display/wall/east-2/')).toEqual({ is: 'wall', display: 'east-2' });
  expect(displayPage('/display/window/12/')).toEqual({ is: 'window', counter: 12 });
  for (const path of [
    '/display',
    '/display/window',
    '/display/window/x',
    '/display/walls',
    '/display/wall/a b',
    '/display/wall/a/b',
  ]) {
    expect(displayPage(path)).toEqual({ is: 'unknown' });
  }
});

it('[D8] turns the pages of a long list, and leaves a short one alone', () => {
  const items = [1, 2, 3, 4, 5];
  expect(rotation(items, 2, 0)).toEqual({ shown: [1, 2], page: 1, pages: 3 });
  expect(rotation(items, 2, PAGE_MS * 2).shown).toEqual([5]);
  expect(rotation(items, 2, PAGE_MS * 3).shown).toEqual([1, 2]);
  expect(rotation(items, 5, PAGE_MS * 7)).toEqual({ shown: items, page: 1, pages: 1 });
  expect(rotation([], 5, 1)).toEqual({ shown: [], page: 1, pages: 1 });
});
