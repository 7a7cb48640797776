import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { busyHall } from '../support/busy-hall.ts';
import { axeViolations, launchBrowser, picture, until } from '../support/browser.ts';
import type { HubProcess } from '../support/hub-process.ts';
import { DESK_SIZE, StaffPage } from '../support/staff-page.ts';

const PHONE = { width: 360, height: 780, touch: true } as const;
/** A 24-inch screen. */
const LARGE = { width: 1920, height: 1080 } as const;
/** Words do not depend on colours: each language in one theme shows both. */
const LOOKS = [
  { language: '中文', suffix: 'zh', colorScheme: 'light' },
  { language: 'English', suffix: 'en', colorScheme: 'dark' },
] as const;

let hub: HubProcess;
let browser: Browser;
beforeAll(async () => {
  [hub, browser] = await Promise.all([busyHall(), launchBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await hub.close();
});

async function wear({ page }: StaffPage, look: (typeof LOOKS)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme: look.colorScheme });
  await page.getByRole('button', { name: look.language, exact: true }).click();
}

/** Words that are wider than what they stand in, and a page that would have to be moved sideways. */
function cutOff(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth > window.innerWidth ? ['the page'] : [];
    const cut = [...document.querySelectorAll<HTMLElement>('button, h1, h2, header p, label, [role=alert] span')].filter(
      (each) => each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1 && each.className !== 'unseen',
    );
    return [...wide, ...cut.map((each) => each.textContent?.trim() ?? each.tagName)];
  });
}

/** Seen, whole, and kept as a picture, in both languages. */
async function shown(staff: StaffPage, name: string, ready?: (page: Page) => Promise<unknown>): Promise<void> {
  for (const look of LOOKS) {
    await wear(staff, look);
    await ready?.(staff.page);
    expect(await cutOff(staff.page), `${name} ${look.suffix}`).toEqual([]);
    await picture(staff.page, `${name}-${look.suffix}`);
  }
  await wear(staff, LOOKS[0]);
}

async function tab(staff: StaffPage, name: string): Promise<void> {
  await staff.page.locator('header nav').getByRole('button', { name, exact: true }).click();
}

