import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, launchBrowser, picture, until } from '../support/browser.ts';
import { HubProcess } from '../support/hub-process.ts';
import { StaffPage } from '../support/staff-page.ts';

const PHONE = { width: 360, height: 780 } as const;

let hub: HubProcess;
let browser: Browser;
beforeAll(async () => {
  // Noon: the demonstration wants two counters open for A then.
  [hub, browser] = await Promise.all([HubProcess.start({ startsAt: '12:00' }), launchBrowser()]);
  for (const counter of [1, 2, 8]) {
    await hub.command(String(1000 + counter), { type: 'sign-in', counter });
    await hub.command(String(1000 + counter), { type: 'open-counter', counter });
  }
});
afterAll(async () => {
  await browser.close();
  await hub.close();
});

/** A phone that writes down how it shook. */
const shaking = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    const shakes: VibratePattern[] = [];
    Object.assign(window, { shakes });
    Object.assign(navigator, { vibrate: (pattern: VibratePattern) => shakes.push(pattern) > 0 });
  });

const shakes = (page: Page): Promise<number[][]> =>
  page.evaluate(() => (window as unknown as { readonly shakes: number[][] }).shakes);

describe('alerts', () => {
  it('[S80, S81, S82] a VIP who waits is told on the phone, shakes it harder after three minutes, and is attended', async () => {
    await hub.command('2001', { type: 'issue-ticket', service: 'A', class: 'vip', printer: null });
    await hub.command('1008', { type: 'call-next', counter: 8, atHand: null });
    const greeter = await StaffPage.signedIn(browser, hub, '2001', { ...PHONE, touch: true, before: shaking });
    const { page } = greeter;
    const { number } = await hub.command('2001', { type: 'issue-ticket', service: 'A', class: 'vip', printer: null });
    const alert = page.locator('[data-alert=class-waiting]', { hasText: number! });
    await alert.waitFor();
    expect(await alert.getAttribute('data-attend')).toBe('false');
    await until(page, async () => (await shakes(page)).length > 0, 'the phone to shake');
    expect(await shakes(page)).toEqual([[200]]);
    expect(await axeViolations(page)).toEqual([]);

    await hub.passTime(181_000);
    await page.locator('[data-alert=class-waiting][data-attend=true]').waitFor();
    await until(page, async () => (await shakes(page)).length > 1, 'the phone to shake again');
    expect((await shakes(page)).at(-1)).toEqual([600, 200, 600]);
    await picture(page, 'alert-phone');
    await page.locator('[data-alert=class-waiting]').getByRole('button', { name: '已接待' }).click();
    await alert.waitFor({ state: 'detached' });

    const manager = await StaffPage.signedIn(browser, hub, '3001');
    await manager.page.locator('[data-do=side-alerts]').click();
    await manager.page.locator('[data-alert-past=class-waiting][data-answered=true]').getByText('工号 2001').waitFor();
    expect([...greeter.complaints, ...manager.complaints]).toEqual([]);
  });

  it('[S111] many alerts leave the work its place: how many there are is said, and all are shown when asked for', async () => {
    for (let count = 0; count < 5; count += 1) {
      await hub.command('2001', { type: 'issue-ticket', service: 'B', class: 'vip', printer: null });
    }
    const { page, complaints } = await StaffPage.signedIn(browser, hub, '2001', { ...PHONE, touch: true });
    const strip = page.locator('section[data-alerts]');
    const heightOf = async (): Promise<number> => (await strip.boundingBox())?.height ?? 0;
    const all = page.locator('[data-do=all-alerts]');
    // The hall raises them one after the other.
    const isSaid = async (): Promise<boolean> =>
      (await all.textContent())?.includes(`全部 ${await strip.getAttribute('data-alerts')} 条`) ?? false;
    await until(page, isSaid, 'how many there are');
    expect(await heightOf()).toBeLessThan(PHONE.height / 3);
    await all.click();
    await all.getByText('收起').waitFor();
    expect(await heightOf()).toBeGreaterThan(PHONE.height / 3);
    expect(await axeViolations(page)).toEqual([]);
    await all.click();
    expect(await heightOf()).toBeLessThan(PHONE.height / 3);
    expect(complaints).toEqual([]);
  });

  it('[S84] a pause below the minimum is asked for, and the manager lets it be', async () => {
    const manager = await StaffPage.signedIn(browser, hub, '3001');
    await hub.command('1001', { type: 'request-help', counter: 1, from: 'manager', about: 'pause', words: 'meal' });
    const asked = manager.page.locator('[data-alert=pause-refused]');
    await asked.getByText('用餐').waitFor();
    await asked.locator('[data-do=let-pause]').click();
    await asked.waitFor({ state: 'detached' });
    await manager.page.locator('li[data-counter="1"][data-mode=paused]').waitFor();
    expect(manager.complaints).toEqual([]);
  });
});
