import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { assert } from '../../shared/lib/assert.ts';
import { becomesSo } from './responsive-time.ts';

const CHROMIUM = '/usr/bin/chromium';
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Pictures of the documents change only when somebody asks for it; else a test run would leave the checkout changed. */
const PICTURES = join(ROOT, process.env['HALLCALL_SCREENSHOTS'] === '1' ? 'docs/images' : 'test-results');

export function launchBrowser(): Promise<Browser> {
  assert(existsSync(join(ROOT, 'dist/screens/display/index.html')), 'the screens are not built: npm run build');
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

export interface OpenedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page complained of: errors, also of the content policy, and requests to anywhere but its hub. */
  readonly complaints: readonly string[];
}

export interface PageOptions {
  readonly width: number;
  readonly height: number;
  readonly touch?: boolean;
  readonly reducedMotion?: 'reduce';
  /** For a test that puts into the page what its policy forbids; others open the page with it. */
  readonly bypassPolicy?: true;
  /** Runs before the page's own scripts. */
  readonly before?: (context: BrowserContext) => Promise<unknown>;
}

/**
 * Behind its own work every page loads all the slices of its fonts, four megabytes, for the hour without a hub. A test that needs them says so
 * (`readyForOffline`); for the others it would be a second of each page. Plain text: what a bundler writes into functions is not known in the page.
 */
const HOLD_FACES = `{
  const { load } = FontFace.prototype;
  const wanted = new Promise((resolve) => window.addEventListener('hallcall-wants-every-face', resolve, { once: true }));
  FontFace.prototype.load = function () {
    return wanted.then(() => load.call(this));
  };
}`;

/** A page in a browser profile of its own, as every screen has one. */
export async function openPage(browser: Browser, url: string, options: PageOptions): Promise<OpenedPage> {
  const context = await browser.newContext({
    viewport: { width: options.width, height: options.height },
    locale: 'zh-CN',
    hasTouch: options.touch ?? false,
    bypassCSP: options.bypassPolicy ?? false,
    ...(options.reducedMotion === undefined ? {} : { reducedMotion: options.reducedMotion }),
  });
  await options.before?.(context);
  await context.addInitScript(HOLD_FACES);
  const page = await context.newPage();
  const complaints: string[] = [];
  const { origin } = new URL(url);
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    // A picture that the page made itself is no request to anybody.
    if (
      !request
        .url()
        .replace(/^blob:/, '')
        .startsWith(origin)
    )
      complaints.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  await page.locator('html[data-ready]').waitFor();
  return { page, context, complaints };
}

/**
 * What axe finds wrong, in one line each. No page here has frames, so axe looks at the page alone, without a second one to gather
 * what frames say; and it describes only what is wrong. A quarter of the time, the same rules.
 */
export async function axeViolations(page: Page): Promise<string[]> {
  const builder = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations } = await builder.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
}

export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

/** Until the page has every character that it could ever need: from here on the hub may be gone. */
export async function readyForOffline(page: Page): Promise<void> {
  await page.evaluate(() => window.dispatchEvent(new Event('hallcall-wants-every-face')));
  await page.locator('html[data-ready="offline"]').waitFor();
}

/** Another size of the glass, laid out and drawn by it. */
export async function resized(page: Page, size: { readonly width: number; readonly height: number }): Promise<void> {
  await page.setViewportSize(size);
  await page.waitForFunction(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true)))),
  );
}

/** Until what flashed or moved has come to its end. What waits for its time, and what never ends, is not waited for. */
export async function untilStill(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document.getAnimations().every(({ effect, playState }) => {
      const timing = effect?.getComputedTiming();
      return playState !== 'running' || timing?.progress === null || timing?.endTime === Infinity;
    }),
  );
}

/**
 * Waits until a question about the page has the wanted answer; the page's own pace, no sleeping. `limitMs` is counted as a process has
 * it that is not kept waiting by others.
 */
export async function until(
  page: Page,
  question: () => boolean | Promise<boolean>,
  whatFor: string,
  limitMs = 15_000,
): Promise<void> {
  assert(await becomesSo(question, limitMs, () => page.waitForTimeout(50)), `waited in vain for: ${whatFor}`);
}
