import { describe, expect, it } from 'vitest';
import type { PublicPage } from '../shared/hall/setup/media-setup.ts';
import { partSizePx, publicPageParts, textArea } from './public-page-parts.ts';

const text = (zh: string, en = zh) => ({ zh, en });
const page = (paragraphs: number, words: string): PublicPage => ({
  id: 'p',
  kind: 'procedure',
  title: text('业务流程', 'How it works'),
  body: Array.from({ length: paragraphs }, (_, index) => text(`${index} ${words}`)),
});
const HALF_A_WALL = { width: 1_000, height: 560 };

describe('a public page', () => {
  it('[D44] is one screenful while it is short, and turns in parts that lose no paragraph', () => {
    expect(publicPageParts(page(3, '取号'))).toMatchObject([{ part: 1, parts: 1, key: 'p 0' }]);
    const long = page(20, '请先在取号机上选择业务并领取号票');
    const parts = publicPageParts(long);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.flatMap(({ body }) => body)).toEqual(long.body);
    expect(parts.map(({ part, parts: all }) => [part, all])).toEqual(parts.map((_, index) => [index + 1, parts.length]));
  });

  it('[D44] is as large as its text allows, and whole', () => {
    const [short] = publicPageParts(page(1, '取号'));
    const [full] = publicPageParts(page(20, '请先在取号机上选择业务并领取号票'));
    const [largest] = publicPageParts(page(1, '业'.repeat(500)));
    expect(partSizePx(short!, HALF_A_WALL)).toBeGreaterThan(partSizePx(full!, HALF_A_WALL));
    for (const part of [short!, full!, largest!]) {
      const size = partSizePx(part, HALF_A_WALL);
      const area = [part.title, ...part.body].reduce((sum, each) => sum + textArea(each), 0) * size * size * 1.25;
      expect(area).toBeLessThan(HALF_A_WALL.width * HALF_A_WALL.height);
    }
    expect(partSizePx(full!, HALF_A_WALL)).toBeGreaterThan(24);
  });
});
