import { expect, it } from 'vitest';
import type { KioskService } from '../shared/hall/views/kiosk-services.ts';
import { TILES_PER_PAGE, TilePages } from './tile-pages.svelte.ts';

function services(count: number): KioskService[] {
  return Array.from({ length: count }, (_, index) => ({
    service: { id: `S${index}`, name: { zh: '业务', en: 'Service' }, series: 'A', documents: [] },
    waiting: 0,
    wait: { is: 'unknown', why: 'stale' } as const,
    offer: 'open' as const,
    stopReason: null,
    otherChannel: null,
  }));
}

it('[K12] turns pages, and after the last comes the first', () => {
  const all = services(TILES_PER_PAGE + 2);
  const pages = new TilePages(() => all);
  expect([pages.count, pages.number, pages.shown.length]).toEqual([2, 1, TILES_PER_PAGE]);
  pages.next();
  expect([pages.number, pages.shown.length]).toEqual([2, 2]);
  pages.next();
  expect(pages.number).toBe(1);
  expect(new TilePages(() => []).count).toBe(1);
});

it('[K12] shows fewer to a page when they do not fit, skips none, and tries again with other words', () => {
  const all = services(TILES_PER_PAGE * 2);
  const pages = new TilePages(() => all);
  const shown = () => pages.shown.map(({ service }) => service.id);
  pages.narrow();
  const seen = new Set(shown());
  pages.next();
  pages.narrow();
  while (pages.number !== 1) {
    for (const id of shown()) seen.add(id);
    pages.next();
  }
  expect(seen.size).toBe(all.length);
  for (let fewer = TILES_PER_PAGE; fewer > 0; fewer -= 1) pages.narrow();
  expect(pages.shown).toHaveLength(1);
  pages.widen();
  expect(pages.shown).toHaveLength(TILES_PER_PAGE);
});
