import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, launchBrowser, openPage, picture, until } from '../support/browser.ts';
import { HubProcess } from '../support/hub-process.ts';
import { largeHallFile } from '../support/large-hall.ts';
import { StaffPage } from '../support/staff-page.ts';

const FULL_HD = { width: 1920, height: 1080 } as const;
const PHONE = { width: 360, height: 780 } as const;

let hub: HubProcess;
let browser: Browser;
beforeAll(async () => {
  [hub, browser] = await Promise.all([HubProcess.start({ hallFile: largeHallFile }), launchBrowser()]);
  for (const counter of [1, 2, 3]) await hub.command(String(1000 + counter), { type: 'sign-in', counter });
  for (const counter of [1, 2, 3]) await hub.command(String(1000 + counter), { type: 'open-counter', counter });
  for (let ticket = 0; ticket < 30; ticket += 1) {
    const service = 'ABCDEFGHIJ'[ticket % 10]!;
    const classId = ticket % 7 === 0 ? 'vip' : ticket % 5 === 0 ? 'priority' : undefined;
    await hub.command('2001', { type: 'issue-ticket', service, class: classId, printer: null });
  }
  await hub.command('1001', { type: 'call-next', counter: 1, atHand: null });
  await hub.command('1001', { type: 'start-service', counter: 1 });
});
afterAll(async () => {
  await browser.close();
  await hub.close();
});

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const card = (page: Page, counter: number, mode: string) => page.locator(`li[data-counter="${counter}"][data-mode="${mode}"]`);

/** What stands beyond the page's edge: nothing may. */
function overflow(page: Page): Promise<{ readonly right: number; readonly below: number }> {
  return page.locator('main').evaluate((main) => ({
    right: Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth),
    below: Math.max(0, main.scrollHeight - main.clientHeight),
  }));
}

describe('the duty manager’s panel', () => {
  it('[S70, S29, S35] a large hall stands on one screen without scrolling, and in one column on a phone', async () => {
    const desk = await StaffPage.signedIn(browser, hub, '3001', FULL_HD);
    await card(desk.page, 1, 'serving').waitFor();
    expect(await desk.page.locator('tr[data-queue]').count()).toBe(10);
    expect(await desk.page.locator('li[data-counter]').count()).toBe(30);
    expect(await overflow(desk.page)).toEqual({ right: 0, below: 0 });
    await picture(desk.page, 'manager');
    await desk.page.emulateMedia({ colorScheme: 'dark' });
    await press(desk.page, 'English');
    expect(await overflow(desk.page)).toEqual({ right: 0, below: 0 });
    await picture(desk.page, 'manager-dark-en');

    const phone = await StaffPage.signedIn(browser, hub, '3001', PHONE);
    await card(phone.page, 1, 'serving').waitFor();
    expect((await overflow(phone.page)).right).toBe(0);
    expect(await axeViolations(phone.page)).toEqual([]);
    await picture(phone.page, 'manager-phone');
    await press(phone.page, 'English');
    expect((await overflow(phone.page)).right).toBe(0);
    expect([...desk.complaints, ...phone.complaints]).toEqual([]);
  });

  it('[S72, S73] opens a counter with a teller and services, moves the teller, stops and resumes a service', async () => {
    const { page, complaints } = await StaffPage.signedIn(browser, hub, '3001', FULL_HD);
    await press(page, '5 号台席 开台');
    await page.locator('dialog input[name=teller]').fill('1005');
    await page.locator('dialog [data-pick=B]').click();
    await page.locator('dialog').getByRole('button', { name: '开台', exact: true }).click();
    await card(page, 5, 'idle').getByText('专办 开户').waitFor();
    await press(page, '5 号台席 更多操作');
    await page.locator('dialog [data-choice=move]').click();
    await page.locator('dialog [data-choice="6"]').click();
    await card(page, 6, 'idle').getByText('1005').waitFor();
    await card(page, 5, 'closed').waitFor();
    await press(page, '1 号台席 办完关台');
    await card(page, 1, 'serving').getByText('办完关台').first().waitFor();
    await press(page, '1 号台席 保持开台');

    await press(page, '停办宽带');
    await page.locator('dialog [data-choice=system]').click();
    await page.locator('tr[data-queue=C][data-stopped=true]', { hasText: '系统维护' }).waitFor();
    await press(page, '恢复办理宽带');
    await page.locator('tr[data-queue=C][data-stopped=false]').waitFor();
    expect(complaints).toEqual([]);
  });

  it('[S74, D30, D31, D32] what is posted and moved here stands on the wall, a silent call only at its counter', async () => {
    const { page: wall } = await openPage(browser, `${hub.url}/display/wall`, FULL_HD);
    const { page: window } = await openPage(browser, `${hub.url}/display/window/30`, { width: 960, height: 540 });
    const { page } = await StaffPage.signedIn(browser, hub, '3001', FULL_HD);
    expect(await wall.locator('.ticker').count()).toBe(0);
    await page.locator('[data-do=side-notices]').click();
    await page.locator('textarea[name=zh]').fill('今日下午三点系统维护，请留意。');
    await page.locator('textarea[name=en]').fill('The system is maintained at three this afternoon.');
    await press(page, '发布');
    await wall.locator('[data-line=notice]', { hasText: '下午三点系统维护' }).waitFor();
    await wall.getByText('The system is maintained at three').waitFor();
    expect(await axeViolations(wall)).toEqual([]);

    await hub.command('3001', { type: 'redirect-tickets', filter: { service: 'J' }, service: 'D' });
    await wall.locator('[data-line=moved]', { hasText: '转至“查询”' }).waitFor();
    await picture(wall, 'wall-ticker');

    await hub.command('1008', { type: 'sign-in', counter: 30 });
    await hub.command('1008', { type: 'open-counter', counter: 30 });
    const { number } = await hub.command('1008', { type: 'call-next', counter: 30, atHand: null });
    await window.getByText(number!).first().waitFor();
    expect(await wall.locator('.stage, .earlier').allInnerTexts()).not.toContain(number);
    expect((await wall.locator('.stage').innerText()) + (await wall.locator('.earlier').innerText())).not.toContain(number);
  });

  it('[S78] the waiting list for calling by hand goes on paper, and back to the panel', async () => {
    const { page, complaints } = await StaffPage.signedIn(browser, hub, '3001', FULL_HD);
    await page.locator('[data-do=sheet]').click();
    const sheet = page.locator('[data-sheet-count]');
    await until(page, async () => Number(await sheet.getAttribute('data-sheet-count')) > 20, 'a list of those who wait');
    expect(await axeViolations(page)).toEqual([]);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('button', { name: '返回' }).isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen' });
    await press(page, '返回');
    await page.locator('tr[data-queue=A]').waitFor();
    expect(complaints).toEqual([]);
  });
});
