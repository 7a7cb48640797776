import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HallEvent } from '../../shared/hall/events.ts';
import { launchBrowser, until } from '../support/browser.ts';
import { HubProcess } from '../support/hub-process.ts';
import { EntriesGate } from '../support/entries-gate.ts';
import { DESK_SIZE, StaffPage } from '../support/staff-page.ts';

let hub: HubProcess;
let browser: Browser;
beforeAll(async () => {
  [hub, browser] = await Promise.all([HubProcess.start(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await hub.close();
});

const issue = (service: string) => hub.command('2001', { type: 'issue-ticket', service });

describe('pressed twice', () => {
  it('[S8] a double click on next takes one customer', async () => {
    for (const service of ['A', 'A', 'A']) await issue(service);
    const desk = await StaffPage.atOpenCounter(browser, hub, '1001', 1);
    await desk.waits(3);
    await desk.button('next').dblclick();
    await desk.atHand('A001');
    await desk.waits(2);
    await desk.button('next').dblclick({ delay: 40 });
    await desk.atHand('A002');
    await desk.waits(1);
    await desk.ready('next');
    expect(await desk.waiting()).toBe(1);
    expect(await desk.page.locator('[data-notice=refused]').count()).toBe(0);
    await desk.act('finish');
    await desk.atHand('none');
    await hub.command('1001', { type: 'sign-out', counter: 1 });
  });

  it('[S9] of two browsers at one counter one takes the customer, the other is told and shows where the counter is', async () => {
    for (const service of ['B', 'B']) await issue(service);
    const left = await StaffPage.atOpenCounter(browser, hub, '1002', 2);
    const gate = new EntriesGate();
    const right = await StaffPage.signedIn(browser, hub, '1002', { ...DESK_SIZE, before: gate.install });
    await right.mode('idle');
    const before = await left.waiting();
    await right.waits(before);

    // Both press on what they saw: the second browser hears of the first only after it has pressed.
    gate.shut();
    await left.act('next');
    await left.mode('calling');
    await right.act('next');
    const told = await right.notice();
    gate.open();
    expect(told).toMatch(/^2 号台席刚刚已叫 [A-Z]\d{3}。$/);
    await right.mode('calling');

    const number = await left.page.locator('[data-at-hand]').getAttribute('data-at-hand');
    await right.atHand(number ?? '');
    await left.waits(before - 1);
    await right.waits(before - 1);
    await hub.command('1002', { type: 'finish-service', counter: 2 });
    await hub.command('1002', { type: 'sign-out', counter: 2 });
  });

  it('[S9] both press at the same moment: one customer leaves the line for each that was seen', async () => {
    for (const service of ['C', 'C', 'C', 'C']) await issue(service);
    const left = await StaffPage.atOpenCounter(browser, hub, '1003', 3);
    const right = await StaffPage.signedIn(browser, hub, '1003');
    await right.mode('idle');
    const before = await left.waiting();
    await right.waits(before);
    await Promise.all([left.ready('next'), right.ready('next')]);
    await Promise.all([left.page.keyboard.press('Enter'), right.page.keyboard.press('Enter')]);
    await Promise.all([left.mode('calling'), right.mode('calling')]);
    // Both have their answers: no button waits for the hub any more.
    await Promise.all([left.ready('next'), right.ready('next')]);
    const told =
      (await left.page.locator('[data-notice=refused]').count()) + (await right.page.locator('[data-notice=refused]').count());
    const taken = 2 - told;
    for (const desk of [left, right]) await desk.waits(before - taken);
    const isCalled = (event: HallEvent): boolean => event.type === 'ticket-called' && event.counter === 3;
    await until(left.page, async () => (await hub.events('3001')).filter(isCalled).length === taken, `${taken} called`);
    expect(taken).toBeGreaterThanOrEqual(1);
  });
});
