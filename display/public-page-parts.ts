import type { PublicPage } from '../shared/hall/setup/media-setup.ts';
import type { Text } from '../shared/hall/text.ts';
import { SECOND_LANGUAGE_SIZE, widthEm } from '../shared/ui/text-size.ts';

/** One screenful of a public page. */
export interface PublicPart {
  readonly key: string;
  readonly title: Text;
  readonly body: readonly Text[];
  /** From 1, and of how many, within its page. */
  readonly part: number;
  readonly parts: number;
}

/** As many characters as can be read in a place of half a wall while it stands there. */
const PART_AREA_MAX = 220;
/** What each paragraph needs besides its characters: the ends of its lines. */
const PARAGRAPH_AREA = 14;

/** Room that a text takes, in squares of its own size, both languages. */
export function textArea({ zh, en }: Text): number {
  return widthEm(zh) + widthEm(en) * SECOND_LANGUAGE_SIZE ** 2 + PARAGRAPH_AREA;
}

/** A long page in parts, none of which breaks a paragraph; a paragraph that is long by itself is a part by itself. */
export function publicPageParts(page: PublicPage): PublicPart[] {
  const bodies: Text[][] = [];
  let room = 0;
  for (const paragraph of page.body) {
    const area = textArea(paragraph);
    if (bodies.length === 0 || area > room) {
      bodies.push([]);
      room = PART_AREA_MAX;
    }
    bodies[bodies.length - 1]!.push(paragraph);
    room -= area;
  }
  return bodies.map((body, index) => ({
    key: `${page.id} ${index}`,
    title: page.title,
    body,
    part: index + 1,
    parts: bodies.length,
  }));
}

/** The size in px at which a part fills a place of so many px: from what it holds, before anything is drawn. */
export function partSizePx({ title, body }: PublicPart, place: { readonly width: number; readonly height: number }): number {
  const area = 1.6 * textArea(title) + body.reduce((sum, paragraph) => sum + textArea(paragraph), 0);
  const wanted = Math.sqrt((place.width * place.height * 0.5) / Math.max(1, area));
  return Math.min(wanted, place.height / 9, place.width / 12);
}
