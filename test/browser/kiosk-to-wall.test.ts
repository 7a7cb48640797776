import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, launchBrowser, openPage, until } from '../support/browser.ts';
import { paperText } from '../support/printed-paper.ts';
import { withPrinters } from '../support/hall-with-printers.ts';
import { HubProcess } from '../support/hub-process.ts';
import { StaffPage } from '../support/staff-page.ts';
import { TestPrinter } from '../support/tcp-printer.ts';

const PORTRAIT = { width: 1080, height: 1920 } as const;
const HUMAN_PAUSE_MS = 550;

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
    const kiosk = await openPage(browser, `${hub.url}/kiosk`, PORTRAIT);
    const wall = await openPage(browser, `${hub.url}/display/wall`, { width: 1920, height: 1080 });
    const window = await openPage(browser, `${hub.url}/display/window/3`, { width: 1024, height: 600 });
    await kiosk.page.getByRole('button', { name: 'English' }).click();
    await kiosk.page.locator('.tile:enabled', { hasText: 'Broadband' }).click();
    await kiosk.page.waitForTimeout(HUMAN_PAUSE_MS);
    await kiosk.page.getByRole('button', { name: 'Take a ticket' }).click();
    await kiosk.page.getByText('Please take your ticket').waitFor();
    expect(await kiosk.page.locator('.number .number').textContent()).toBe('C001');
    const [paper] = await printer.printed(1);
    expect(paperText(paper!)).toContain('C001');

    const desk = await StaffPage.atOpenCounter(browser, hub, '1003', 3);
    await desk.act('next');
    await desk.atHand('C001');
    await wall.page.locator('.stage .number', { hasText: 'C001' }).first().waitFor();
    await wall.page.getByText('请到 3 号柜台').waitFor();
    await wall.page.getByText('Please go to counter 3').waitFor();
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
    await kiosk.page.waitForTimeout(HUMAN_PAUSE_MS);
    await kiosk.page.getByRole('button', { name: '取号' }).click();
    await kiosk.page.getByText('号票没有打印出来，请记住您的号码').waitFor();
    expect(await kiosk.page.locator('.number .number').textContent()).toBe('A001');
    await kiosk.page.getByText('本机暂停打印，请记住屏幕上的号码，或到咨询台取号').waitFor();
    expect(await axeViolations(kiosk.page)).toEqual([]);
    await kiosk.page.waitForTimeout(HUMAN_PAUSE_MS);
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
