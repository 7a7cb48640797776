import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTRAST_MIN } from '../../shared/ui/brand-colour.ts';
import { must } from '../../shared/lib/assert.ts';
import { axeViolations, launchBrowser, openPage, picture, resized, untilStill } from '../support/browser.ts';
import { CROWDED_DISPLAYS, crowdedWall } from '../support/crowded-wall.ts';
import { HubProcess } from '../support/hub-process.ts';
import { textsBelow } from '../support/read-contrast.ts';
import { StaffPage } from '../support/staff-page.ts';
import { stagedCalls, watchStage } from '../support/watched-flashes.ts';

const FULL_HD = { width: 1920, height: 1080 } as const;
const UPRIGHT = { width: 1080, height: 1920 } as const;
/** Lying and upright each, and one other size for one of them: all are laid out by the same unit. */
const OTHER_SIZE: Readonly<Record<string, { readonly width: number; readonly height: number }>> = {
  counters: { width: 3840, height: 2160 },
  media: { width: 1024, height: 768 },
};
/** Of the height: a service in both languages, one above the other. */
const QUEUE_ROW_MIN = 0.072;
const FLASHES_PER_SECOND_MAX = 3;

let hub: HubProcess;
let browser: Browser;

beforeAll(async () => {
  [hub, browser] = await Promise.all([HubProcess.start({ hallFile: crowdedWall }), launchBrowser()]);
  for (const [teller, counter] of [
    ['1001', 1],
    ['1003', 3],
    ['1007', 29],
    ['1008', 30],
  ] as const) {
    await hub.command(teller, { type: 'sign-in', counter });
    await hub.command(teller, { type: 'open-counter', counter });
  }
  for (const service of 'ABABCDAAB') await hub.command('2001', { type: 'issue-ticket', service });
  for (const [teller, counter] of [
    ['1001', 1],
    ['1003', 3],
    ['1007', 29],
    ['1008', 30],
  ] as const) {
    await hub.command(teller, { type: 'call-next', counter });
  }
});

afterAll(async () => {
  await browser.close();
  await hub.close();
});

const stage = (page: Page) => page.locator('.stage .number .number');

/** What of a wall is cut where it must not be: the stage's contents, and everything that leaves the glass. */
function cut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const glass = document.querySelector('.display')!.getBoundingClientRect();
    for (const element of document.querySelectorAll('.stage, .queues, .counters, .earlier')) {
      // A face's own height is more than that of its figures: so much of the last line's is empty.
      const empty = innerHeight * 0.015;
      if (element.scrollHeight > element.clientHeight + empty) found.push(`${element.className} is too low`);
    }
    for (const element of document.querySelectorAll('.stage .line')) {
      if (element.scrollWidth > element.clientWidth + 1) found.push(`${element.textContent} is cut`);
    }
    for (const element of document.querySelectorAll('section, footer, li')) {
      const box = element.getBoundingClientRect();
      if (box.bottom > glass.bottom + 1 || box.right > glass.right + 1) found.push(`${element.className} leaves the glass`);
    }
    return found;
  });
}

