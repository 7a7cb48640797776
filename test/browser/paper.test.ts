import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { must } from '../../shared/lib/assert.ts';
import type { HardwareFault } from '../../shared/protocol/records.ts';
import { axeViolations, launchBrowser, openPage, picture } from '../support/browser.ts';
import { withPrinters } from '../support/hall-with-printers.ts';
import { HubProcess } from '../support/hub-process.ts';
import { humanPause } from '../support/human-pause.ts';
import { paperText } from '../support/printed-paper.ts';
import { responsiveMs } from '../support/responsive-time.ts';
import { StaffPage } from '../support/staff-page.ts';
import { TestPrinter } from '../support/tcp-printer.ts';

const PORTRAIT = { width: 1080, height: 1920, touch: true } as const;
const PHONE = { width: 360, height: 780, touch: true } as const;
const WIDE = { width: 1600, height: 1000 } as const;
const ALERTED_WITHIN_MS = 2_000;
const PIN = '482915';
const SOON = { timeout: 15_000 } as const;

let hub: HubProcess;
let browser: Browser;
let front: TestPrinter;
let reception: TestPrinter;

beforeAll(async () => {
  [front, reception] = await Promise.all([TestPrinter.start(), TestPrinter.start('ok', 'star')]);
  const hallFile = withPrinters(front, { id: 'desk', zh: '咨询台', language: 'star', address: reception.address });
  [hub, browser] = await Promise.all([HubProcess.start({ hallFile, startsAt: '10:00' }), launchBrowser()]);
});

afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});

afterAll(async () => {
  await browser.close();
  await hub.close();
  await Promise.all([front.stop(), reception.stop()]);
});

/** A customer takes a ticket, and the printer jams on it. */
async function jamOnA031(kiosk: Page, staff: readonly StaffPage[]): Promise<void> {
  await front.behave('jamming');
  await kiosk.locator('.tile:enabled', { hasText: '缴费' }).click();
  await humanPause(kiosk);
  await kiosk.getByRole('button', { name: '取号' }).click();
  await kiosk.locator('[data-print="failed"]').waitFor();
  const alert = (page: Page) =>
    page
      .getByRole('alert')
      .filter({ hasText: /卡纸|A031/ })
      .first();
  const alertedMs = await responsiveMs(async () => {
    await Promise.all(staff.map(({ page }) => alert(page).waitFor()));
  });
  expect(alertedMs).toBeLessThan(ALERTED_WITHIN_MS);
  expect(await kiosk.locator('.number .number').textContent()).toBe('A031');
  await kiosk.getByText('到咨询台取号').first().waitFor();
  // What customers are told is the hall's own words; the state of the printer stands small below, for staff.
  expect(await kiosk.locator('[data-print="failed"]').textContent()).not.toMatch(/故障|卡纸|维修/);
  await picture(kiosk, 'kiosk-jam');
  expect(await axeViolations(kiosk)).toEqual([]);
}

async function printA032AtReception({ page }: StaffPage): Promise<void> {
  await page.locator('[data-greeter-view="issue"]').click();
  await page.locator('[data-pick="printer"][data-value="desk"]').click();
  await page.locator('[data-issue="A"]').click();
  await page.locator('[data-issued="A032"]').waitFor();
  const [paper] = await reception.printed(1);
  expect(paperText(must(paper, 'the paper of reception'))).toContain('A032');
}

/** The hidden corner, the PIN, and the PIN once more when the paper is changed. */
async function changePaper(kiosk: Page): Promise<void> {
  await kiosk.getByRole('button', { name: '完成' }).click();
  const corner = kiosk.locator('header .hall');
  const pin = kiosk.locator('[data-corner="pin"]');
  await corner.dispatchEvent('pointerdown');
  await pin.waitFor();
  await corner.dispatchEvent('pointerup');
  const enterPin = async (): Promise<void> => {
    await pin.waitFor();
    for (const digit of PIN) await pin.getByRole('button', { name: digit, exact: true }).click();
    await pin.getByRole('button', { name: '确定' }).click();
  };
  await enterPin();
  await kiosk.locator('[data-corner="desk"]').getByText('卡纸').waitFor();
  await kiosk.getByRole('button', { name: '开始换纸' }).click();
  await kiosk.locator('[data-paper-change]').waitFor();
  await front.behave('ok');
  await kiosk.getByRole('button', { name: /换纸完成/ }).click();
  await enterPin();
  await kiosk.locator('[data-paper-change]').waitFor({ state: 'detached' });
}

