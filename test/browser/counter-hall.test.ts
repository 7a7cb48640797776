import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, picture, until } from '../support/browser.ts';
import { must } from '../../shared/lib/assert.ts';
import { paperText } from '../support/printed-paper.ts';
import { HubProcess } from '../support/hub-process.ts';
import { responsiveMs } from '../support/responsive-time.ts';
import { StaffPage } from '../support/staff-page.ts';
import { TestPrinter } from '../support/tcp-printer.ts';

/** What a staff screen is promised, from the failed print to the alarm. */
const ALARM_WITHIN_MS = 2_000;

let folder: string;
let printer: TestPrinter;
let hub: HubProcess;
let browser: Browser;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hallcall-hall-'));
  printer = await TestPrinter.start();
  const demo = readFileSync(new URL('../../server/config/demo-hall.yaml', import.meta.url), 'utf8');
  const front = `{ id: front, name: { zh: 门口打印机, en: Front printer }, host: 127.0.0.1, port: ${printer.address.port}, columns: 48 }`;
  writeFileSync(join(folder, 'hall.yaml'), demo.replace(/^printers: \[\]$/m, `printers:\n  - ${front}`));
  [hub, browser] = await Promise.all([
    HubProcess.start({ environment: { HALLCALL_HALL_FILE: join(folder, 'hall.yaml') } }),
    launchBrowser(),
  ]);
});
afterAll(async () => {
  await browser.close();
  await hub.close();
  await printer.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The hub knows that a print has failed. */
async function isPrintFailed(): Promise<boolean> {
  return (await hub.events('3001')).some(({ type }) => type === 'print-failed');
}

const counterTile = (staff: StaffPage, counter: number, mode: string) =>
  staff.page.locator(`[data-counter="${counter}"][data-mode="${mode}"]`);

describe('the panels of manager, greeter and administrator in a browser', () => {
  it('[S28, S29] a manager opens and closes the day, and opens, closes, pauses and resumes any counter', async () => {
    await hub.command('1004', { type: 'sign-in', counter: 4 });
    await hub.command('2001', { type: 'issue-ticket', service: 'B', class: 'vip' });
    const manager = await StaffPage.signedIn(browser, hub, '3001');
    const press = (name: string) => manager.page.getByRole('button', { name, exact: true }).click();
    await press('4 号台席 开台');
    await counterTile(manager, 4, 'idle').waitFor();
    await press('4 号台席 暂停');
    await manager.choose('handover');
    await counterTile(manager, 4, 'paused').getByText('交接').waitFor();
    await press('4 号台席 恢复');
    await counterTile(manager, 4, 'idle').waitFor();
    await press('4 号台席 关台');
    await counterTile(manager, 4, 'closed').waitFor();
    const figures = await manager.page.locator('tr[data-queue=B] td').allTextContents();
    // Of each class how many wait and, where somebody does, the longest wait; then all of them.
    expect(figures.slice(0, 4).map((each) => each.trim().split(' ')[0])).toEqual(['0', '0', '1', '1']);
    expect(figures[2]).toMatch(/^1 \d+:\d\d$/);
    expect(figures[4]?.trim()).toMatch(/^\d+:\d\d$/);

    await press('结束营业日');
    await manager.answer('不');
    await manager.page.locator('[data-day=open]').waitFor();
    await press('结束营业日');
    await manager.answer('确定');
    await manager.page.locator('[data-day=closed]').waitFor();
    await manager.page.getByText('营业日尚未开始').first().waitFor();
    await press('开始营业日');
    await manager.answer('确定');
    await manager.page.locator('[data-day=open]').waitFor();
    expect(manager.complaints).toEqual([]);
  });

  it('[S4, S31] an administrator sees the configuration and its version, the records and how right told waits were, and nothing else', async () => {
    const admin = await StaffPage.signedIn(browser, hub, '9001');
    await admin.page.locator('[data-configuration-version="1"]').waitFor();
    await admin.page.locator('[data-section=text]').click();
    await admin.page.locator('[data-do=format-json]').click();
    expect(await admin.page.locator('textarea[name=configuration]').inputValue()).toContain('"门口打印机"');
    expect(await admin.page.locator('header nav button').allTextContents()).toEqual(['配置', '记录', '准确度']);
    expect(admin.complaints).toEqual([]);
  });

  it('[S30] a greeter issues in a class, with paper and without', async () => {
    const greeter = await StaffPage.signedIn(browser, hub, '2001');
    await greeter.page.locator('[data-pick=class][data-value=vip]').click();
    await greeter.page.locator('[data-issue=B]').click();
    const issued = greeter.page.locator('[data-issued^=V]');
    await issued.locator('[data-print=printed]').waitFor();
    const number = (await issued.getAttribute('data-issued')) ?? '';
    expect(paperText(must(printer.papers.at(-1), 'a paper'))).toContain(number);
    await greeter.page.locator('[data-pick=printer][data-value=none]').click();
    await greeter.page.locator('[data-issue=A]:not([disabled])').dblclick();
    const second = greeter.page.locator('[data-issued^=A]');
    await second.locator('[data-print=unprinted]').waitFor();
    await greeter.row((await second.getAttribute('data-issued')) ?? '').waitFor();
    expect(await greeter.page.locator('[data-rows=waiting] li[data-number^=A]').count()).toBe(1);
    await greeter.onTicket(number, '取消排队');
    await greeter.answer('确定');
    await greeter.row(number).waitFor({ state: 'detached' });
    expect(greeter.complaints).toEqual([]);
  });

  it('[S32, S33] a print that failed alarms every staff screen within 2 s of the hub’s knowing', async () => {
    const staff = await Promise.all(['1005', '2001', '3001', '9001'].map((who) => StaffPage.signedIn(browser, hub, who)));
    for (const each of staff) await each.page.locator('.screen[data-live=true]').waitFor();
    await printer.behave('refusing');
    const { number = '' } = await hub.command('2001', { type: 'issue-ticket', service: 'E' });
    await until(staff[0]!.page, isPrintFailed, 'the print to fail');
    const alarms = staff.map(({ page }) => page.locator('[data-kind=print-failed]', { hasText: number ?? '' }));
    const alarmedMs = await responsiveMs(() => Promise.all(alarms.map((alarm) => alarm.waitFor())));
    expect(alarmedMs).toBeLessThan(ALARM_WITHIN_MS);
    const [teller, greeter] = staff;
    const alarm = teller!.page.locator('[data-kind=print-failed]');
    expect(await alarm.textContent()).toContain(`${number} 的号票没有打出（门口打印机：打印机未连接）`);
    expect(await teller!.page.locator('[role=alert]').count()).toBe(1);
    await picture(greeter!.page, 'alarm');
    await alarm.getByRole('button', { name: '知道了' }).click();
    await alarm.waitFor({ state: 'detached' });
    expect(await greeter!.page.locator('[data-kind=print-failed]').count()).toBe(1);
    await printer.behave('ok');
  });
});
