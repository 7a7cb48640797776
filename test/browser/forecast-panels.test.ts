import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { must } from '../../shared/lib/assert.ts';
import type { AccuracyReport } from '../../shared/protocol/accuracy.ts';
import { axeViolations, launchBrowser, openPage, picture, until } from '../support/browser.ts';
import { HubProcess } from '../support/hub-process.ts';
import { StaffPage } from '../support/staff-page.ts';

const FULL_HD = { width: 1920, height: 1080 } as const;
const PHONE = { width: 360, height: 780, touch: true } as const;
const MINUTE = 60_000;
/** The clock-work answers within seconds; a busy machine takes its time. */
const SOON = { timeout: 30_000 } as const;
/** Advice is looked for once a minute, by the hub's own count. */
const ADVISED_SOON = { timeout: 80_000 } as const;

let browser: Browser;
let hub: HubProcess;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  await hub.close();
});
afterAll(() => browser.close());

async function staffed(...counters: readonly number[]): Promise<void> {
  for (const counter of counters) {
    await hub.command(String(1000 + counter), { type: 'sign-in', counter });
    await hub.command(String(1000 + counter), { type: 'open-counter', counter });
  }
}

async function issue(service: string, people: number): Promise<void> {
  for (let person = 0; person < people; person += 1) await hub.command('2001', { type: 'issue-ticket', service, printer: null });
}

/** What stands beyond the page's right edge: nothing may. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth));
}

const number = async (page: Page, selector: string, attribute: string): Promise<number> =>
  Number(await page.locator(selector).first().getAttribute(attribute));

describe('what the duty manager sees of waits to come', () => {
  it('[F150, F151, F152, F153, F154, F155, S35] a line builds up and is predicted; advice opens a counter, or is declined with a reason', async () => {
    hub = await HubProcess.start({ forecasts: true, startsAt: '10:00' });
    await grownLine();
    const { page: window } = await openPage(browser, `${hub.url}/display/window/5`, { width: 640, height: 480 });
    const manager = await StaffPage.signedIn(browser, hub, '3001', FULL_HD);
    const { page } = manager;

    const line = page.locator('tr[data-queue=A]');
    await line
      .locator('[data-now]')
      .filter({ hasText: /\d+–\d+/ })
      .waitFor(SOON);
    await line.locator('[data-do=outlook]').click();
    await page.locator('[data-outlook=A] [data-chart] canvas').waitFor();
    await page.locator('[data-outlook=A] [data-in="15"]').filter({ hasText: /\d/ }).waitFor(SOON);
    await page.locator('svg .past').first().waitFor({ state: 'attached' });
    // Nobody is asked to believe a wait at a service that no counter is open for.
    await hub.command('3001', { type: 'stop-service', service: 'E', reason: 'system' });
    await page.locator('tr[data-queue=E] [data-why=not-issuing]').waitFor(SOON);

    const card = page.locator('[data-advice][data-action=open-counter]');
    await card.waitFor(ADVISED_SOON);
    // Of one card, which may be another in a moment.
    const [before, after] = await card
      .locator('.change')
      .first()
      .evaluate((each) => ['data-before', 'data-after'].map((name) => Number(each.getAttribute(name))));
    expect(after).toBeLessThan(must(before, 'a wait'));
    for (const look of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: look });
      await page.getByRole('button', { name: look === 'light' ? '中文' : 'English', exact: true }).click();
      await picture(page, `manager-outlook-${look === 'light' ? 'zh' : 'en'}`);
      expect(await axeViolations(page)).toEqual([]);
      expect((await page.locator('main').innerText()).includes('NaN')).toBe(false);
    }
    await page.getByRole('button', { name: '中文', exact: true }).click();

    const no = must(await card.getAttribute('data-advice'), 'its id');
    await card.locator('[data-do=decline-advice]').click();
    await page.locator('dialog [data-privacy]').waitFor();
    await page.locator('dialog [data-choice]').first().click();
    const declined = page.locator('dialog');
    await declined.waitFor({ state: 'detached' });
    await until(
      page,
      async () => [...(await hub.state('3001')).advice.values()].some(({ answer }) => answer.is === 'declined'),
      'the no',
    );

    await page.locator(`[data-advice=${JSON.stringify(no)}]`).waitFor({ state: 'detached' });
    await card.waitFor(ADVISED_SOON);
    await card.locator('[data-do=accept-advice]').click();
    await page.locator('[data-accepted]').waitFor();
    const accepted = [...(await hub.state('3001')).advice.values()].find(({ answer }) => answer.is === 'accepted');
    expect(accepted?.by).toBe('3001');
    expect(accepted?.advice.saving.lowMs).toBeGreaterThan(0);
    const opened = accepted?.advice.action.is === 'open-counter' ? accepted.advice.action.counter : null;
    await page.locator(`li[data-counter="${opened}"][data-mode=idle]`).waitFor();
    await window.locator(`main[data-mode="${opened === 5 ? 'idle' : 'closed'}"]`).waitFor();

    const phone = await StaffPage.signedIn(browser, hub, '3001', PHONE);
    await phone.page.locator('tr[data-queue=A] [data-said=known]').waitFor(SOON);
    expect(await overflow(phone.page)).toBe(0);
    await phone.page.locator('tr[data-queue=A] [data-do=outlook]').click();
    await phone.page.locator('[data-outlook=A] [data-chart] canvas').waitFor();
    expect(await overflow(phone.page)).toBe(0);
    expect([...manager.complaints, ...phone.complaints]).toEqual([]);
  }, 240_000);
});

describe('how right the told waits were', () => {
  it('[F157, F158, S35] is shown to a manager and an administrator from real visits, with too few people named as such', async () => {
    hub = await HubProcess.start({ forecasts: true, startsAt: '10:00' });
    await staffed(1, 2);
    const manager = await StaffPage.signedIn(browser, hub, '3001', FULL_HD);
    const { page } = manager;
    await page
      .locator('tr[data-queue=A] [data-now]')
      .filter({ hasText: /\d+–\d+/ })
      .waitFor(SOON);
    await page.locator('header nav button').last().click();
    await page.locator('[data-accuracy=here] .nothing').waitFor(SOON);

    // After a step of the clock nothing is quoted until the next forecast is made.
    const isForecast = async (): Promise<boolean> =>
      (await hub.read<{ readonly forecast: unknown }>('3001', 'forecast')).forecast !== null;
    for (let round = 0; round < 4; round += 1) {
      await until(page, isForecast, 'a forecast of this moment');
      await issue('A', 9);
      await hub.passTime(3 * MINUTE);
      for (const counter of [1, 2]) await served(counter, 4);
    }
    await until(
      page,
      async () => {
        await page.locator('[data-do="days-1"]').click();
        await page.locator('[data-accuracy=here]').waitFor();
        return (await number(page, '[data-judged]', 'data-judged')) >= 30;
      },
      'thirty people to be judged',
      30_000,
    );
    await page.locator('tr[data-row=合计][data-enough=true]').waitFor();
    await page.locator('tr[data-row=缴费]').waitFor();
    await page.locator('[data-chart] canvas').first().waitFor();
    await page.locator('summary').click();
    for (const look of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: look });
      await page.getByRole('button', { name: look === 'light' ? '中文' : 'English', exact: true }).click();
      await page.locator('main').evaluate((main) => main.scrollTo(0, 0));
      await picture(page, `accuracy-${look === 'light' ? 'zh' : 'en'}`);
      expect(await axeViolations(page)).toEqual([]);
      expect((await page.locator('main').innerText()).includes('NaN')).toBe(false);
    }
    await page.locator('select[name=accuracy-class]').selectOption('vip');
    await page.locator('[data-accuracy=here] .nothing').waitFor();

    await page.route('**/accuracy?*', (route) => route.abort());
    await page.locator('[data-do="days-30"]').click();
    await page.locator('[data-accuracy=failed] .failure').waitFor();
    await page.unroute('**/accuracy?*');
    await page.locator('[data-do=again]').click();
    await page.locator('[data-accuracy=here]').waitFor();

    const admin = await StaffPage.signedIn(browser, hub, '9001', PHONE);
    await admin.page.locator('header nav button').last().click();
    await admin.page.locator('tr[data-enough=true]').first().waitFor();
    expect(await overflow(admin.page)).toBe(0);
    const complaints = [...manager.complaints, ...admin.complaints];
    expect(complaints.filter((each) => !each.includes('ERR_FAILED'))).toEqual([]);
  });
});

