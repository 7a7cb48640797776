import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, launchBrowser, openPage, picture, until } from '../support/browser.ts';
import { humanPause } from '../support/human-pause.ts';
import { paperText } from '../support/printed-paper.ts';
import { withPrinters } from '../support/hall-with-printers.ts';
import { HubProcess } from '../support/hub-process.ts';
import { StaffPage } from '../support/staff-page.ts';
import { TestPrinter } from '../support/tcp-printer.ts';

const PORTRAIT = { width: 1080, height: 1920 } as const;

let printer: TestPrinter;
let hub: HubProcess;
let browser: Browser;

beforeAll(async () => {
  printer = await TestPrinter.start();
  [hub, browser] = await Promise.all([HubProcess.start({ hallFile: withPrinters(printer) }), launchBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await hub.close();
  await printer.stop();
});

describe('from the kiosk to the wall', () => {
  it('[K2, K7, D1, D7, D14] a ticket in English is printed, called at a desk, and stands on wall and window', async () => {
    const before = printer.papers.length;
    const kiosk = await openPage(browser, `${hub.url}/kiosk`, PORTRAIT);
    const wall = await openPage(browser, `${hub.url}/display/wall`, { width: 1920, height: 1080 });
    const window = await openPage(browser, `${hub.url}/display/window/3`, { width: 1024, height: 600 });
    // Before the ticket: its page stays for a quarter of a minute only.
    const desk = await StaffPage.atOpenCounter(browser, hub, '1003', 3);
    await kiosk.page.getByRole('button', { name: 'English' }).click();
    await kiosk.page.locator('.tile:enabled', { hasText: 'Broadband' }).click();
    await humanPause(kiosk.page);
    await kiosk.page.getByRole('button', { name: 'Take a ticket' }).click();
    await kiosk.page.getByText('Please take your ticket').waitFor();
    expect(await kiosk.page.locator('.number .number').textContent()).toBe('C001');
    const paper = (await printer.printed(before + 1)).at(-1);
    expect(paperText(paper!)).toContain('C001');

    await desk.act('next');
    await desk.atHand('C001');
    await wall.page.locator('.stage .number', { hasText: 'C001' }).first().waitFor();
    await wall.page.getByText('请到 3 号柜台').waitFor();
    await wall.page.getByText('Please go to counter 3', { exact: true }).waitFor();
    await window.page.getByText('请 C001 号办理').waitFor();
    await window.page.getByText('C001, please').waitFor();
    await kiosk.page.getByText('Please go to Counter 3').waitFor();
    await desk.act('start');
    await window.page.getByText('正在办理').waitFor();
    await window.page.getByText('Now serving').waitFor();
    for (const { complaints } of [kiosk, wall, window]) expect(complaints).toEqual([]);
    for (const { context } of [kiosk, wall, window]) await context.close();
  });

  it('[K8] when the paper fails, the number stays with the hall’s own words, and the staff are told', async () => {
    const kiosk = await openPage(browser, `${hub.url}/kiosk`, PORTRAIT);
    await printer.behave('refusing');
    await kiosk.page.locator('.tile:enabled', { hasText: '缴费' }).click();
    await humanPause(kiosk.page);
    await kiosk.page.getByRole('button', { name: '取号' }).click();
    await kiosk.page.getByText('号票没有打印出来，请记住您的号码').waitFor();
    expect(await kiosk.page.locator('.number .number').textContent()).toBe('A001');
    await kiosk.page.getByText('本机暂停打印，请记住屏幕上的号码，或到咨询台取号').waitFor();
    expect(await axeViolations(kiosk.page)).toEqual([]);
    await humanPause(kiosk.page);
    await kiosk.page.getByRole('button', { name: '完成' }).click();
    await kiosk.page.getByText('本机现在不能打印号票').waitFor();
    await printer.behave('ok');
    await until(
      kiosk.page,
      async () => (await kiosk.page.getByText('本机现在不能打印号票').count()) === 0,
      'the printer to be back',
    );
    await kiosk.context.close();
  });
});

/** In the book of numbers that the kiosk keeps, as after a hub that was restored from yesterday's backup. */
async function withRefusedPaper(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const asked = <Value>(request: IDBRequest<Value>): Promise<Value> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('the book of numbers'));
      });
    const database = await asked(indexedDB.open('hallcall-kiosk'));
    const books = database.transaction('books', 'readwrite').objectStore('books');
    const book = (await asked(books.get('numbers'))) as object;
    await asked(books.put({ ...book, refused: [{ number: 'A712', why: 'unknown-lease' }] }, 'numbers'));
    database.close();
  });
}

describe('behind the corner of a kiosk', () => {
  it('[K110, K111, K112, K118, O29, K15] the PIN opens a test page, what the hub did not take, and a change of paper, which the hall knows is on purpose', async () => {
    const { page, context } = await openPage(browser, `${hub.url}/kiosk`, { width: 1024, height: 768 });
    const corner = page.locator('.hall');
    await page.locator('.tile:enabled').first().waitFor();
    await withRefusedPaper(page);
    await page.reload();
    await page.locator('.tile:enabled').first().waitFor();
    await corner.hover();
    await page.mouse.down();
    await page.getByText('请输入取号机管理密码').waitFor();
    await page.mouse.up();
    expect(await axeViolations(page)).toEqual([]);
    const digits = async (pin: string): Promise<void> => {
      for (const digit of pin) await page.getByRole('button', { name: digit, exact: true }).click();
      await page.getByRole('button', { name: '确定' }).click();
    };
    await digits('111222');
    await page.getByText('密码不正确').waitFor();
    await digits('135790');
    await page.getByText('打印机 门口: 正常').waitFor();
    await page.locator('[data-not-taken=A712]', { hasText: '该断网号票所属的号码已过期' }).waitFor();
    await picture(page, 'kiosk-corner');
    const before = (await printer.printed(0)).length;
    await page.getByRole('button', { name: '打印测试页' }).click();
    await page.getByText('测试页已打印').waitFor();
    expect(paperText((await printer.printed(before + 1)).at(-1)!)).toContain('测试页');
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: '开始换纸' }).click();
    await page.getByText('正在更换打印纸，请稍候').waitFor();
    expect((await hub.state('3001')).paperChanges.has('front')).toBe(true);
    expect(await axeViolations(page)).toEqual([]);
    await page.reload();
    await page.getByText('The paper is being changed, please wait').waitFor();
    await page.getByRole('button', { name: '换纸完成' }).click();
    await digits('135790');
    await page.locator('.tile:enabled').first().waitFor();
    expect((await hub.state('3001')).paperChanges.size).toBe(0);
    await context.close();
  });
});
