import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitingTickets } from '../../shared/hall/views/ticket-view.ts';
import { must } from '../../shared/lib/assert.ts';
import { axeViolations, launchBrowser, openPage, picture, readyForOffline, until, type OpenedPage } from '../support/browser.ts';
import { HubProcess } from '../support/hub-process.ts';
import { humanPause } from '../support/human-pause.ts';
import { responsiveMs } from '../support/responsive-time.ts';
import { StaffPage } from '../support/staff-page.ts';

const WAITING = 12;
const TAKEN = 6;
const STALE_WITHIN_MS = 12_000;
/** The screen itself needs a moment to say it. */
const MOMENT_MS = 3_000;
/** Two hubs that come back, and twelve seconds of silence, on a busy machine. */
const STORY_MS_MAX = 240_000;

let hub: HubProcess;
let browser: Browser;
beforeAll(async () => {
  [hub, browser] = await Promise.all([HubProcess.start(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await hub.close();
});

async function numbersWaiting(): Promise<(string | null)[]> {
  return waitingTickets(await hub.state('2001'), {}, 100).map(({ number }) => number);
}

/** One customer: the number, from the tile to *done*. */
async function taken({ page }: OpenedPage): Promise<string> {
  await page.locator('.tile:enabled', { hasText: '缴费' }).click();
  await humanPause(page);
  await page.getByRole('button', { name: '取号' }).click();
  const number = must(await page.locator('.number .number').textContent(), 'a number');
  await humanPause(page);
  await page.getByRole('button', { name: '完成' }).click();
  await page.locator('.tile').first().waitFor();
  await humanPause(page);
  return number;
}

describe('story 4: 断网, then 停电', () => {
  it(
    '[O20] [O26] the wall says so, the kiosk goes on with the wait unknown, and on return everybody waits once, in order; a power cut in the middle of next calls one',
    async () => {
      const before: string[] = [];
      for (let each = 0; each < WAITING; each += 1) {
        before.push(must((await hub.command('2001', { type: 'issue-ticket', service: 'A' })).number, 'a number'));
      }
      const kiosk = await openPage(browser, `${hub.url}/kiosk`, { width: 1080, height: 1920 });
      const wall = await openPage(browser, `${hub.url}/display/wall`, { width: 1920, height: 1080 });
      const desk = await StaffPage.atOpenCounter(browser, hub, '1001', 1);
      await Promise.all([readyForOffline(kiosk.page), readyForOffline(wall.page)]);
      await wall.page.locator('[data-connection="live"]').waitFor();
      const isLent = async () => [...(await hub.state('2001')).leases.values()].some(({ letter }) => letter === 'A');
      await until(kiosk.page, isLent, 'numbers lent to the kiosk');

      const toldMs = await responsiveMs(async () => {
        await hub.kill();
        await wall.page.locator('[data-connection="stale"]').waitFor();
      });
      expect(toldMs).toBeLessThan(STALE_WITHIN_MS + MOMENT_MS);
      await picture(wall.page, 'story-four-wall');

      await kiosk.page.locator('[data-source="lent"]').waitFor();
      await kiosk.page.getByText('等候人数暂不可知').first().waitFor();
      expect(await axeViolations(kiosk.page)).toEqual([]);
      await picture(kiosk.page, 'story-four-kiosk');
      const offline: string[] = [await taken(kiosk)];
      await kiosk.page.locator('.tile:enabled', { hasText: '缴费' }).click();
      await humanPause(kiosk.page);
      await kiosk.page.getByRole('button', { name: '取号' }).click();
      await kiosk.page.locator('main').getByText('等候时间暂不可知').waitFor();
      await picture(kiosk.page, 'story-four-ticket');
      expect(await axeViolations(kiosk.page)).toEqual([]);
      offline.push(must(await kiosk.page.locator('.number .number').textContent(), 'a number'));
      await humanPause(kiosk.page);
      await kiosk.page.getByRole('button', { name: '完成' }).click();
      await humanPause(kiosk.page);
      while (offline.length < TAKEN) offline.push(await taken(kiosk));

      await hub.restart();
      const isWhole = async () => (await numbersWaiting()).length === WAITING + TAKEN;
      await until(kiosk.page, isWhole, 'everybody to wait', 30_000);
      expect(await numbersWaiting()).toEqual([...before, ...offline]);
      await wall.page.locator('[data-connection="live"]').waitFor();
      await kiosk.page.locator('[data-source="hub"]').waitFor({ state: 'attached' });

      // 停电: next was pressed, the hub never answered, and nobody touches anything afterwards.
      await desk.ready('next');
      hub.freeze();
      await desk.button('next').click();
      await hub.kill();
      await hub.restart();
      await desk.atHand(must(before[0], 'the first'));
      const calls = (await hub.events('2001')).filter(({ type }) => type === 'ticket-called');
      expect(calls).toHaveLength(1);
      expect(await numbersWaiting()).toEqual([...before.slice(1), ...offline]);
      await wall.page.locator('.stage .number', { hasText: before[0]! }).first().waitFor();
    },
    STORY_MS_MAX,
  );
});
