import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../shared/lib/assert.ts';
import {
  axeViolations,
  launchBrowser,
  openPage,
  picture,
  readyForOffline,
  resized,
  until,
  untilStill,
} from '../support/browser.ts';
import { HubProcess } from '../support/hub-process.ts';
import { stagedCalls, watchStage } from '../support/watched-flashes.ts';

const FULL_HD = { width: 1920, height: 1080 } as const;
/** Silence after which a screen must not be believed, and the time to see it. */
const STALE_MS_MAX = 12_500;

let hub: HubProcess;
let browser: Browser;

/** The demonstration's room calls silently: here its calls are looked at, too. */
function everyCallAloud(demo: string): string {
  return demo.replace(/^ +silent: true,\n/m, '');
}

beforeAll(async () => {
  [hub, browser] = await Promise.all([HubProcess.start({ hallFile: everyCallAloud }), launchBrowser()]);
  for (const counter of [1, 2, 3, 6, 7, 8]) {
    await hub.command(String(1000 + counter), { type: 'sign-in', counter });
    await hub.command(String(1000 + counter), { type: 'open-counter', counter });
  }
  for (const service of ['A', 'B', 'A', 'C', 'D', 'A', 'A', 'E', 'B'])
    await hub.command('2001', { type: 'issue-ticket', service });
  await hub.command('1006', { type: 'pause-counter', counter: 6, reason: 'meal' });
});

afterAll(async () => {
  await browser.close();
  await hub.close();
});

const next = (counter: number) => hub.command(String(1000 + counter), { type: 'call-next', counter });
const stage = (page: Page) => page.locator('.stage .number .number');
const isLive = (page: Page) => page.locator('.display[data-live="true"][data-connection="live"]');

/** Whether the veil can be seen, whatever brought it: the script or the style sheet's own watch. */
const veiled = (page: Page) => page.locator('.veil').evaluate((veil) => getComputedStyle(veil).visibility === 'visible');
const struck = (page: Page) => stage(page).evaluate((number) => getComputedStyle(number).textDecorationLine);

async function expectNotLive(page: Page): Promise<void> {
  const text = await page.locator('.veil').innerText();
  expect(text).toContain('画面已停止更新');
  expect(text).toContain('This screen is not live');
  expect(text).toMatch(/最后更新 \d\d:\d\d:\d\d/);
  expect(await struck(page)).toBe('line-through');
}

