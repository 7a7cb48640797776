import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../shared/lib/assert.ts';
import { axeViolations, launchBrowser, picture } from '../support/browser.ts';
import { HubProcess } from '../support/hub-process.ts';
import { StaffPage } from '../support/staff-page.ts';

let hub: HubProcess;
let browser: Browser;
beforeAll(async () => {
  [hub, browser] = await Promise.all([HubProcess.start(), launchBrowser()]);
  for (const service of ['A', 'B', 'A', 'C']) await hub.command('2001', { type: 'issue-ticket', service });
});
afterAll(async () => {
  await browser.close();
  await hub.close();
});

/** A browser that cannot keep a window above the others. */
const withoutFloating = () => Object.defineProperty(window, 'documentPictureInPicture', { value: undefined });

async function popupOf(desk: StaffPage): Promise<Page> {
  await desk.page.evaluate(withoutFloating);
  const [popup] = await Promise.all([desk.page.waitForEvent('popup'), desk.page.locator('[data-do=float]').click()]);
  await popup.locator('[data-at-hand]').waitFor();
  return popup;
}

/** Its key would be heard now. */
async function canPress(popup: Page, action: string): Promise<void> {
  await popup.locator(`main[data-live=true] [data-action=${action}][aria-disabled=false]`).waitFor();
}

/** Nothing of the page lies outside the window. */
function overflow(page: Page): Promise<readonly string[]> {
  return outside(page, '.compact button, [data-at-hand], [data-fact=waiting], .live');
}

function outside(page: Page, selector: string): Promise<readonly string[]> {
  return page.evaluate(
    (all) =>
      [...document.querySelectorAll(all)]
        .filter((each) => {
          const { left, top, right, bottom } = each.getBoundingClientRect();
          return left < 0 || top < 0 || right > innerWidth || bottom > innerHeight;
        })
        .map((each) => each.textContent?.trim() ?? ''),
    selector,
  );
}

describe('the floating desk', () => {
  it('[S53, S54, S112] is a popup of 320 × 120 with the same session, where everything needed for a customer is in sight', async () => {
    const desk = await StaffPage.atOpenCounter(browser, hub, '1003', 3);
    const popup = await popupOf(desk);
    expect(await popup.evaluate(() => [innerWidth, innerHeight])).toEqual([320, 120]);
    await popup.locator('[data-live=true]').first().waitFor();
    await popup.locator('[data-fact=waiting]', { hasText: /^等候 4$/ }).waitFor();
    await canPress(popup, 'next');
    await popup.keyboard.press('Enter');
    await popup.locator('[data-at-hand=A001]').waitFor();
    await desk.atHand('A001');
    for (const action of ['next', 'recall', 'no-show', 'pause']) {
      await popup.locator(`[data-action="${action}"][data-off=false]`).waitFor();
    }
    expect(await overflow(popup)).toEqual([]);
    expect(await axeViolations(popup)).toEqual([]);
    await picture(popup, 'desk-floating');
    await popup.locator('[data-do=menu]').click();
    await popup.locator('[data-action=hold]').click();
    expect(await axeViolations(popup)).toEqual([]);
    expect(await outside(popup, 'dialog [data-choice]')).toEqual([]);
    await popup.locator('[data-choice=this-counter]').click();
    await desk.mode('idle');
    await popup.locator('[data-at-hand=none]').waitFor();
    await popup.locator('[data-action=pause][aria-disabled=false]').click();
    await popup.locator('dialog [data-choice]').first().waitFor();
    expect(await outside(popup, 'dialog [data-choice]')).toEqual([]);
    expect(await axeViolations(popup)).toEqual([]);
    await popup.keyboard.press('Escape');
    await popup.locator('dialog').waitFor({ state: 'detached' });
    await popup.emulateMedia({ colorScheme: 'dark' });
    await canPress(popup, 'next');
    await popup.keyboard.press('NumpadEnter');
    await popup.locator('[data-at-hand=B001]').waitFor();
    expect(await axeViolations(popup)).toEqual([]);
    await popup.locator('[data-action=no-show][aria-disabled=false]').click();
    await popup.locator('[data-at-hand=none]').waitFor();
    expect(desk.complaints).toEqual([]);
  });

  it('[S53] tells a refusal, and that it is not live', async () => {
    const desk = await StaffPage.atOpenCounter(browser, hub, '1004', 4);
    const popup = await popupOf(desk);
    for (const number of ['A002', 'C001', 'none']) {
      await popup.locator('[data-action=next][aria-disabled=false]').click();
      await popup.locator(`[data-at-hand=${number}]`).waitFor();
    }
    await popup.locator('[data-action=next][aria-disabled=false]').click();
    await popup.locator('[data-notice=refused]', { hasText: '没有等候的客户' }).waitFor();
    expect(await overflow(popup)).toEqual([]);
    await hub.kill();
    await popup.locator('[data-live=false]').first().waitFor();
    await popup.locator('.live', { hasText: '未连接' }).waitFor();
    await hub.restart();
    await popup.locator('main[data-live=true]').waitFor();
  });

  it('[S54] floats above all other windows where the browser can do that, drawn and driven by the desk’s own page', async () => {
    const desk = await StaffPage.atOpenCounter(browser, hub, '1005', 5);
    await hub.command('2001', { type: 'issue-ticket', service: 'B' });
    const [floating] = await Promise.all([
      desk.page.context().waitForEvent('page'),
      desk.page.locator('[data-do=float]').click(),
    ]);
    await floating.locator('[data-action=next][aria-disabled=false]').waitFor();
    expect(await floating.locator('[data-action=next]').evaluate((each) => getComputedStyle(each).backgroundColor)).toBe(
      await desk.button('next').evaluate((each) => getComputedStyle(each).backgroundColor),
    );
    await floating.locator('[data-action=next]').click();
    await desk.mode('calling');
    const number = must(await floating.locator('[data-at-hand]').getAttribute('data-at-hand'), 'a number');
    await desk.atHand(number);
    await desk.ready('start');
    await floating.keyboard.press('1');
    await desk.mode('serving');
    await floating.close();
    await desk.act('finish');
    await desk.mode('idle');
    expect(desk.complaints).toEqual([]);
  });
});
