import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';

export const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] as const;

export interface Measured {
  readonly id: string;
  readonly language: 'zh' | 'en' | 'both';
  /** Each with the number of places. */
  readonly violations: readonly string[];
  /** What axe could not decide by itself. */
  readonly incomplete: readonly string[];
  readonly rulesPassed: number;
  /** Shorter side of the smallest thing to press, in CSS pixels; null: there is none. */
  readonly smallestTarget: number | null;
  /** What that is, as far as it says so itself. */
  readonly smallestIs: string;
  /** Of all that can be focused and pressed, how many the Tab key reached. */
  readonly keyboard: { readonly reached: number; readonly all: number };
  /** Of the largest text, against the ground behind it. */
  readonly largestText: { readonly text: string; readonly px: number; readonly contrast: number } | null;
  /** Wider than 320 CSS pixels at a width of 320; null: a screen of fixed size. */
  readonly overflowAt320: number | null;
  /** What stands out furthest there. */
  readonly widestAt320: string;
  /** Animations longer than a frame that run although less motion is wished for. */
  readonly moving: number;
}

const FOCUSABLE = 'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary';
const TABS_MAX = 400;

export async function measure(
  page: Page,
  about: { readonly id: string; readonly language: Measured['language']; readonly reflows: boolean },
): Promise<Measured> {
  const axe = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .withTags([...AXE_TAGS])
    .analyze();
  const said = (found: typeof axe.violations): string[] => found.map(({ id, nodes }) => `${id} (${nodes.length})`);
  return {
    id: about.id,
    language: about.language,
    violations: said(axe.violations),
    incomplete: said(axe.incomplete),
    rulesPassed: axe.passes.length,
    ...(await page.evaluate(inPage, FOCUSABLE)),
    keyboard: await keyboard(page),
    ...(about.reflows ? await overflow(page) : { overflowAt320: null, widestAt320: '' }),
  };
}

/** Runs in the page. */
function inPage(focusable: string): Pick<Measured, 'smallestTarget' | 'smallestIs' | 'largestText' | 'moving'> {
  const shown = (element: Element): boolean => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  const sides = [...document.querySelectorAll(focusable)].filter(shown).map((element) => {
    const { height, width } = (element.closest('label') ?? element).getBoundingClientRect();
    const says = (element.closest('label') ?? element).textContent?.trim().slice(0, 20) ?? '';
    return { side: Math.min(height, width), is: `${element.tagName.toLowerCase()} ${says}` };
  });
  const [smallest] = sides.toSorted((one, other) => one.side - other.side);
  const channels = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).map(Number);
  // WCAG 2.2, relative luminance and contrast ratio.
  const luminance = ([red = 0, green = 0, blue = 0]: number[]): number => {
    const [r = 0, g = 0, b = 0] = [red, green, blue]
      .map((each) => each / 255)
      .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const groundOf = (element: Element | null): number[] => {
    for (let each = element; each !== null; each = each.parentElement) {
      const ground = channels(getComputedStyle(each).backgroundColor);
      if (ground.length === 3 || (ground[3] ?? 0) === 1) return ground;
    }
    return [255, 255, 255];
  };
  let largest: Measured['largestText'] = null;
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && (node.textContent ?? '').trim() !== '');
    if (!own || !shown(element) || element.closest('svg, script, style, .unseen, [aria-hidden=true]') !== null) continue;
    const style = getComputedStyle(element);
    const px = Number.parseFloat(style.fontSize);
    if (largest !== null && px <= largest.px) continue;
    const [ink, ground] = [luminance(channels(style.color)), luminance(groundOf(element))];
    const contrast = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
    largest = {
      text: (element.textContent ?? '').trim().slice(0, 20),
      px: Math.round(px),
      contrast: Math.round(contrast * 10) / 10,
    };
  }
  const moving = document.getAnimations().filter((each) => {
    const { delay = 0, duration = 0 } = each.effect?.getTiming() ?? {};
    return each.playState === 'running' && Number(delay) === 0 && Number(duration) > 20;
  }).length;
  return {
    smallestTarget: smallest === undefined ? null : Math.round(smallest.side),
    smallestIs: smallest?.is ?? '',
    largestText: largest,
    moving,
  };
}

async function keyboard(page: Page): Promise<Measured['keyboard']> {
  const all = await page.evaluate((focusable) => {
    const shown = [...document.querySelectorAll(focusable)].filter(
      (each) => each.checkVisibility() && each.closest('[inert]') === null,
    );
    // One radio button of a group, and none with a tabindex of its own below 0.
    const stops = shown.filter((each) => (each as HTMLElement).tabIndex >= 0);
    stops.forEach((each, index) => each.setAttribute('data-audit', String(index)));
    (document.activeElement as HTMLElement | null)?.blur();
    return stops.length;
  }, FOCUSABLE);
  const reached = new Set<string>();
  for (let tabs = 0; tabs < Math.min(all + 5, TABS_MAX) && reached.size < all; tabs += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => document.activeElement?.getAttribute('data-audit') ?? null);
    if (at !== null) reached.add(at);
  }
  return { reached: reached.size, all };
}

/** WCAG 2.2, 1.4.10: 320 CSS pixels, as 1,280 at 400 %. */
async function overflow(page: Page): Promise<Pick<Measured, 'overflowAt320' | 'widestAt320'>> {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  // Tables and charts take their new width in a later frame: what stays is measured.
  await page.waitForTimeout(300);
  const found = await page.evaluate(() => {
    const wide = Math.max(0, (document.scrollingElement?.scrollWidth ?? 0) - 320);
    const rightOf = (element: Element): number => element.getBoundingClientRect().right;
    // What scrolls by itself does not widen the page.
    const scrolls = (element: Element): boolean => {
      for (let each = element.parentElement; each !== null && each !== document.body; each = each.parentElement)
        if (getComputedStyle(each).overflowX !== 'visible') return true;
      return false;
    };
    const out = [...document.querySelectorAll('body *')].filter((each) => rightOf(each) > 321 && !scrolls(each));
    const widest = out.toSorted((one, other) => rightOf(other) - rightOf(one)).at(0);
    const says =
      widest === undefined
        ? ''
        : `${widest.tagName.toLowerCase()}.${widest.className} ${widest.textContent?.trim().slice(0, 30) ?? ''}`;
    return { overflowAt320: wide, widestAt320: wide === 0 ? '' : says };
  });
  if (size !== null) await page.setViewportSize(size);
  return found;
}
