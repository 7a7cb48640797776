import { expect, it } from 'vitest';
import type { KioskService } from '../shared/hall/views/kiosk-services.ts';
import { TILES_PER_PAGE, TilePages } from './tile-pages.svelte.ts';

function services(count: number): KioskService[] {
  return Array.from({ length: count }, (_, index) => ({
    service: { id: `S${index}`, name: { zh: '业务', en: 'Service' }, series: 'A', documents: [] },
    waiting: 0,
    offer: 'open' as const,
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
