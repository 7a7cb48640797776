import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, launchBrowser, openPage, picture, resized } from '../support/browser.ts';
import { HubProcess } from '../support/hub-process.ts';

const TOTEM = { width: 1080, height: 1920 } as const;

/** Service A by day until the evening, no ticket in the last hour of it; the others as the hall has it. */
function eveningHall(demo: string): string {
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  const hours = `{ ${days.map((day) => `${day}: [{ from: '08:00', to: '18:00' }]`).join(', ')} }`;
  return demo.replace(/lastTicketMinutes: \d+/, 'lastTicketMinutes: 60').replace(/( {4}series: A\n)/, `$1    hours: ${hours}\n`);
}

const NAMES: readonly (readonly [zh: string, en: string])[] = [
  ['手机缴费', 'Pay a mobile bill'],
  ['宽带缴费', 'Pay for broadband'],
  ['开户', 'Open an account'],
  ['补换卡', 'Replace a SIM card'],
  ['套餐变更', 'Change a plan'],
  ['销户', 'Close an account'],
  ['宽带新装', 'New broadband line'],
  ['宽带移机', 'Move a broadband line'],
  ['故障报修', 'Report a fault'],
  ['实名登记', 'Register your identity'],
  ['国际漫游', 'International roaming'],
  ['积分兑换', 'Redeem points'],
  ['发票打印', 'Print an invoice'],
  ['账单查询', 'Ask about a bill'],
  ['合约机', 'Phone with a contract'],
  ['智能家居', 'Smart home'],
  ['集团业务', 'Company accounts'],
  ['携号转网', 'Keep your number, change the carrier'],
  ['投诉建议', 'Complaints and suggestions'],
  ['其他业务', 'Other business'],
];

/** Twenty services, and a short wait before the page invites. */
function largeHall(demo: string): string {
  const ids = NAMES.map((_name, index) => `S${index + 1}`);
  const services = NAMES.map(
    ([zh, en], index) =>
      `  - { id: ${ids[index]!}, name: { zh: '${zh}', en: '${en}' }, series: ${'ABCDE'[index % 5]!}, documents: [] }`,
  );
  return demo
    .replace(/^services:\n[^]*?(?=^# The first class)/m, `services:\n${services.join('\n')}\n`)
    .replace(/serves: \[.*\](?=,? ?\}?,?$)/gm, `serves: [[${ids.join(', ')}]]`)
    .replace('service: A, counters: 2', 'service: S1, counters: 2')
    .replace('idleSeconds: 30', 'idleSeconds: 10');
}

const SIZES = [
  { width: 1024, height: 768 },
  { width: 768, height: 1024 },
  { width: 1080, height: 1920 },
] as const;

let hub: HubProcess;
let large: HubProcess | null = null;
let browser: Browser;
beforeAll(async () => {
  [hub, browser] = await Promise.all([HubProcess.start({ hallFile: eveningHall, startsAt: '17:30' }), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await hub.close();
  await large?.close();
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

describe('a hall of twenty services', () => {
  /** Every page of services, to the first again. */
  async function pagesOf(page: Page): Promise<string[]> {
    const shown: string[] = [];
    const more = page.locator('.more');
    for (let turned = 0; turned < NAMES.length; turned += 1) {
      shown.push(...(await page.locator('.tile .name').allInnerTexts()));
      const cut = await page
        .locator('.tiles, main')
        .evaluateAll((parts) => parts.filter(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight + 1).length);
      expect(cut).toBe(0);
      const sides = await page
        .locator('button')
        .evaluateAll((buttons) =>
          buttons.map((each) => Math.min(each.getBoundingClientRect().width, each.getBoundingClientRect().height)),
        );
      expect(Math.min(...sides)).toBeGreaterThanOrEqual(75.5);
      await more.click();
      if ((await more.innerText()).includes('1/')) return shown;
    }
    return shown;
  }

  it('[K117, K106, K15] shows them all on every glass, in both languages, large and in high contrast; then it invites', async () => {
    large = await HubProcess.start({ hallFile: largeHall });
    const { page, complaints } = await openPage(browser, `${large.url}/kiosk`, SIZES[0]);
    const left = await openPage(browser, `${large.url}/kiosk`, SIZES[1]);
    await page.locator('.tile:enabled').first().waitFor();
    for (const [words, name] of [
      ['高对比', 0],
      ['大字版', 0],
      ['English', 1],
      ['Large type', 1],
    ] as const) {
      await page.getByRole('button', { name: words }).click();
      for (const size of SIZES) {
        await resized(page, size);
        // A page that turns out too small for its tiles shortens them all: one that stood on the page before may come again, none is left out.
        expect([...new Set(await pagesOf(page))]).toEqual(NAMES.map((each) => each[name]));
      }
    }
    expect(await axeViolations(page)).toEqual([]);
    await left.page.getByText('触摸屏幕开始取号').waitFor({ timeout: 20_000 });
    await left.page.getByText('Welcome to the Hallcall demo hall').waitFor();
    expect(await axeViolations(left.page)).toEqual([]);
    await picture(left.page, 'kiosk-attract');
    await left.page.mouse.click(300, 500);
    await left.page.getByText('请选择要办理的业务').waitFor();
    expect(await left.page.locator('.number').count()).toBe(0);
    expect([...complaints, ...left.complaints]).toEqual([]);
  });
});
