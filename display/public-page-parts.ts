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

/** What a page keeps free around its text, in em; between paragraphs; the height of a line, and the title's size. */
const MARGIN_EM = 2.4;
const GAP_EM = 0.5;
const LINE_EM = 1.25;
const TITLE_SIZE = 1.25;
/** Lines break before they are full. */
const LINE_FILLED = 0.9;
const SIZE_PX_MIN = 4;

/**
 * The largest size in px at which a part stands in a place of so many px, whole: found by counting its lines before anything is
 * drawn. Nothing is larger than a ninth of the height.
 */
export function partSizePx(part: PublicPart, { width, height }: { readonly width: number; readonly height: number }): number {
  let size = Math.min(height / 9, width / 12);
  while (size > SIZE_PX_MIN && partHeightEm(part, width / size) * size > height) size *= 0.96;
  return size;
}

function partHeightEm({ title, body }: PublicPart, placeEm: number): number {
  const line = Math.max(1, (placeEm - MARGIN_EM) * LINE_FILLED);
  const titleLines = Math.ceil(((widthEm(title.zh) + widthEm(title.en) * SECOND_LANGUAGE_SIZE) * TITLE_SIZE) / line);
  const paragraphs = body.map(({ zh, en }) => {
    const chinese = Math.ceil(widthEm(zh) / line);
    // A line of the second language stands as high as one of the first.
    const english = Math.ceil((widthEm(en) * SECOND_LANGUAGE_SIZE) / line);
    return (chinese + english) * LINE_EM + GAP_EM;
  });
  return MARGIN_EM + titleLines * TITLE_SIZE * LINE_EM + paragraphs.reduce((sum, each) => sum + each, 0);
}
