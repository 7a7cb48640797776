import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, launchBrowser, picture, until } from '../support/browser.ts';
import { HubProcess } from '../support/hub-process.ts';
import { StaffPage } from '../support/staff-page.ts';

let hub: HubProcess;
let browser: Browser;
beforeAll(async () => {
  [hub, browser] = await Promise.all([HubProcess.start(), launchBrowser()]);
  await hub.command('2001', { type: 'issue-ticket', service: 'A', printer: null });
  const text = { zh: '三点消防检查', en: 'Fire inspection at three' };
  await hub.command('3001', { type: 'post-notice', audience: 'staff', text });
});
afterAll(async () => {
  await browser.close();
  await hub.close();
});

async function recordsOf(staffNumber: string, sheet: string): Promise<StaffPage> {
  const staff = await StaffPage.signedIn(browser, hub, staffNumber);
  await staff.page.locator('header nav').getByRole('button', { name: '记录' }).click();
  await staff.page.locator(`[data-do=sheet-${sheet}]`).click();
  return staff;
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

describe('the records of the hall', () => {
  it('[S92, S35] what is written in the log stays, also struck', async () => {
    const { page, complaints } = await recordsOf('1001', 'log');
    await page.locator('textarea[name=log]').fill('地面湿滑，已放置提示牌。');
    await press(page, '记入日志');
    await page.locator('li', { hasText: '地面湿滑' }).getByText('工号 1001').waitFor();
    await until(page, async () => (await page.locator('textarea[name=log]').inputValue()) === '', 'an empty field');
    expect(await axeViolations(page)).toEqual([]);
    await page.locator('[data-do=ask-strike]').click();
    await page.locator('[data-do=strike]').click();
    await page.locator('li[data-struck=true] s', { hasText: '地面湿滑' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('[S93] a hand-over begins with how things are, and somebody else takes over', async () => {
    const teller = await recordsOf('1001', 'hand-over');
    const field = teller.page.locator('textarea[name=hand-over]');
    for (const said of ['现在等候 1 人。', '三点消防检查'])
      await until(teller.page, async () => (await field.inputValue()).includes(said), said);
    await field.fill(`${await field.inputValue()}钥匙在保险柜。`);
    await press(teller.page, '交班');
    await teller.page.locator('li[data-accepted=false]', { hasText: '钥匙在保险柜' }).waitFor();
    expect(await teller.page.locator('[data-do=accept]').count()).toBe(0);
    const manager = await recordsOf('3001', 'hand-over');
    await manager.page.locator('[data-do=accept]').click();
    await manager.page.locator('li[data-accepted=true]').getByText('工号 3001').waitFor();
    await picture(manager.page, 'records-hand-over');
    expect([...teller.complaints, ...manager.complaints]).toEqual([]);
  });

  it('[S94, S95] checks are ticked, faults are reported and repaired', async () => {
    const { page, complaints } = await recordsOf('3001', 'checks');
    const point = page.locator('[data-check=opening] [data-point]').first();
    await point.locator('[data-do=bad]').click();
    await point.locator('input[name=remark]').fill('坡道有积水');
    await point.getByRole('button', { name: '记录', exact: true }).click();
    await page.locator('[data-check=opening] [data-good=false]', { hasText: '坡道有积水' }).waitFor();
    await point.locator('[data-do=good]').click();
    await page.locator('[data-check=opening] [data-good=true]').waitFor();
    expect(await axeViolations(page)).toEqual([]);

    await page.locator('[data-do=sheet-faults]').click();
    await page.locator('select[name=device]').selectOption('wall');
    await page.locator('input[name=device-name]').fill('东墙大屏');
    await page.locator('input[name=fault-text]').fill('黑屏');
    await press(page, '提交报障');
    const fault = page.locator('li[data-fault]', { hasText: '东墙大屏' });
    await fault.locator('[data-do=in-repair]').click();
    await page.locator('li[data-fault=in-repair]', { hasText: '东墙大屏' }).waitFor();
    await fault.locator('[data-do=done]').click();
    await page.locator('li[data-fault=done]', { hasText: '东墙大屏' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('[S91] a sheet is not read again for each change of the hall', async () => {
    const { page, complaints } = await recordsOf('1001', 'log');
    const reads: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'GET' && request.url().includes('/records/')) reads.push(request.url());
    });
    for (let issued = 0; issued < 8; issued += 1)
      await hub.command('2001', { type: 'issue-ticket', service: 'A', printer: null });
    await page.locator('textarea[name=log]').fill('八人取号。');
    await press(page, '记入日志');
    await page.locator('li', { hasText: '八人取号' }).waitFor();
    // One of what was written, and one if half a minute went by.
    expect(reads.length).toBeLessThan(3);
    expect(complaints).toEqual([]);
  });
});
