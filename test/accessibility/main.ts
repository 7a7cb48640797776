import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { DEMO_PIN } from '../../server/access/kiosk-pin.ts';
import { must } from '../../shared/lib/assert.ts';
import { launchBrowser, openPage, type PageOptions } from '../support/browser.ts';
import { freePort } from '../support/free-port.ts';
import { withPrinters } from '../support/hall-with-printers.ts';
import { HubProcess } from '../support/hub-process.ts';
import { StaffPage } from '../support/staff-page.ts';
import { TestPrinter } from '../support/tcp-printer.ts';
import { measure, type Measured } from './measure.ts';
import { reportText } from './report.ts';

/** `npm run accessibility`: every page of a real hub in real Chromium, measured, and `docs/accessibility.md` written anew. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TELLER = '1003';
const FULL_HD = { width: 1920, height: 1080 } as const;
const UPRIGHT = { width: 1080, height: 1920 } as const;
/** Half a minute without a touch, and then it asks nobody. */
const INVITES_WITHIN_MS = 90_000;
const KIOSK_SIZE = { width: 1080, height: 1920, touch: true } as const;
const TABLET = { width: 1280, height: 800, touch: true } as const;
/** A second press within this time is taken for a double tap. */
const SETTLED_MS = 1_000;
const HAND = { width: 360, height: 780, touch: true } as const;
/** What runs in a page is compiled like the rest, which keeps the names of functions by a function that a page has not. */
const CALM = {
  reducedMotion: 'reduce',
  before: (context) => context.addInitScript('globalThis.__name = (named) => named'),
} as const satisfies Partial<PageOptions>;

/** As the Chinese page names them. */
const TABS = { hall: '大厅', setup: '配置', records: '记录', accuracy: '准确度' } as const;

/** A wall more, which is dimmed at every hour. */
function atNight(demo: string): string {
  const dimmed = "  - { id: night, name: 夜间大屏, layout: calls-queues, night: { from: '00:00', to: '24:00' } }";
  return demo.replace(/^displays:$/m, `displays:\n${dimmed}`);
}

