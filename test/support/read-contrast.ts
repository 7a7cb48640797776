import type { Page } from 'playwright-core';
import { contrast } from '../../shared/ui/brand-colour.ts';

/** A text as it is painted: both colours `#rrggbb`. */
interface PaintedText {
  readonly text: string;
  readonly ink: string;
  readonly ground: string;
}

/**
 * The texts of a page that do not reach a contrast, by the colours that the browser computed: each text's own colour against the
 * nearest ground behind it. What is hidden or out of the picture is left out; nothing on public screens is half transparent.
 */
export async function textsBelow(page: Page, contrastMin: number): Promise<string[]> {
  const painted = await page.evaluate(() => {
    const hex = (colour: string): string | null => {
      const [red, green, blue, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
      if (alpha < 1) return null;
      return `#${[red, green, blue]
        .map((part) =>
          Math.round(part ?? 0)
            .toString(16)
            .padStart(2, '0'),
        )
        .join('')}`;
    };
    const groundOf = (element: Element | null): string => {
      for (let each = element; each !== null; each = each.parentElement) {
        const ground = hex(getComputedStyle(each).backgroundColor);
        if (ground !== null) return ground;
      }
      return '#ffffff';
    };
    const found: PaintedText[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = node.textContent?.trim() ?? '';
      if (element === null || text === '' || !element.checkVisibility({ visibilityProperty: true })) continue;
      if (element.closest('.unseen') !== null) continue;
      found.push({ text, ink: hex(getComputedStyle(element).color) ?? '#000000', ground: groundOf(element) });
    }
    return found;
  });
  return painted
    .filter(({ ink, ground }) => contrast(ink, ground) < contrastMin)
    .map(({ text, ink, ground }) => `${text}: ${ink} on ${ground}`);
}
