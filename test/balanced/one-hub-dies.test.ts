import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openPage } from '../support/browser.ts';
import { HubProcess, withoutRecallSpacing } from '../support/hub-process.ts';
import { humanPause } from '../support/human-pause.ts';
import { StaffPage } from '../support/staff-page.ts';

let hub: HubProcess;
let browser: Browser;

beforeAll(async () => {
  [hub, browser] = await Promise.all([HubProcess.start({ hallFile: withoutRecallSpacing }), launchBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await hub.close();
});

const openWall = async (): Promise<Page> =>
  (await openPage(browser, `${hub.url}/display/wall`, { width: 1920, height: 1080 })).page;

async function takeTicket(kiosk: Page): Promise<string> {
  await kiosk.locator('.tile:enabled', { hasText: '宽带' }).click();
  await humanPause(kiosk);
  await kiosk.getByRole('button', { name: '取号' }).click();
  const number = kiosk.locator('.number .number');
  await number.waitFor();
  const taken = (await number.textContent()) ?? '';
  await humanPause(kiosk);
  await kiosk.getByRole('button', { name: '完成' }).click();
  await kiosk.locator('.tile:enabled').first().waitFor();
  return taken;
}

/** From the kiosk over the desk to each wall, whichever hub each of them is at. */
async function servesOne(kiosk: Page, desk: StaffPage, walls: readonly Page[]): Promise<string> {
  const number = await takeTicket(kiosk);
  await desk.act('next');
  await desk.atHand(number);
  for (const wall of walls) await wall.locator('.stage .number', { hasText: number }).first().waitFor();
  await desk.act('start');
  await desk.mode('serving');
  await desk.act('finish');
  return number;
}

describe('three hubs behind a balancer without stickiness', () => {
  it('[I40] each of them dies once: screens go on at another, numbers go on, nothing is called twice', async () => {
    const kiosk = (await openPage(browser, `${hub.url}/kiosk`, { width: 1080, height: 1920 })).page;
    const walls = await Promise.all([openWall(), openWall(), openWall()]);
    const desk = await StaffPage.atOpenCounter(browser, hub, '1003', 3);
    const numbers = [await servesOne(kiosk, desk, walls)];
    for (const each of hub.hubs) {
      await each.kill();
      numbers.push(await servesOne(kiosk, desk, walls));
      await hub.restartOne(each);
    }
    expect(numbers).toEqual(['C001', 'C002', 'C003', 'C004']);
    const called = (await hub.events('3001')).filter(({ type }) => type === 'ticket-called');
    expect(called).toHaveLength(numbers.length);
  });

  it('[I41] one that is stopped for an update ends by itself, and no screen is left behind', async () => {
    const kiosk = (await openPage(browser, `${hub.url}/kiosk`, { width: 1080, height: 1920 })).page;
    const walls = await Promise.all([openWall(), openWall(), openWall()]);
    const desk = await StaffPage.atOpenCounter(browser, hub, '1004', 4);
    for (const each of hub.hubs) {
      expect(await each.stop()).toBe(0);
      await servesOne(kiosk, desk, walls);
      await hub.restartOne(each);
    }
  });
});
