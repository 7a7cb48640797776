import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../shared/lib/assert.ts';
import { axeViolations, launchBrowser, openPage, picture, until, type OpenedPage } from '../support/browser.ts';
import { freePort } from '../support/free-port.ts';
import { withPrinters } from '../support/hall-with-printers.ts';
import { HubProcess } from '../support/hub-process.ts';
import { responsiveMs } from '../support/responsive-time.ts';
import { StaffPage } from '../support/staff-page.ts';
import { TestPrinter } from '../support/tcp-printer.ts';

const HAND = { width: 360, height: 780, touch: true } as const;
const GREETER = '2001';
const TELLER = '1003';
/** A second of grace for the test's own looking. */
const STALE_WITHIN_MS = 13_000;

let printer: TestPrinter;
let hub: HubProcess;
let browser: Browser;
let phoneUrl: string;

beforeAll(async () => {
  printer = await TestPrinter.start();
  const phonePort = await freePort();
  phoneUrl = `http://127.0.0.1:${phonePort}`;
  const hallFile = (demo: string): string =>
    withPrinters(printer)(demo)
      .replace(/^postpone: .*$/m, 'postpone: { placesBack: 2, timesMax: 1 }')
      .replace(/^routing:\n(?: .*\n)+/m, 'routing: { kind: strict, order: [vip, priority, standard], passedMax: 3 }\n');
  const environment = { HALLCALL_PHONE_URL: phoneUrl, HALLCALL_PHONE_PORT: String(phonePort) };
  [hub, browser] = await Promise.all([HubProcess.start({ forecasts: true, hallFile, environment }), launchBrowser()]);
  await hub.command(TELLER, { type: 'sign-in', counter: 3 });
  await hub.command(TELLER, { type: 'open-counter', counter: 3 });
});

afterAll(async () => {
  await browser.close();
  await hub.close();
  await printer.stop();
});

/** Takes a ticket and reads the code on its paper. */
async function takeTicket(papers: number, service = 'C'): Promise<string> {
  await hub.command(GREETER, { type: 'issue-ticket', service, printer: 'front' });
  const paper = must((await printer.printed(papers))[papers - 1], 'a paper');
  return must(paper.qrCodes[0], 'a code on the paper');
}

function openPhone(address: string): Promise<OpenedPage> {
  return openPage(browser, address, {
    ...HAND,
    before: (context) =>
      context.addInitScript(() => {
        const felt: unknown[] = [];
        Object.assign(window, { felt });
        navigator.vibrate = (pattern) => felt.push(pattern) > 0;
      }),
  });
}

/** How often the phone trembled, and how long the last time. */
const felt = (page: Page): Promise<unknown[]> => page.evaluate(() => (window as unknown as { felt: unknown[] }).felt);
const lineIs = (page: Page, state: string) => page.locator(`.page[data-line="${state}"]`).waitFor();
const call = () => hub.command(TELLER, { type: 'call-next', counter: 3 });

/** Graded on the tablet, which the phone sees; words written on the phone, which are words and nothing else. */
async function saidAfterwards(phone: Page, tablet: Page): Promise<void> {
  const words = '<img src=x onerror="document.title=1"> 𠮷😀 \u202eشكرا';
  await phone.locator('[data-grade]').first().waitFor();
  await tablet.locator('[data-page=asking]').waitFor();
  expect(await axeViolations(tablet)).toEqual([]);
  await picture(tablet, 'rating-asking');
  await picture(phone, 'phone-feedback-zh');
  await tablet.locator('[data-grade="4"]').click();
  await tablet.locator('[data-page=thanks]').waitFor();
  await phone.locator('[data-rating] p', { hasText: '满意' }).waitFor();
  expect(await phone.locator('[data-grade]').count()).toBe(0);
  await phone.locator('textarea').fill(words);
  await phone.getByRole('button', { name: '提交意见' }).click();
  await phone.locator('[data-comment=done]').waitFor();
  expect(await axeViolations(phone)).toEqual([]);
  await tablet.getByRole('button', { name: /写意见/ }).click();
  await tablet.locator('textarea').fill('still here');
  await picture(tablet, 'rating-writing');
  // One comment for each service: the tablet is told so, and has lost none of the words.
  await tablet.getByRole('button', { name: /提交意见/ }).click();
  await tablet.locator('.failed').waitFor();
  expect(await tablet.locator('textarea').inputValue()).toBe('still here');
  const manager = await StaffPage.signedIn(browser, hub, '3001', { width: 1280, height: 800 });
  await manager.page.locator('nav button', { hasText: '记录' }).click();
  await manager.page.locator('[data-do=sheet-comments]').click();
  expect(await manager.page.locator('[data-comment="1"] .text').textContent()).toBe(words);
  expect(await manager.page.locator('[data-comment="1"]').textContent()).toMatch(/满意/);
  expect(await manager.page.locator('[data-comment] img').count()).toBe(0);
  await picture(manager.page, 'comment-book-zh');
  await manager.page.context().close();
  await call();
  await tablet.locator('[data-page=asleep]').waitFor();
}