describe('paper', () => {
  it('[B20] a jam during an inspection: the number stays large, staff know within 2 s, reception prints on, and no number is lost', async () => {
    for (let ticket = 0; ticket < 30; ticket += 1)
      await hub.command('2001', { type: 'issue-ticket', service: 'A', printer: null });
    await hub.send('9001', 'PUT', 'kiosk/pin', { pin: PIN });
    const greeter = await StaffPage.signedIn(browser, hub, '2001', PHONE);
    const manager = await StaffPage.signedIn(browser, hub, '3001', WIDE);
    const { page, complaints } = await openPage(browser, `${hub.url}/kiosk`, PORTRAIT);
    await jamOnA031(page, [greeter, manager]);
    await printA032AtReception(greeter);

    await manager.page.getByRole('button', { name: '记录' }).first().click();
    await manager.page.locator('[data-do=sheet-faults]').click();
    const fault = manager.page.locator('li[data-fault]', { hasText: '门口' });
    await fault.locator('[data-do=in-repair]').click();
    await manager.page.locator('li[data-fault=in-repair]', { hasText: '门口' }).waitFor();

    await changePaper(page);
    await greeter.page.locator('[data-greeter-view="tickets"]').click();
    await greeter.list('find');
    await greeter.page.getByLabel('号码').fill('a31');
    await greeter.onTicket('A031', '补打');
    await greeter.choose('front');
    const papers = await front.printed(1);
    expect(papers).toHaveLength(1);
    expect(paperText(must(papers[0], 'the copy'))).toMatch(/补打[^]*A031/);
    await fault.locator('[data-do=done]').click();
    await manager.page.locator('li[data-fault=done]', { hasText: '门口' }).waitFor();

    const events = await hub.events('3001');
    const numbers = events.flatMap((event) => (event.type === 'ticket-issued' ? [event.number] : []));
    expect(numbers).toEqual(Array.from({ length: 32 }, (_, index) => `A${String(index + 1).padStart(3, '0')}`));
    const { records } = await hub.read<{ records: readonly HardwareFault[] }>('3001', 'records/faults');
    const kept = must(
      records.find(({ printer }) => printer === 'front'),
      'the fault',
    );
    expect(kept.endedAt).toBeGreaterThan(kept.startedAt);
    expect(kept.history.filter(({ by }) => by === '3001').map(({ step }) => step)).toEqual(['in-repair', 'done']);
    expect([...complaints, ...greeter.complaints, ...manager.complaints]).toEqual([]);
  });

  it('[B15] a paper is drawn as it is written, says what is wrong by its line, takes a logo, and comes out so', async () => {
    const { page, complaints } = await StaffPage.signedIn(browser, hub, '3001', WIDE);
    await page.getByRole('button', { name: '配置' }).first().click();
    await page.locator('[data-section=paper]').click();
    const drawn = page.locator('[data-paper-picture]');
    await drawn.waitFor();
    await picture(page, 'setup-paper');
    expect(await axeViolations(page)).toEqual([]);
    const template = page.locator('textarea[name=template]');
    await template.fill('{{number}}\n{{nummer}}');
    await page.getByText('第 2 行：没有字段 nummer').first().waitFor();
    await drawn.waitFor({ state: 'detached' });
    await template.fill('{{logo}}\n{{number}}\n请保管好 {{hall.zh}} 的号票 <b>{{service.en}}</b>');
    await drawn.waitFor();
    for (const [button, width] of [
      ['paper-width-wide', 48],
      ['paper-width-narrow', 32],
    ] as const) {
      await page.locator(`[data-do=${button}]`).click();
      await vi.waitFor(
        async () => expect(await drawn.evaluate((each: HTMLImageElement) => each.naturalWidth)).toBe(width * 12),
        SOON,
      );
    }
    await page.locator('input[name=logo]').setInputFiles('docs/images/wall.png');
    await page.locator('[data-logo=set]').waitFor();
    await page.getByRole('button', { name: '保存并生效' }).click();
    await page.locator('[data-saved]').waitFor();
    const before = reception.papers.length;
    await hub.command('2001', { type: 'issue-ticket', service: 'A', printer: 'desk' });
    const paper = must((await reception.printed(before + 1)).at(-1), 'a ticket of the hall’s own');
    expect(paperText(paper)).toMatch(/A0\d\d[^]*请保管好 厅序演示营业厅 的号票 <b>Pay a bill<\/b>/);
    expect(paper.images).toHaveLength(1);
    expect(complaints).toEqual([]);
  });

  it('[B16] staff print the waiting list, the day and a test page, and read what became of them', async () => {
    const greeter = await StaffPage.signedIn(browser, hub, '2001', PHONE);
    await greeter.page.locator('[data-greeter-view="tickets"]').click();
    const at = front.papers.length;
    await greeter.page.locator('[data-do=print-calls]').click();
    await greeter.page.locator('[data-slip=printed]').waitFor();
    expect(paperText(must((await front.printed(at + 1)).at(-1), 'the list'))).toMatch(/叫号单[^]*□ A001[^]*□ A031/);
    const manager = await StaffPage.signedIn(browser, hub, '3001', WIDE);
    await manager.page.locator('[data-do=side-devices]').click();
    const row = manager.page.locator('li[data-condition]', { hasText: '咨询台' });
    await row.locator('[data-do=print-day]').click();
    await manager.page.locator('[data-slip=printed]').waitFor();
    expect(paperText(must(reception.papers.at(-1), 'the day'))).toMatch(/日结单[^]*营业中/);
    await reception.behave('paper-out');
    await row.locator('[data-do=print-test]').click();
    await manager.page.getByText('咨询台未能打印：打印机缺纸。').waitFor();
    await reception.behave('near-end');
    await row.locator('[data-do=print-test]').click();
    await manager.page.getByText('已在咨询台打印。').waitFor();
    await manager.page.getByText('请准备新纸卷').first().waitFor(SOON);
    expect(await axeViolations(manager.page)).toEqual([]);
    expect([...greeter.complaints, ...manager.complaints]).toEqual([]);
    await reception.behave('ok');
  });
});
