import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../shared/lib/assert.ts';
import { CUT_OFF_AFTER_MS } from '../../shared/protocol/shipping.ts';
import { axeViolations, launchBrowser, openPage, picture } from '../support/browser.ts';
import { MINUTE } from '../support/played-hall.ts';
import { closedHall, logOf, playedMorning, REGION_PASSWORD, RegionStage, shipmentOf } from '../support/region-stage.ts';
import { DESK_SIZE } from '../support/staff-page.ts';

let stage: RegionStage;
let browser: Browser;
beforeAll(async () => {
  const screens = fileURLToPath(new URL('../../dist/screens', import.meta.url));
  [stage, browser] = await Promise.all([RegionStage.open({ screens }), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await stage.close();
});

/** So many were served; the last ones wait, and the hall closed if nobody does. */
function log(hall: string, served: number, waiting: number) {
  const played = playedMorning(served, (each) => 1 + (each % 5));
  if (waiting === 0) closedHall(played);
  for (let each = 0; each < waiting; each += 1) played.issue('A');
  return logOf(hall, played);
}

async function take(...[hall, entries, after, upTo]: [string, ReturnType<typeof log>, number?, number?]): Promise<void> {
  const whole = shipmentOf(entries, after);
  const shipment = { ...whole, at: stage.time.now(), entries: whole.entries.slice(0, upTo) };
  expect((await must(stage.region.take(hall, shipment), 'it is in the file')).is).toBe('taken');
}

const row = (page: Page, hall: string, line: string) => page.locator(`tr[data-hall="${hall}"][data-line="${line}"]`);

describe('the region’s page', () => {
  it('[Z40] [Z41] [Z42] shows who is live, who fell silent and who catches up, and reports of all, in Chinese and English', async () => {
    const long = log('north-2', 8, 2);
    stage.time.advance(40 * MINUTE);
    await take('south-1', log('south-1', 12, 0));
    stage.time.advance(60 * MINUTE);
    await take('north-1', log('north-1', 30, 3));
    await take('north-2', long, 0, 12);
    await stage.region.idle();
    await stage.signIn('7001', 'river');

    const { complaints, page } = await openPage(browser, `${stage.url}/region`, DESK_SIZE);
    await page.locator('input[name=username]').fill('7001');
    await page.locator('input[name=password]').fill(REGION_PASSWORD);
    await page.locator('button[type=submit]').click();
    await row(page, 'north-1', 'live').waitFor();
    expect(await page.locator('[data-live-halls]').innerText()).toMatch(/3 个营业厅中 1 个实时\s+等候 3 人/);
    expect(await row(page, 'south-1', 'cut-off').innerText()).toMatch(/城南厅\s+城南\s+中断，自 09:40 起/);
    expect(await row(page, 'north-2', 'catching-up').innerText()).toMatch(/正在补传，还差 \d+ 条/);
    await picture(page, 'region-now-zh');
    await page.getByRole('button', { name: 'English' }).click();
    expect(await page.locator('[data-live-halls]').innerText()).toMatch(/1 of 3 halls live\s+3 waiting/);
    await picture(page, 'region-now-en');
    expect(await axeViolations(page)).toEqual([]);

    await page.getByRole('button', { name: 'Report', exact: true }).click();
    const north = page.locator('tr[data-row=north]');
    await north.waitFor();
    const { report } = await stage.region.report({ place: 'north', from: '2026-11-22', to: '2026-11-22' });
    const tickets = must(report.rows[0], 'the district').figures.tickets;
    expect(tickets).toBeGreaterThan(28);
    expect((await north.innerText()).replaceAll(/\s+/g, ' ')).toContain(`North incomplete (1 hall) ${tickets} `);
    await picture(page, 'region-report-en');
    // Every column is seen on a small desk.
    const hidden = await page.locator('[role=region]').evaluate((table) => table.scrollWidth - table.clientWidth);
    expect(hidden).toBe(0);
    expect(await axeViolations(page)).toEqual([]);

    // All of it came; and then nobody is heard any more.
    await take('north-2', long, 12);
    await page.reload();
    expect(await row(page, 'north-2', 'live').innerText()).toMatch(/\s2\s/);
    stage.time.advance(CUT_OFF_AFTER_MS + 1);
    await page.reload();
    await row(page, 'north-1', 'cut-off').waitFor();
    expect(await page.locator('[data-live-halls]').getAttribute('data-live-halls')).toBe('0');
    expect(complaints).toEqual([]);
  });
});