/** Finish at the counter with a tablet in front of the customer: asked there, told here. */
async function servedAndRated(page: Page): Promise<void> {
  const tablet = await openPage(browser, `${hub.url}/display/rating/3`, { width: 1280, height: 800, touch: true });
  await tablet.page.locator('[data-page=asleep][data-live=true]').waitFor();
  await hub.command(TELLER, { type: 'finish-service', counter: 3 });
  await page.getByText('业务已办结').waitFor();
  await saidAfterwards(page, tablet.page);
  // The second comment of one service, which is refused.
  expect(tablet.complaints).toEqual([expect.stringContaining('409')]);
  await tablet.context.close();
}

describe('the ticket on the customer’s phone', () => {
  it('[F190, F191, F193, F195, G2, G7, G10] from the code on paper: place and wait in two languages, put back, told when called', async () => {
    const address = await takeTicket(1);
    expect(address).toMatch(new RegExp(`^${phoneUrl}/t#[A-Za-z0-9_-]{22}$`));
    for (let others = 0; others < 3; others += 1)
      await hub.command(GREETER, { type: 'issue-ticket', service: 'C', printer: null });
    const { complaints, context, page } = await openPhone(address);
    await lineIs(page, 'live');
    expect(await page.locator('.number').textContent()).toBe('C001');
    await page.getByText('宽带').first().waitFor();
    await page.getByText('下一位是您').waitFor();
    expect(await page.locator('dl dd').first().textContent()).toBe('0');
    await page.getByRole('button', { name: '打开叫号提醒' }).click();
    expect(await felt(page)).toHaveLength(1);
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: '推后' }).click();
    await picture(page, 'phone-postpone-zh');
    await page.getByRole('button', { name: '确定推后 2 位' }).click();
    await page.getByText('已推后').waitFor();
    await until(page, async () => (await page.locator('dl dd').first().textContent()) === '2', 'two before it');
    expect(await page.getByRole('button', { name: '推后' }).isDisabled()).toBe(true);
    await picture(page, 'phone-waiting-zh');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('people before you').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await picture(page, 'phone-waiting-en');

    await call();
    await call();
    await page.getByText('You are next').waitFor();
    await call();
    await page.getByText('Counter 3').waitFor();
    expect(await page.locator('[data-call="true"] .number').textContent()).toBe('C001');
    await until(page, async () => (await felt(page)).length >= 3, 'the phone trembles');
    await picture(page, 'phone-called-en');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByText('3 号柜台').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await picture(page, 'phone-called-zh');
    expect(complaints).toEqual([]);

    // The hub hangs: within 12 s the call is no call any more.
    hub.freeze();
    expect(await responsiveMs(() => lineIs(page, 'stale'))).toBeLessThan(STALE_WITHIN_MS);
    expect(await page.locator('[data-call="true"]').count()).toBe(0);
    await page.getByText('曾叫到您').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await picture(page, 'phone-stale-zh');
    hub.thaw();
    await lineIs(page, 'live');
    await page.getByText('3 号柜台').waitFor();

    // As a power cut: the code on paper is good for the hub that comes after.
    await hub.kill();
    await lineIs(page, 'stale');
    await hub.restart();
    await lineIs(page, 'live');
    await hub.command(TELLER, { type: 'start-service', counter: 3 });
    await page.getByText('正在办理').waitFor();
    await servedAndRated(page);
    await context.close();
  });

  it('[F190, F192, F196] who was called before is told; leaving is asked twice and ends the ticket; an address that is none says so, and who asks again finds nothing else', async () => {
    const address = await takeTicket(2, 'A');
    const { complaints, context, page } = await openPhone(address);
    await lineIs(page, 'live');
    await page.getByRole('button', { name: 'English' }).click();
    await hub.command(GREETER, { type: 'issue-ticket', service: 'A', class: 'vip', printer: null });
    await call();
    await page.getByText('Passed 1 time (at most 3)').waitFor();
    await page.getByText('A VIP customer was called first').waitFor();
    await page.getByText('How numbers are called').scrollIntoViewIfNeeded();
    await picture(page, 'phone-passed-en');
    await page.getByRole('button', { name: 'Leave the line' }).click();
    await page.getByRole('button', { name: 'No, I am waiting' }).click();
    await page.getByRole('button', { name: 'Leave the line' }).click();
    await page.getByRole('button', { name: 'Yes, leave the line' }).click();
    await page.getByText('You are no longer in line').waitFor();
    expect(await page.getByRole('button', { name: 'Leave the line' }).count()).toBe(0);
    expect(complaints).toEqual([]);
    await picture(page, 'phone-left-en');
    await page.goto(`${phoneUrl}/t#${'A'.repeat(22)}`);
    await page.getByText('找不到这张号票').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await picture(page, 'phone-unknown-zh');
    await context.close();
  });
});