class Audit {
  readonly measured: Measured[] = [];
  readonly #browser: Browser;

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  async open(url: string, size: { readonly width: number; readonly height: number; readonly touch?: boolean }): Promise<Page> {
    return (await openPage(this.#browser, url, { ...size, ...CALM })).page;
  }

  async of(page: Page, id: string, language: Measured['language'], reflows = false): Promise<void> {
    // Pages of an open line do not come to rest; what is drawn for this state is.
    await page.waitForTimeout(500);
    this.measured.push(await measure(page, { id, language, reflows }));
    console.log(id, language, this.measured.at(-1)?.violations.join(', ') || 'no violation');
  }

  /** In Chinese, then in English by the page's own switch. */
  async inBoth(page: Page, id: string, reflows = false): Promise<void> {
    await this.of(page, id, 'zh', reflows);
    await page.locator('.switch button').last().click();
    await this.of(page, id, 'en', reflows);
    await page.locator('.switch button').first().click();
  }
}

const printer = await TestPrinter.start();
const phonePort = await freePort();
const phoneUrl = `http://127.0.0.1:${phonePort}`;
const hub = await HubProcess.start({
  hallFile: (demo) => atNight(withPrinters(printer)(demo)).replace('ratingSeconds: 30', 'ratingSeconds: 600'),
  environment: { HALLCALL_PHONE_URL: phoneUrl, HALLCALL_PHONE_PORT: String(phonePort) },
});
const browser = await launchBrowser();
try {
  const audit = new Audit(browser);
  await hub.command(TELLER, { type: 'sign-in', counter: 3 });
  await hub.command(TELLER, { type: 'open-counter', counter: 3 });
  await kiosk(audit);
  await kioskCorner(audit);
  await phoneAndTablet(audit);
  await displays(audit);
  await emergency(audit);
  await staff(audit);
  const facts = {
    date: new Date().toISOString().slice(0, 10),
    chromium: browser.version(),
    axe: (JSON.parse(readFileSync(join(ROOT, 'node_modules/axe-core/package.json'), 'utf8')) as { version: string }).version,
    hallcall: (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version,
  };
  writeFileSync(join(ROOT, 'docs/accessibility.md'), reportText(audit.measured, facts));
  console.log('docs/accessibility.md is written');
} finally {
  await browser.close();
  await hub.close();
  await printer.stop();
}

async function kiosk(audit: Audit): Promise<void> {
  await audit.of(await audit.open(`${hub.url}/enrol`, KIOSK_SIZE), 'enrol', 'both');
  const page = await audit.open(`${hub.url}/kiosk`, KIOSK_SIZE);
  await page.locator('.tile:enabled, main').first().waitFor();
  await page.mouse.click(540, 1_000);
  await page.locator('.tile:enabled').first().waitFor();
  await audit.inBoth(page, 'kiosk-services');
  await page.getByRole('button', { name: /大字/ }).first().click();
  await audit.of(page, 'kiosk-large', 'zh');
  await page.getByRole('button', { name: /大字/ }).first().click();
  await page
    .getByRole('button', { name: /高对比/ })
    .first()
    .click();
  await audit.of(page, 'kiosk-contrast', 'zh');
  await page
    .getByRole('button', { name: /高对比/ })
    .first()
    .click();
  await page.locator('.priority').click();
  await page.waitForTimeout(SETTLED_MS);
  await audit.of(page, 'kiosk-needs', 'zh');
  await page.locator('[data-key="*"]').click();
  await page.waitForTimeout(SETTLED_MS);
  await page.locator('.tile:enabled', { hasText: '缴费' }).click();
  await page.waitForTimeout(SETTLED_MS);
  await audit.of(page, 'kiosk-documents', 'zh');
  await page.getByRole('button', { name: '取号' }).click();
  await page.locator('.number .number').waitFor();
  await audit.of(page, 'kiosk-ticket', 'zh');
}

/** What a kiosk shows while nobody stands there, and what staff find behind its corner. */
async function kioskCorner(audit: Audit): Promise<void> {
  const page = await audit.open(`${hub.url}/kiosk`, KIOSK_SIZE);
  await page.locator('[data-page=attract]').waitFor({ timeout: INVITES_WITHIN_MS });
  await audit.inBoth(page, 'kiosk-attract');
  await page.locator('.hall').hover();
  await page.mouse.down();
  await page.locator('[data-corner=pin]').waitFor();
  await page.mouse.up();
  await audit.of(page, 'kiosk-pin', 'zh');
  for (const digit of DEMO_PIN) await page.getByRole('button', { name: digit, exact: true }).click();
  await page.getByRole('button', { name: '确定' }).click();
  await page.locator('[data-corner=desk]').waitFor();
  await audit.of(page, 'kiosk-corner', 'zh');
}

async function emergency(audit: Audit): Promise<void> {
  const wall = await audit.open(`${hub.url}/display/wall/main`, FULL_HD);
  const glass = await audit.open(`${hub.url}/kiosk`, KIOSK_SIZE);
  const text = { zh: '请立即从最近的安全出口离开。', en: 'Please leave by the nearest exit at once.' };
  const { notice } = await hub.command('3001', { type: 'post-notice', audience: 'emergency', text });
  for (const page of [wall, glass]) await page.locator('[data-emergency]').waitFor();
  await audit.of(wall, 'wall-emergency', 'both');
  await audit.of(glass, 'kiosk-emergency', 'both');
  await hub.command('3001', { type: 'withdraw-notice', notice: must(notice, 'the notice') });
}

async function phoneAndTablet(audit: Audit): Promise<void> {
  const before = 1;
  await hub.command('2001', { type: 'issue-ticket', service: 'C', printer: 'front' });
  const papers = await printer.printed(before);
  const address = must(papers.flatMap(({ qrCodes }) => qrCodes).at(-1), 'a code on paper');
  const phone = await audit.open(address, HAND);
  await phone.locator('.page[data-line=live]').waitFor();
  await audit.inBoth(phone, 'phone-waiting', true);
  const tablet = await audit.open(`${hub.url}/display/rating/3`, TABLET);
  await tablet.locator('[data-page=asleep][data-live=true]').waitFor();
  await audit.of(tablet, 'rating-asleep', 'both');
  const call = async (): Promise<boolean> => {
    await hub.command(TELLER, { type: 'call-next', counter: 3 });
    // The phone is told within a fifth of a second.
    await phone.waitForTimeout(1_000);
    return (await phone.locator('.page').getAttribute('data-state')) === 'called';
  };
  for (let calls = 0; calls < 8 && !(await call()); calls += 1);
  await phone.locator('.page[data-state=called]').waitFor();
  await audit.inBoth(phone, 'phone-called', true);
  await hub.command(TELLER, { type: 'finish-service', counter: 3 });
  await phone.locator('[data-grade]').first().waitFor();
  await audit.inBoth(phone, 'phone-feedback', true);
  await tablet.locator('[data-page=asking]').waitFor();
  await audit.of(tablet, 'rating-asking', 'both');
  await tablet.locator('[data-grade="4"]').click();
  await tablet.locator('[data-page=thanks]').waitFor();
  await audit.of(tablet, 'rating-thanks', 'both');
  await tablet.getByRole('button', { name: /写意见/ }).click();
  await tablet.locator('[data-page=writing]').waitFor();
  await audit.of(tablet, 'rating-writing', 'both');
  await tablet.locator('textarea').fill('服务很好，谢谢。');
  await tablet.getByRole('button', { name: /提交意见/ }).click();
  await tablet.locator('[data-page=kept]').waitFor();
}

async function displays(audit: Audit): Promise<void> {
  for (const id of ['main', 'media', 'entrance', 'counters'])
    await audit.of(await audit.open(`${hub.url}/display/wall/${id}`, FULL_HD), `wall-${id}`, 'both');
  await audit.of(await audit.open(`${hub.url}/display/wall/night`, FULL_HD), 'wall-night', 'both');
  await audit.of(await audit.open(`${hub.url}/display/wall/main`, UPRIGHT), 'wall-portrait', 'both');
  await audit.of(await audit.open(`${hub.url}/display/window/3`, { width: 800, height: 480 }), 'window', 'both');
  await audit.of(await audit.open(`${hub.url}/display/window/3`, { width: 384, height: 96 }), 'window-strip', 'both');
}

async function staff(audit: Audit): Promise<void> {
  const size = { width: 1280, height: 800, ...CALM };
  const signIn = await StaffPage.open(browser, hub, size);
  await audit.inBoth(signIn.page, 'staff-sign-in', true);
  const desk = await StaffPage.signedIn(browser, hub, TELLER, size);
  await audit.inBoth(desk.page, 'staff-desk', true);
  const manager = await StaffPage.signedIn(browser, hub, '3001', size);
  for (const tab of ['hall', 'setup', 'records', 'accuracy'] as const) {
    await manager.page.locator('nav button', { hasText: TABS[tab] }).click();
    await audit.inBoth(manager.page, `staff-${tab}`, true);
  }
  await manager.page.locator('nav button', { hasText: TABS.records }).click();
  await manager.page.locator('[data-do=sheet-comments]').click();
  await manager.page.locator('[data-comment]').first().waitFor();
  await audit.inBoth(manager.page, 'staff-comments', true);
  const greeter = await StaffPage.signedIn(browser, hub, '2001', size);
  await audit.inBoth(greeter.page, 'staff-greeter', true);
}
