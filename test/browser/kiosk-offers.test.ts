import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, launchBrowser, openPage, picture } from '../support/browser.ts';
import { HubProcess } from '../support/hub-process.ts';

const TOTEM = { width: 1080, height: 1920 } as const;

/** Service A by day until the evening, no ticket in the last hour of it; the others as the hall has it. */
function eveningHall(demo: string): string {
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  const hours = `{ ${days.map((day) => `${day}: [{ from: '08:00', to: '18:00' }]`).join(', ')} }`;
  return demo.replace(/lastTicketMinutes: \d+/, 'lastTicketMinutes: 60').replace(/( {4}series: A\n)/, `$1    hours: ${hours}\n`);
}

let hub: HubProcess;
let browser: Browser;
beforeAll(async () => {
  [hub, browser] = await Promise.all([HubProcess.start({ hallFile: eveningHall, startsAt: '17:30' }), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await hub.close();
});

describe('what a kiosk cannot offer', () => {
  it('[K80, K81] says when the last ticket was given, why a service is stopped, and what else there is', async () => {
    await hub.command('3001', { type: 'stop-service', service: 'B', reason: 'system' });
    const { page, complaints } = await openPage(browser, `${hub.url}/kiosk`, TOTEM);
    const over = page.locator('.tile', { hasText: '缴费' });
    await over.getByText('今日取号已截止').waitFor();
    expect(await over.isDisabled()).toBe(true);
    const stopped = page.locator('.tile[data-offer=stopped]');
    expect(await stopped.innerText()).toContain('系统维护');
    expect(await stopped.isDisabled()).toBe(true);
    expect(await page.locator('.tile .channel').count()).toBeGreaterThan(0);
    expect(await axeViolations(page)).toEqual([]);
    await picture(page, 'kiosk-offers');
    await page.getByRole('button', { name: 'English' }).click();
    await over.getByText('No more tickets today').waitFor();
    expect(await stopped.innerText()).toContain('The system is being repaired');
    await hub.command('3001', { type: 'resume-service', service: 'B' });
    await page.locator('.tile[data-offer=open]', { hasText: 'Open an account' }).waitFor();
    expect(complaints).toEqual([]);
  });
});