/** So many in a row, each called, served and finished; the desk is free afterwards. */
async function served(counter: number, people: number): Promise<void> {
  const teller = String(1000 + counter);
  for (let person = 0; person < people; person += 1) {
    await begun(counter);
    await hub.command(teller, { type: 'finish-service', counter });
  }
}

/** Entries that the history has not written yet. */
async function behind(): Promise<number> {
  return (await hub.read<AccuracyReport>('3001', 'accuracy')).behind;
}

async function begun(counter: number): Promise<void> {
  const teller = String(1000 + counter);
  await hub.command(teller, { type: 'call-next', counter });
  await hub.command(teller, { type: 'start-service', counter });
}

/** A hub that knows its hall and has something to advise: A's line grows, and two tellers sit at closed counters. */
async function grownLine(): Promise<void> {
  const open = [1, 2, 3, 4];
  await staffed(...open);
  await hub.command('1005', { type: 'sign-in', counter: 5 });
  await hub.command('1006', { type: 'sign-in', counter: 6 });
  // So much that the hall knows how long A takes (30 services), how many come (half an hour), and that more come than are served.
  for (let round = 0; round < 8; round += 1) {
    await issue('A', 6);
    for (const counter of open) await begun(counter);
    await hub.passTime(5 * MINUTE);
    for (const counter of open) await hub.command(String(1000 + counter), { type: 'finish-service', counter });
  }
  for (const counter of open) await begun(counter);
  // A hub that starts looks at all of it at once: what it learned, what it expects, what it advises.
  await vi.waitFor(async () => expect(await behind()).toBe(0), { timeout: 20_000, interval: 500 });
  await hub.kill();
  await hub.restart();
}