describe('the wall in a browser', () => {
  it('[D33] a stopped service says so in its line, in both languages', async () => {
    const { page, complaints, context } = await openPage(browser, `${hub.url}/display/wall`, FULL_HD);
    await hub.command('3001', { type: 'stop-service', service: 'B', reason: 'system' });
    const line = page.locator('.queues tbody tr', { hasText: '开户' });
    await line.getByText('暂停办理').waitFor();
    await line.getByText('Suspended').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await hub.command('3001', { type: 'resume-service', service: 'B' });
    await line.locator('[data-wait]').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('[D1, D6, D7, D9, D10, D11, D16, D22] shows calls, counters, queues, calendar and rule', async () => {
    const { page, complaints, context } = await openPage(browser, `${hub.url}/display/wall`, FULL_HD);
    await page.getByText('请留意叫号').first().waitFor();
    const first = await next(1);
    await stage(page).getByText(first.number!).waitFor();
    const second = await next(8);
    await page.locator('.stage').getByText('请到 VIP 接待室').waitFor();
    await page.locator('.stage').getByText('Please go to the VIP room').waitFor();
    expect((await stage(page).boundingBox())!.height).toBeGreaterThan(FULL_HD.height / 12);
    expect(await page.locator('.earlier li').first().innerText()).toMatch(
      new RegExp(`${first.number}\\s+1 号柜台\\s+\\d\\d:\\d\\d`),
    );
    await hub.command('1001', { type: 'start-service', counter: 1 });
    const sign = (place: string) => page.locator('.sign').filter({ has: page.locator('.place', { hasText: place }) });
    await sign('1').and(page.locator('[data-mode=serving]')).getByText(first.number!).waitFor();
    await sign('2').getByText('业务受理').waitFor();
    await sign('4').getByText('暂停服务').waitFor();
    await sign('6').and(page.locator('[data-mode=paused]')).getByText('暂停服务').waitFor();
    await sign('7').getByText('优先台席').waitFor();
    await sign('VIP 接待室').getByText(second.number!).waitFor();
    const rows = await page.locator('.queues tbody tr').allInnerTexts();
    expect(rows).toHaveLength(5);
    expect(rows[1]!.replace(/\s+/g, ' ')).toMatch(/^开户 Open an account \d (—|\d+–\d+ 分钟 min)$/);
    // What is spoken stands in its place for a moment.
    await page.locator('footer').getByText('每位客户前最多插入 3 位优先客户。').waitFor();
    const foot = await page.locator('footer').innerText();
    expect(foot).toMatch(/\d{4}年\d{1,2}月\d{1,2}日 星期./);
    expect(foot).toMatch(/(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d/);
    await untilStill(page);
    expect(await axeViolations(page)).toEqual([]);
    for (const portrait of [
      { width: 1080, height: 1920 },
      { width: 540, height: 960 },
    ]) {
      await resized(page, portrait);
      expect((await stage(page).boundingBox())!.height).toBeGreaterThan(portrait.height / 12);
      expect(await page.evaluate(() => document.documentElement.scrollHeight > window.innerHeight)).toBe(false);
    }
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('[D2, D3] every call of a burst flashes twice in its turn; nothing flashes where motion is not wanted', async () => {
    const { page, context } = await openPage(browser, `${hub.url}/display/wall`, FULL_HD);
    const calm = await openPage(browser, `${hub.url}/display/wall`, { ...FULL_HD, reducedMotion: 'reduce' });
    /** How long each flash of each call is, as the calls came. */
    const flashes = async (which: Page): Promise<(readonly [string, readonly number[]])[]> =>
      (await stagedCalls(which)).map(({ animations, number }) => [
        number,
        animations.flatMap(({ durationMs, iterations }) => (iterations === 2 ? [durationMs] : [])),
      ]);
    await stage(page).waitFor();
    await stage(calm.page).waitFor();
    expect(await page.locator('.call').getAttribute('data-fresh')).toBe('false');
    for (const each of [page, calm.page]) await watchStage(each);
    const called = [must((await next(2)).number, 'a call'), must((await next(3)).number, 'another')];
    for (const each of [page, calm.page]) {
      await until(each, async () => (await stagedCalls(each)).length === called.length, 'both on the stage');
      await stage(each).getByText(called[1]!).waitFor();
      await each.locator('.earlier', { hasText: called[0]! }).waitFor();
    }
    const seen = await flashes(page);
    expect(seen.map(([number]) => number)).toEqual(called);
    for (const [, lengths] of seen) {
      expect(lengths).toHaveLength(1);
      expect(lengths[0]).toBeGreaterThanOrEqual(1_000 / 3);
    }
    expect(await flashes(calm.page)).toEqual(called.map((number) => [number, []]));
    await untilStill(page);
    await picture(page, 'wall');
    await resized(page, { width: 480, height: 270 });
    await picture(page, 'wall-from-afar');
    await calm.context.close();
    await context.close();
  });

  it('[D12, D22] is struck through and says so when the hub falls silent, and comes back by itself', async () => {
    const { page, context } = await openPage(browser, `${hub.url}/display/wall`, FULL_HD);
    await stage(page).waitFor();
    await isLive(page).waitFor();
    await readyForOffline(page);
    hub.freeze();
    try {
      await until(page, () => veiled(page), 'the veil', STALE_MS_MAX);
      await expectNotLive(page);
      await page.locator('.display[data-live="false"]').waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await picture(page, 'wall-not-live');
    } finally {
      hub.thaw();
    }
    await isLive(page).waitFor();
    await until(page, async () => !(await veiled(page)), 'the veil to go');
    expect(await struck(page)).toBe('none');
    await context.close();
  });

  it('[D12] resumes after the hub was killed and started again, with what was called before', async () => {
    const { page, context } = await openPage(browser, `${hub.url}/display/wall`, FULL_HD);
    await isLive(page).waitFor();
    const called = await next(1);
    await stage(page).getByText(called.number!).waitFor();
    await hub.kill();
    await page.locator('.display:not([data-connection="live"])').waitFor();
    await hub.restart();
    await isLive(page).waitFor({ timeout: 20_000 });
    await stage(page).getByText(called.number!).waitFor();
    const after = await next(2);
    await page.locator('.wall', { hasText: after.number! }).waitFor();
    await context.close();
  });

  it('[D13] is struck through even when the page’s own timers do not run', async () => {
    const { page, context } = await openPage(browser, `${hub.url}/display/wall`, {
      ...FULL_HD,
      before: (made) =>
        made.addInitScript(() => {
          // What a browser does to a page that it thinks nobody sees, at its worst.
          const later = window.setTimeout.bind(window);
          let frozen = false;
          window.addEventListener('hallcall-freeze-timers', () => (frozen = true));
          const unlessFrozen = (run: TimerHandler) => () => {
            if (!frozen && typeof run === 'function') (run as () => void)();
          };
          const every = window.setInterval.bind(window);
          Object.assign(window, {
            setTimeout: (run: TimerHandler, ms?: number) => later(unlessFrozen(run), ms),
            setInterval: (run: TimerHandler, ms?: number) => every(unlessFrozen(run), ms),
          });
        }),
    });
    await stage(page).waitFor();
    await isLive(page).waitFor();
    await readyForOffline(page);
    await page.evaluate(() => window.dispatchEvent(new Event('hallcall-freeze-timers')));
    hub.freeze();
    try {
      await until(page, () => veiled(page), 'the veil', STALE_MS_MAX + 1_000);
      await expectNotLive(page);
      expect(await page.locator('.display').getAttribute('data-connection')).toBe('live');
    } finally {
      hub.thaw();
    }
    await until(page, async () => !(await veiled(page)), 'the veil to go');
    await context.close();
  });
});