describe('the displays of a hall in a browser', () => {
  it('[D1, D15, D22, D42, D45, D48] every layout holds thirty counters, twenty services and long names, lying, upright and in 4K', async () => {
    const { page, complaints, context } = await openPage(browser, `${hub.url}/display/wall`, FULL_HD);
    expect(await page.locator('.wall').getAttribute('data-layout')).toBe('calls-queues');
    for (const { id, layout } of CROWDED_DISPLAYS) {
      await page.goto(`${hub.url}/display/wall/${id}`);
      await page.locator(`.wall[data-layout=${layout}]`).waitFor();
      await stage(page).waitFor();
      for (const size of [FULL_HD, UPRIGHT, ...(OTHER_SIZE[id] === undefined ? [] : [OTHER_SIZE[id]])]) {
        await resized(page, size);
        expect((await stage(page).boundingBox())!.height).toBeGreaterThan(size.height / 12);
        expect([id, size, await cut(page)]).toEqual([id, size, []]);
      }
      await resized(page, FULL_HD);
      expect([id, await textsBelow(page, CONTRAST_MIN)]).toEqual([id, []]);
      expect([id, await axeViolations(page)]).toEqual([id, []]);
      for (const number of await page.locator('.earlier .number .number, li[data-counter] .number .number').all()) {
        expect((await number.boundingBox())!.height).toBeGreaterThan(FULL_HD.height / 12);
      }
      await picture(page, `wall-${id}`);
    }
    await page.goto(`${hub.url}/display/wall/nowhere`);
    await page.getByText('本厅没有显示屏 nowhere').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('[D41, D43] a zone shows its own calls, counters and queues; who did not come leaves the stage', async () => {
    const { page, context } = await openPage(browser, `${hub.url}/display/wall/zone`, FULL_HD);
    await stage(page).getByText('A001').waitFor();
    expect(await page.locator('.earlier li').count()).toBe(0);
    expect(await page.locator('.sign').count()).toBe(2);
    expect(await page.locator('.queues tbody tr').count()).toBe(2);
    await hub.command('1001', { type: 'mark-no-show', counter: 1 });
    await page.locator('.stage').getByText('请留意叫号').waitFor();
    await page.locator('.earlier li', { hasText: 'A001' }).waitFor();
    await page.goto(`${hub.url}/display/wall/counters`);
    await page.locator('[data-counter]').first().waitFor();
    expect(await page.locator('[data-counter]').count()).toBe(10);
    expect(await page.locator('.rows .page').innerText()).toMatch(/^[123]\/3$/);
    await context.close();
  });

  it('[D30, D42] a notice takes nothing of a counter’s or a queue’s row, lying and upright', async () => {
    const text = {
      zh: '因系统升级，今日 15:00 至 16:00 暂停办理宽带业务，请提前安排时间，给您带来不便敬请谅解。',
      en: 'Broadband is not available from 15:00 to 16:00 today because of system maintenance. We are sorry for the inconvenience.',
    };
    const { notice } = await hub.command('3001', { type: 'post-notice', audience: 'wall', text });
    const { page, context } = await openPage(browser, `${hub.url}/display/wall/counters`, UPRIGHT);
    await page.locator('.ticker').waitFor();
    for (const size of [UPRIGHT, FULL_HD]) {
      await resized(page, size);
      const heights = await page.locator('.rows li').evaluateAll((rows) => rows.map((row) => row.clientHeight));
      expect([size, Math.min(...heights) > size.height / 12.5]).toEqual([size, true]);
      expect([size, await cut(page)]).toEqual([size, []]);
    }
    await page.goto(`${hub.url}/display/wall/media`);
    await page.locator('.ticker').waitFor();
    const queues = page.locator('.queues tbody tr');
    const heights = await queues.evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
    expect(Math.min(...heights)).toBeGreaterThan(FULL_HD.height * QUEUE_ROW_MIN);
    await hub.command('3001', { type: 'withdraw-notice', notice: notice! });
    await context.close();
  });

  it('[D2] a new call flashes at most three times a second, counted in what the browser animates', async () => {
    const { page, context } = await openPage(browser, `${hub.url}/display/wall/main`, FULL_HD);
    await stage(page).waitFor();
    await watchStage(page);
    const { number } = await hub.command('1001', { type: 'call-next', counter: 1 });
    await stage(page).getByText(number!).waitFor();
    const called = (await stagedCalls(page)).find((each) => each.number === number);
    const perSecond = must(called, 'the call came onto the stage').animations.map(({ flashesPerSecond }) => flashesPerSecond);
    expect(Math.max(...perSecond)).toBeGreaterThan(0);
    expect(Math.max(...perSecond)).toBeLessThanOrEqual(FLASHES_PER_SECOND_MAX);
    await untilStill(page);
    expect(await page.locator('.call').evaluate((call) => call.getAnimations().length)).toBe(0);
    await context.close();
  });

  it('[D44, D46] posts its valid pages where media stand, and the day of the Chinese calendar', async () => {
    const { page, context } = await openPage(browser, `${hub.url}/display/wall/media`, FULL_HD);
    await page.locator('[data-public-page="promise 0"]').getByText('首问负责').waitFor();
    expect(await page.getByText('已经失效').count()).toBe(0);
    expect(await page.locator('footer .lunar').innerText()).toMatch(/^农历..年闰?.{1,2}月..$/);
    await context.close();
  });

  it('[D40, D15] an emergency notice stands over wall, window and kiosk until it is withdrawn', async () => {
    const text = { zh: '请立即从最近的出口离开大厅', en: 'Leave the hall now by the nearest exit' };
    const { notice } = await hub.command('3001', { type: 'post-notice', audience: 'emergency', text });
    const { page, complaints, context } = await openPage(browser, `${hub.url}/display/wall/main`, FULL_HD);
    for (const [path, width, height] of [
      ['display/wall/main', 1080, 1920],
      ['display/window/1', 800, 480],
      ['kiosk', 1080, 1920],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.goto(`${hub.url}/${path}`);
      const emergency = page.locator('[data-emergency]');
      await emergency.getByText(text.zh).waitFor();
      await emergency.getByText(text.en).waitFor();
      expect(await emergency.boundingBox()).toEqual({ x: 0, y: 0, width, height });
      const top = await page.evaluate(
        () => document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest('.emergency') !== null,
      );
      expect([path, top]).toEqual([path, true]);
      expect(await axeViolations(page)).toEqual([]);
    }
    await picture(page, 'emergency');
    await page.setViewportSize({ width: 192, height: 64 });
    await page.goto(`${hub.url}/display/window/1`);
    await page.locator('[data-emergency]').waitFor();
    await hub.command('3001', { type: 'withdraw-notice', notice: notice! });
    await page.locator('[data-emergency]').waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('[D51] the setup panel shows a wall as it would be, in the hall of now, before anything is saved', async () => {
    const { page, complaints } = await StaffPage.signedIn(browser, hub, '9001', FULL_HD);
    await page.locator('header nav').getByRole('button', { name: '配置' }).click();
    await page.locator('[data-section=displays]').click();
    const wall = page.frameLocator('figure iframe').locator('.wall');
    await wall.and(page.frameLocator('figure iframe').locator('[data-layout=calls-queues]')).waitFor();
    await wall.getByText('A002').first().waitFor();
    await page.locator('summary').first().click();
    await page.locator('select[name=layout]').first().selectOption({ label: '全部柜台（双列）' });
    await page.frameLocator('figure iframe').locator('.wall[data-layout=counters]').waitFor();
    await page.locator('[data-changes="1"]').waitFor();
    expect(await page.locator('details[open]').count()).toBe(1);
    expect((await hub.state('3001')).configuration?.displays?.[0]?.layout).toBe('calls-queues');
    await page.locator('[data-do=preview-upright]').click();
    expect(await axeViolations(page)).toEqual([]);
    await picture(page, 'setup-displays');
    await page.locator('[data-section=publicPages]').click();
    await page.locator('summary').first().click();
    expect(await axeViolations(page)).toEqual([]);
    await page.locator('[data-do=add-page]').click();
    await page.locator('[data-changes="2"]').waitFor();
    expect(complaints).toEqual([]);
  });
});