describe('every panel, in both languages', () => {
  it('[S105] the desk with a customer, without one, and floating', async () => {
    const desk = await StaffPage.signedIn(browser, hub, '1003', DESK_SIZE);
    await desk.mode('serving');
    for (const service of ['A', 'D']) await desk.page.locator(`[data-service=${service}] button`).last().click();
    await shown(desk, 'desk-serving');
    for (const look of LOOKS) {
      await wear(desk, look);
      await desk.page.evaluate(() => Object.defineProperty(window, 'documentPictureInPicture', { value: undefined }));
      const [popup] = await Promise.all([desk.page.waitForEvent('popup'), desk.page.locator('[data-do=float]').click()]);
      await popup.emulateMedia({ colorScheme: look.colorScheme });
      await popup.locator('main[data-live=true]').waitFor();
      await popup.locator('[data-action=next][aria-disabled=false]').waitFor();
      expect(await cutOff(popup)).toEqual([]);
      await picture(popup, `desk-floating-${look.suffix}`);
      await popup.close();
    }
    await wear(desk, LOOKS[0]);
    await desk.act('finish');
    await desk.mode('idle');
    await shown(desk, 'desk-idle', (page) => page.locator('[data-action=undo][aria-disabled=false]').waitFor());
    expect(desk.complaints).toEqual([]);
  });

  it('[S105] the greeter’s telephone: issue, who is due, redirect', async () => {
    const greeter = await StaffPage.signedIn(browser, hub, '2001', PHONE);
    const view = (name: string) => greeter.page.locator(`[data-greeter-view=${name}]`).click();
    await greeter.page.locator('[data-pick=class][data-value=priority]').click();
    await greeter.page.locator('[data-issue=C]').click();
    await greeter.page.locator('[data-issued]').waitFor();
    await shown(greeter, 'greeter-issue');
    await view('due');
    await greeter.page.locator('[data-due] li[data-number]').first().waitFor();
    await shown(greeter, 'greeter-due');
    await view('redirect');
    await greeter.page.locator('[data-pick=from][data-value=A]').click();
    await greeter.page.locator('.side [data-pick=class][data-value=standard]').click();
    await greeter.page.locator('[data-pick=waited][data-value="10"]').click();
    await greeter.page.locator('[data-pick=to][data-value=D]').click();
    await greeter.page.locator('[data-changes="2"]').scrollIntoViewIfNeeded();
    await shown(greeter, 'greeter-redirect');
    expect(greeter.complaints).toEqual([]);
  });

  it('[S105] the manager’s hall with its alerts, on a large screen and in one column on a phone', async () => {
    const manager = await StaffPage.signedIn(browser, hub, '3001', LARGE);
    await manager.page.locator('[data-alert=help]').waitFor();
    await manager.page.locator('[data-do=side-notices]').click();
    await shown(manager, 'manager-hall');
    const phone = await StaffPage.signedIn(browser, hub, '3001', PHONE);
    await phone.page.locator('[data-alert=help]').waitFor();
    await shown(phone, 'manager-phone');
    for (const { complaints } of [manager, phone]) expect(complaints).toEqual([]);
  });

  it('[S105] the records: hand-over, checks, faults', async () => {
    const manager = await StaffPage.signedIn(browser, hub, '3001', DESK_SIZE);
    await tab(manager, '记录');
    await manager.page.locator('[data-do=sheet-faults]').click();
    await manager.page.locator('select[name=device]').selectOption('kiosk');
    await manager.page.locator('input[name=device-name]').fill('门口取号机');
    await manager.page.locator('input[name=fault-text]').fill('触摸屏右下角无反应');
    await manager.page.locator('.records form button[type=submit]').click();
    await manager.page.locator('[data-fault=open] [data-do=in-repair]').click();
    await manager.page.locator('[data-fault=in-repair]').waitFor();
    await manager.page.locator('[data-do=sheet-checks]').click();
    for (const point of ['door', 'light', 'kiosk']) {
      await manager.page.locator(`[data-point=${point}] [data-do=good]`).click();
      await manager.page.locator(`[data-point=${point}][data-good=true]`).waitFor();
    }
    await manager.page.locator('[data-point=paper] [data-do=bad]').click();
    await manager.page.locator('[data-point=paper] input[name=remark]').fill('备用纸只剩一卷');
    await manager.page.locator('[data-point=paper] button[type=submit]').click();
    await manager.page.locator('[data-point=paper][data-good=false]').waitFor();
    await shown(manager, 'records-checks');
    await manager.page.locator('[data-do=sheet-faults]').click();
    await shown(manager, 'records-faults', (page) => page.locator('[data-fault=in-repair]').waitFor());
    await manager.page.locator('[data-do=sheet-hand-over]').click();
    await until(
      manager.page,
      async () => (await manager.page.locator('textarea[name=hand-over]').inputValue()).includes('门口取号机'),
      'the hand-over to know of the fault',
    );
    await shown(manager, 'records-hand-over');
    expect(manager.complaints).toEqual([]);
  });

  it('[S105] the setup: a form with its preview and what is doubtful, the text, and the history', async () => {
    const admin = await StaffPage.signedIn(browser, hub, '9001', LARGE);
    await admin.page.locator('[data-configuration-version]').waitFor();
    await admin.page.locator('[data-section=rules]').click();
    // Class before class without a bound: allowed, and hardly meant.
    await admin.page.locator('select[name=rule]').selectOption({ index: 1 });
    await admin.page.locator('input[name=passedMax]').fill('');
    await admin.page.locator('[data-lint]:not([data-lint="0"])').waitFor();
    await shown(admin, 'setup-rules');
    await admin.page.getByRole('button', { name: '保存' }).click();
    await admin.page.locator('[data-saved]').waitFor();
    await admin.page.locator('[data-section=history]').click();
    await admin.page.locator('[data-do=compare]').last().click();
    await admin.page.locator('dialog').waitFor();
    expect(await axeViolations(admin.page)).toEqual([]);
    await picture(admin.page, 'setup-history-zh');
    await admin.page.keyboard.press('Escape');
    await wear(admin, LOOKS[1]);
    await admin.page.locator('[data-do=compare]').last().click();
    await admin.page.locator('dialog').waitFor();
    expect(await cutOff(admin.page)).toEqual([]);
    await picture(admin.page, 'setup-history-en');
    expect(admin.complaints).toEqual([]);
  });
});
