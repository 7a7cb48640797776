import type { EpochMs } from '../shared/lib/clock.ts';

/** How long one page of an overflowing list is shown. */
export const PAGE_MS = 8_000;

export interface Rotation<Item> {
  readonly shown: readonly Item[];
  /** From 1. */
  readonly page: number;
  readonly pages: number;
}

/** The part of a list that a wall shows now: nothing scrolls, lists turn pages, all walls at the same moment. */
export function rotation<Item>(items: readonly Item[], perPage: number, now: EpochMs): Rotation<Item> {
  const pages = Math.max(1, Math.ceil(items.length / perPage));
  const page = Math.floor(now / PAGE_MS) % pages;
  return { shown: items.slice(page * perPage, (page + 1) * perPage), page: page + 1, pages };
}
