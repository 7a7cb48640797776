import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, launchBrowser } from '../support/browser.ts';
import { HubProcess } from '../support/hub-process.ts';
import { StaffPage } from '../support/staff-page.ts';

const ZH = '大家都能看到，请勿填写姓名、电话、证件号。';
const EN = 'Everybody can read this: no names, phone or identity numbers.';

let hub: HubProcess;
let browser: Browser;
beforeAll(async () => {
  [hub, browser] = await Promise.all([HubProcess.start(), launchBrowser()]);
  await hub.command('2001', { type: 'issue-ticket', service: 'A' });
});
afterAll(async () => {
  await browser.close();
  await hub.close();
});

/** What the fields for own words below `place` are described by, as far as it is seen. */
async function said(page: Page, place: string): Promise<readonly (string | null)[]> {
  await page.locator(`${place} [aria-describedby]`).first().waitFor();
  return page.locator(`${place} [aria-describedby]`).evaluateAll((fields) =>
    fields.map((field) => {
      const hint = document.getElementById(field.getAttribute('aria-describedby') ?? '');
      return hint?.checkVisibility() === true && hint.scrollWidth <= hint.clientWidth + 1 ? hint.textContent : null;
    }),
  );
}

describe('words of one’s own', () => {
  it('[S116] say in both languages that nobody is to be named in them: help, a pause, a chosen call', async () => {
    const desk = await StaffPage.atOpenCounter(browser, hub, '1003', 3);
    for (const [language, hint] of [
      ['中文', ZH],
      ['English', EN],
    ] as const) {
      await desk.page.getByRole('button', { name: language, exact: true }).click();
      for (const action of ['help', 'pause', 'choose']) {
        await desk.act(action);
        expect([action, await said(desk.page, 'dialog')]).toEqual([action, [hint]]);
        expect([action, await axeViolations(desk.page)]).toEqual([action, []]);
        await desk.page.keyboard.press('Escape');
        await desk.page.locator('dialog').waitFor({ state: 'detached' });
      }
    }
    expect(desk.complaints).toEqual([]);
  });

  it('[S116] and so do a notice and the reason why a service is stopped', async () => {
    const { page, complaints } = await StaffPage.signedIn(browser, hub, '3001', { width: 1920, height: 1080 });
    await page.locator('[data-do=side-notices]').click();
    expect(await said(page, 'form')).toEqual([ZH, ZH]);
    expect(await axeViolations(page)).toEqual([]);
    await page.locator('tr[data-queue=C] [data-do=stop]').click();
    expect(await said(page, 'dialog')).toEqual([ZH]);
    expect(await axeViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
