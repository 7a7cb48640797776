import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, launchBrowser, openPage, picture } from '../support/browser.ts';
import { HubProcess } from '../support/hub-process.ts';
import { StaffPage } from '../support/staff-page.ts';

const FULL_HD = { width: 1920, height: 1080 } as const;
/** One of each make: a list of forms, the table, the rule's numbers, steps, the text. */
const SECTIONS = ['services', 'serving', 'rules', 'alerts', 'text'] as const;

let hub: HubProcess;
let browser: Browser;
beforeAll(async () => {
  [hub, browser] = await Promise.all([HubProcess.start(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await hub.close();
});

async function setupOf(staffNumber: string): Promise<StaffPage> {
  const staff = await StaffPage.signedIn(browser, hub, staffNumber, FULL_HD);
  await staff.page.locator('header nav').getByRole('button', { name: '配置' }).click();
  await staff.page.locator('[data-configuration-version]').waitFor();
  return staff;
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

describe('the setup panel', () => {
  it('[S35, S86] every kind of form, in both languages and both themes; the preview follows what is written', async () => {
    const { page, complaints } = await setupOf('9001');
    for (const section of SECTIONS) {
      await page.locator(`[data-section=${section}]`).click();
      await page.emulateMedia({ colorScheme: section.length % 2 === 0 ? 'dark' : 'light' });
      if ((await page.locator('details').count()) > 0) await page.locator('summary').first().click();
      expect([section, await axeViolations(page)]).toEqual([section, []]);
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await page.locator('[data-section=rules]').click();
    await page.locator('input[name=passedMax]').fill('5');
    await page.locator('aside', { hasText: '最多插入 5 位优先客户' }).waitFor();
    await page.locator('[data-changes="1"]').waitFor();
    await picture(page, 'setup');
    await page.locator('[data-section=hall]').click();
    await page.locator('input[name=opensAt]').fill('25:00');
    await page.locator('[data-problems]').waitFor();
    expect(await page.getByRole('button', { name: '保存并生效' }).isDisabled()).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('[S85] what is saved is in force at once: the kiosk says the new rule', async () => {
    const { page: kiosk } = await openPage(browser, `${hub.url}/kiosk`, { width: 1080, height: 1920 });
    const { page } = await setupOf('3001');
    await page.locator('[data-section=rules]').click();
    await page.locator('input[name=passedMax]').fill('4');
    await press(page, '保存并生效');
    await page.locator('[data-saved]').waitFor();
    await page.locator('[data-changes="0"]').waitFor();
    await kiosk.getByText('最多插入 4 位优先客户').waitFor();
  });

  it('[S87, S115] of two who change the hall, the second sees what the first did, and keeps the own knowingly', async () => {
    const [first, second] = [await setupOf('3001'), await setupOf('9001')];
    for (const { page } of [first, second]) await page.locator('[data-section=rules]').click();
    await second.page.locator('input[name=waitMax]').fill('45');
    await first.page.locator('input[name=passedMax]').fill('2');
    await press(first.page, '保存并生效');
    const notice = second.page.locator('[data-overtaken]');
    await notice.getByText('叫号规则 · 每张号票最多被让行几次').waitFor();
    await notice.locator('li', { hasText: '叫号规则' }).getByText('2', { exact: true }).waitFor();
    expect(await second.page.getByRole('button', { name: '保存并生效' }).isDisabled()).toBe(true);
    expect(await axeViolations(second.page)).toEqual([]);
    await press(second.page, '仍用我的');
    await notice.waitFor({ state: 'detached' });
    await press(second.page, '保存并生效');
    await second.page.locator('[data-saved]').waitFor();
    const { configuration } = await hub.state('3001');
    expect(configuration?.routing).toMatchObject({ waitMaxMinutes: 45, passedMax: 4 });
  });

  it('[S88, S115] a roll back is explained, refused while something of now is in use, and then done', async () => {
    const { page, complaints } = await setupOf('3001');
    await page.locator('[data-section=services]').click();
    await page.locator('[data-do=add-service]').click();
    await page.locator('[data-section=serving]').click();
    await page.locator('[data-cell="1-F"]').click();
    await press(page, '保存并生效');
    await page.locator('[data-saved]').waitFor();
    await hub.command('2001', { type: 'issue-ticket', service: 'F', printer: null });
    await page.locator('[data-section=history]').click();
    await page.getByRole('button', { name: '比较与回退… 1', exact: true }).click();
    const dialog = page.locator('dialog');
    await dialog.locator('[data-in-use]').waitFor();
    await dialog.getByText('业务 新业务').waitFor();
    await dialog.locator('[data-differences] li', { hasText: '业务“新业务”' }).getByText('已删除').waitFor();
    expect(await dialog.getByRole('button', { name: '回退到此版本' }).count()).toBe(0);
    expect(await axeViolations(page)).toEqual([]);
    await picture(page, 'setup-roll-back');
    await page.keyboard.press('Escape');
    const waiting = [...(await hub.state('3001')).tickets.values()].find(({ number }) => number === 'F001');
    await hub.command('3001', { type: 'cancel-ticket', ticket: waiting!.id });
    await hub.command('3001', { type: 'close-day' });
    await hub.command('3001', { type: 'open-day' });
    await page.getByRole('button', { name: '比较与回退… 1', exact: true }).click();
    await dialog.getByRole('button', { name: '回退到此版本' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect((await hub.state('3001')).configuration?.services.map(({ id }) => id)).toEqual(['A', 'B', 'C', 'D', 'E']);
    expect(complaints).toEqual([]);
  });
});
