import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, launchBrowser, picture } from '../support/browser.ts';
import { HubProcess, withoutRecallSpacing } from '../support/hub-process.ts';
import { StaffPage } from '../support/staff-page.ts';

/** Who waits when the tests begin: enough for a picture of a working day. */
const LINE: readonly (readonly [service: string, classId?: string])[] = [
  ['A'],
  ['A'],
  ['B', 'priority'],
  ['C'],
  ['A', 'vip'],
  ['D'],
  ['A'],
  ['B'],
  ['E'],
  ['A', 'priority'],
  ['C', 'vip'],
  ['B'],
];

let hub: HubProcess;
let browser: Browser;
beforeAll(async () => {
  [hub, browser] = await Promise.all([HubProcess.start({ hallFile: withoutRecallSpacing }), launchBrowser()]);
  for (const [service, classId] of LINE) await hub.command('2001', { type: 'issue-ticket', service, class: classId });
});
afterAll(async () => {
  await browser.close();
  await hub.close();
});

/** Chinese in the light, English in the dark: words do not depend on colours, so two looks see what four would. */
async function violations({ page }: StaffPage): Promise<string[]> {
  const found = await axeViolations(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('button', { name: 'English' }).click();
  found.push(...(await axeViolations(page)));
  await page.emulateMedia({ colorScheme: 'light' });
  await page.getByRole('button', { name: '中文' }).click();
  return found;
}

describe('staff screens for everybody', () => {
  it('[S35] sign-in page and choice of a counter', async () => {
    const staff = await StaffPage.open(browser, hub);
    expect(await violations(staff)).toEqual([]);
    await picture(staff.page, 'staff-sign-in');
    await staff.signIn('1001');
    await staff.page.locator('h1#choose').waitFor();
    expect(await violations(staff)).toEqual([]);
  });

  it('[S35] the desk, with a customer and without, its lists and its dialogs', async () => {
    const desk = await StaffPage.atOpenCounter(browser, hub, '1002', 2);
    expect(await violations(desk)).toEqual([]);
    for (const [action, colorScheme] of [
      ['choose', 'light'],
      ['without-ticket', 'dark'],
      ['pause', 'light'],
      ['sign-out', 'dark'],
    ] as const) {
      await desk.page.emulateMedia({ colorScheme });
      await desk.act(action);
      await desk.page.locator('dialog').waitFor();
      expect(await axeViolations(desk.page)).toEqual([]);
      await desk.page.keyboard.press('Escape');
      await desk.page.locator('dialog').waitFor({ state: 'detached' });
    }
    await desk.page.emulateMedia({ colorScheme: 'light' });
    await desk.act('next');
    await desk.mode('calling');
    await desk.ready('next');
    await desk.page.locator('[data-rows] button').first().click();
    expect(await violations(desk)).toEqual([]);
    await desk.page.emulateMedia({ colorScheme: 'dark' });
    await desk.page.getByRole('button', { name: 'English' }).click();
    await desk.list('find');
    expect(await axeViolations(desk.page)).toEqual([]);
  });

  it('[S35] hall, greeter and setup', async () => {
    const manager = await StaffPage.signedIn(browser, hub, '3001');
    for (const tab of ['大厅', '导办', '配置']) {
      await manager.page.locator('nav').getByRole('button', { name: tab }).click();
      await manager.page.locator('main h1', { hasText: tab }).waitFor({ state: 'attached' });
      expect(await violations(manager)).toEqual([]);
    }
    await manager.page.getByRole('button', { name: '退出登录' }).click();
    await manager.page.locator('dialog').waitFor();
    expect(await axeViolations(manager.page)).toEqual([]);
  });

  it('[S35, S22, S25] next, recall and finish by the numeric pad, and by Tab and Enter', async () => {
    const desk = await StaffPage.signedIn(browser, hub, '1003');
    await desk.takeCounter(3);
    const { keyboard } = desk.page;
    await desk.press('open', '7');
    await desk.press('next', 'NumpadEnter');
    await desk.press('recall', '*');
    await desk.page.locator('[data-fact=extras]', { hasText: '重呼 1 次' }).waitFor();
    await desk.press('finish', '2');
    await desk.mode('idle');

    for (const [action, mode] of [
      ['next', 'calling'],
      ['recall', 'calling'],
      ['finish', 'idle'],
    ] as const) {
      await desk.ready(action);
      await tabTo(desk, action);
      await keyboard.press('Enter');
      await desk.mode(mode);
    }
    await desk.atHand('none');
  });

  it('[S24] keys do nothing in a field; Escape gives them back', async () => {
    const desk = await StaffPage.atOpenCounter(browser, hub, '1004', 4);
    await desk.ready('next');
    await desk.page.keyboard.press('5');
    await desk.page.locator('input:focus').waitFor();
    await desk.page.keyboard.type('A1');
    await desk.page.keyboard.press('Enter');
    expect(await desk.page.locator('input:focus').inputValue()).toBe('A1');
    await desk.atHand('none');
    await desk.page.keyboard.press('Escape');
    await desk.press('next', 'Enter');
    await desk.mode('calling');
    await desk.page.locator('[data-service=A] button').last().click();
    await desk.press('finish', '2');
    await desk.mode('idle');
  });
});

/** With the Tab key alone, as far as one round of the page goes. */
async function tabTo({ page }: StaffPage, action: string): Promise<void> {
  const stopsMax = 120;
  for (let stop = 0; stop < stopsMax; stop += 1) {
    await page.keyboard.press('Tab');
    const reached = await page.evaluate(() => document.activeElement?.getAttribute('data-action') ?? null);
    if (reached === action) return;
  }
  throw new Error(`Tab does not reach ${action}`);
}
