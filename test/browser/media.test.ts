import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MediaManifest } from '../../shared/protocol/media-manifest.ts';
import {
  axeViolations,
  launchBrowser,
  openPage,
  picture,
  resized,
  until,
  untilStill,
  type OpenedPage,
} from '../support/browser.ts';
import { HubProcess } from '../support/hub-process.ts';

const SAMPLES = fileURLToPath(new URL('../media/', import.meta.url));
const sample = (name: string): Buffer => readFileSync(join(SAMPLES, name));
const LANDSCAPE = { width: 1_280, height: 720 } as const;

/** Whole by its structure, in a coding that no browser has. */
function strangeFilm(): Buffer {
  return Buffer.from(sample('film.mp4').toString('latin1').replaceAll('avc1', 'zzz1'), 'latin1');
}

const HALL = `
displays:
  - { id: main, name: Main, layout: calls-queues }
  - { id: promo, name: Promotion, layout: media-banner }
media:
  items:
    - { id: poster, file: picture.png, seconds: 2, alt: { zh: 海报, en: Poster } }
    - { id: strange, file: strange.mp4 }
    - { id: film, file: film.webm, volume: 60 }
    - { id: over, file: picture.jpg, until: '2020-01-01' }
  pageSeconds: 2
`;

/** What of the demonstration's hall this file sets by itself. */
function withMedia(demo: string): string {
  return demo.replaceAll(/^(?:displays|media):\n(?:[ #].*\n|\n)*/gm, '') + HALL;
}

/** What a browser of 2018 has not, as far as a page can be made to miss it. Runs in the page, before anything of ours. */
function forgetYoungThings(): void {
  const young: readonly (readonly [object, readonly string[]])[] = [
    [Array.prototype, ['at', 'flat', 'flatMap', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with']],
    [String.prototype, ['at', 'matchAll', 'replaceAll', 'isWellFormed', 'toWellFormed']],
    [Object, ['fromEntries', 'hasOwn', 'groupBy']],
    [Map, ['groupBy']],
    [Promise, ['allSettled', 'any', 'withResolvers', 'try']],
    [AbortSignal, ['any', 'timeout']],
    [
      Element.prototype,
      ['replaceChildren', 'toggleAttribute', 'checkVisibility', 'getHTML', 'setHTMLUnsafe', 'getAnimations', 'moveBefore'],
    ],
    [Document.prototype, ['replaceChildren', 'getAnimations', 'startViewTransition']],
    [DocumentFragment.prototype, ['replaceChildren', 'moveBefore']],
    [Blob.prototype, ['arrayBuffer', 'text', 'stream']],
    [Intl, ['ListFormat', 'RelativeTimeFormat', 'DisplayNames', 'Segmenter', 'Locale', 'DurationFormat']],
    [Intl.DateTimeFormat.prototype, ['formatRange', 'formatRangeToParts']],
    [crypto, ['randomUUID']],
    [Crypto.prototype, ['randomUUID']],
    [Set.prototype, ['union', 'intersection', 'difference', 'isSubsetOf', 'isSupersetOf']],
    [
      window,
      [
        'structuredClone',
        'queueMicrotask',
        'WeakRef',
        'FinalizationRegistry',
        'AggregateError',
        'requestIdleCallback',
        'scheduler',
        'navigation',
        'Iterator',
        'Temporal',
      ],
    ],
  ];
  const Formats = Intl.DateTimeFormat;
  // Options of 2019 and later are no error there: they say nothing.
  const forgetful = function (tags?: string, options: Intl.DateTimeFormatOptions = {}): Intl.DateTimeFormat {
    const { dateStyle: _date, dayPeriod: _period, hourCycle: _cycle, timeStyle: _time, ...old } = options;
    return new Formats(tags, old);
  };
  Object.assign(Intl, { DateTimeFormat: Object.assign(forgetful, Formats) });
  for (const [owner, names] of young) for (const name of names) delete (owner as Record<string, unknown>)[name];
}

const oldBrowser = { before: (context: OpenedPage['context']) => context.addInitScript(forgetYoungThings) };

let hub: HubProcess;
let browser: Browser;

beforeAll(async () => {
  [hub, browser] = await Promise.all([
    HubProcess.start({
      hallFile: withMedia,
      files: {
        'media/picture.png': sample('picture.png'),
        'media/picture.jpg': sample('picture.jpg'),
        'media/film.webm': sample('film.webm'),
        'media/strange.mp4': strangeFilm(),
        'media/broken.png': sample('picture.png').subarray(0, 100),
      },
    }),
    launchBrowser(),
  ]);
});

afterAll(async () => {
  await browser.close();
  await hub.close();
});

const stage = (page: Page) => page.locator('[data-media]').first();

describe('a wall with media', () => {
  it('[M3, M6, M9] shows pictures and films in turn, skips what it cannot show and tells the hub', async () => {
    const { page, complaints, context } = await openPage(browser, `${hub.url}/display/wall/promo`, LANDSCAPE);
    const poster = page.locator('[data-media=image] img');
    await poster.waitFor();
    expect(await poster.getAttribute('alt')).toBe('海报 Poster');
    await until(page, () => poster.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth === 320), 'the picture');
    await picture(page, 'wall-media-picture');
    const film = page.locator('[data-media=film] video');
    // Looked at in one go: it is short, and the next comes by itself.
    const isSeenAndHeard = (videos: readonly HTMLVideoElement[]): boolean =>
      videos.some(({ currentTime, muted, videoWidth }) => currentTime > 0.5 && !muted && videoWidth === 160);
    await until(page, () => film.evaluateAll(isSeenAndHeard), 'the film');
    expect(await axeViolations(page)).toEqual([]);
    await picture(page, 'wall-media-film');
    await poster.waitFor();
    await until(page, async () => (await hub.read<MediaManifest>('9001', 'media')).failed.length > 0, 'the report');
    const { failed, skipped } = await hub.read<MediaManifest>('9001', 'media');
    expect(failed).toEqual([{ file: 'strange.mp4', screens: 1 }]);
    expect(skipped).toEqual([{ file: 'broken.png', fault: 'broken' }]);
    expect(await stage(page).getAttribute('data-media')).not.toBe('empty');
    expect(complaints).toEqual([]);
    await context.close();
  });
});

/** Every box of the page that somebody can see, by where it stands; two walls need not show the same picture at the same time. */
function boxes(page: Page): Promise<Record<string, readonly number[]>> {
  return page.evaluate(() => {
    const found: Record<string, readonly number[]> = {};
    const walk = (element: Element, path: string): void => {
      const { left, top, width, height } = element.getBoundingClientRect();
      if (element.closest('[data-media] > *') !== null) return;
      if (width > 0 && height > 0) found[path] = [left, top, width, height];
      [...element.children].forEach((child, place) => walk(child, `${path}/${child.tagName.toLowerCase()}${place}`));
    };
    walk(document.querySelector('#screen')!, '');
    return found;
  });
}

async function differences(one: Page, other: Page): Promise<string[]> {
  const [left, right] = [await boxes(one), await boxes(other)];
  const paths = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...paths].flatMap((path) => {
    const apart = (left[path] ?? []).map((value, place) => Math.abs(value - (right[path]?.[place] ?? NaN)));
    return apart.length === 4 && apart.every((each) => each <= 1)
      ? []
      : [`${path}: ${String(left[path])} / ${String(right[path])}`];
  });
}

/** The one and the other are looked at one after the other: something may have changed between. */
async function same(one: Page, other: Page, where: string): Promise<void> {
  let found: string[] = [];
  const isSame = async (): Promise<boolean> => (found = await differences(one, other)).length === 0;
  await until(one, isSame, `the same boxes at ${where}`).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${found.join('\n')}`);
  });
}

describe('an old browser', () => {
  it('[M34] gets the build for it, by the library that it lacks, and shows what the others show, where they show it', async () => {
    await hub.command('1003', { type: 'sign-in', counter: 3 });
    await hub.command('1003', { type: 'open-counter', counter: 3 });
    for (const path of ['/display/wall', '/display/wall/promo', '/display/window/3']) {
      const now = await openPage(browser, hub.url + path, LANDSCAPE);
      const old = await openPage(browser, hub.url + path, { ...LANDSCAPE, ...oldBrowser });
      const loaded = (page: Page) =>
        page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name.split('/').at(-1) ?? ''));
      expect((await loaded(old.page)).filter((name) => name.startsWith('index-') && name.endsWith('.js'))).toEqual([
        expect.stringMatching(/^index-legacy-/) as unknown,
      ]);
      expect((await loaded(now.page)).some((name) => name.includes('-legacy-'))).toBe(false);
      await hub.command('2001', { type: 'issue-ticket', service: 'B' });
      const { number } = await hub.command('1003', { type: 'call-next', counter: 3 });
      for (const { page } of [now, old])
        await page
          .getByText(number ?? '', { exact: true })
          .first()
          .waitFor();
      // The old one cannot be asked what moves.
      await untilStill(now.page);
      const said = ({ page }: OpenedPage) => page.locator('#screen').innerText();
      await until(old.page, async () => (await said(now)) === (await said(old)), `the same words at ${path}`);
      await same(now.page, old.page, path);
      await picture(old.page, `legacy${path.replaceAll('/', '-')}`);
      await Promise.all([now.page, old.page].map((page) => resized(page, { width: 720, height: 1_280 })));
      await same(now.page, old.page, `${path}, upright`);
      expect(old.complaints).toEqual([]);
      expect(now.complaints).toEqual([]);
      await now.context.close();
      await old.context.close();
    }
  });
});
