import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../shared/lib/assert.ts';
import { axeViolations, launchBrowser, picture, until } from '../support/browser.ts';
import { HubProcess } from '../support/hub-process.ts';
import { StaffPage } from '../support/staff-page.ts';

let hub: HubProcess;
let browser: Browser;
beforeAll(async () => {
  [hub, browser] = await Promise.all([
    HubProcess.start({
      // Two counters for A at any time: the second teller who wants to pause is the one who has to ask.
      hallFile: (demo) =>
        demo.replace(/^minimumOpen:\n(?: .*\n)+/m, "minimumOpen:\n  - { service: A, counters: 2, from: '00:00', to: '24:00' }\n"),
    }),
    launchBrowser(),
  ]);
});
afterAll(async () => {
  await browser.close();
  await hub.close();
});

const issue = (service: string, classId?: string) => hub.command('2001', { type: 'issue-ticket', service, class: classId });

async function opened(staffNumber: string, counter: number): Promise<void> {
  await hub.command(staffNumber, { type: 'sign-in', counter });
  await hub.command(staffNumber, { type: 'open-counter', counter });
}

describe('the desk of the whole floor in a browser', () => {
  it('[S40, S42, S45, S47] holds by the pad, keeps its notes over a reload, goes on from the list, and undoes', async () => {
    await opened('1007', 7);
    await opened('1006', 6);
    await issue('A');
    const desk = await StaffPage.atOpenCounter(browser, hub, '1003', 3);
    await desk.waits(1);
    await desk.press('next', 'Enter');
    await desk.mode('calling');
    expect(await desk.button('undo').textContent()).toMatch(/撤销叫号 A001.*\d+ 秒内/);
    await desk.press('start', '1');
    await desk.mode('serving');
    await desk.page.locator('[data-service=C] button').last().click();
    await desk.page.reload();
    await desk.mode('serving');
    await desk.page.locator('[data-service=C][data-count="1"]').waitFor();
    await desk.press('hold', '+');
    await desk.page.locator('dialog').waitFor();
    expect(await axeViolations(desk.page)).toEqual([]);
    await desk.page.keyboard.press('4');
    await desk.mode('idle');
    await desk.list('held');
    expect(await desk.row('A001').textContent()).toMatch(/稍后唤回.*已挂起.*唤回/);
    await desk.onTicket('A001', '继续办理');
    await desk.atHand('A001');
    await desk.page.locator('[data-service=C][data-count="1"]').waitFor();
    await desk.press('finish', '2');
    await desk.mode('idle');
    expect(await desk.button('undo').textContent()).toContain('撤销办结 A001');
    await desk.press('undo', '0');
    await desk.atHand('A001');
    await desk.act('finish');
    await desk.mode('idle');
    expect(desk.complaints).toEqual([]);
  });

  it('[S41] transfers to a colleague and to the reception room', async () => {
    await issue('A');
    await issue('B');
    const desk = await StaffPage.atOpenCounter(browser, hub, '1004', 4);
    await desk.act('next');
    await desk.atHand('A002');
    await desk.press('transfer', '/');
    await desk.page.locator('[data-pick=service][data-value=B]').click();
    await desk.page.locator('[data-pick=teller][data-value="1007"]').click();
    await desk.page.emulateMedia({ colorScheme: 'dark' });
    expect(await axeViolations(desk.page)).toEqual([]);
    await desk.page.emulateMedia({ colorScheme: 'light' });
    await picture(desk.page, 'desk-transfer');
    await desk.page.locator('dialog button[type=submit]').click();
    await desk.mode('idle');
    await desk.act('next');
    await desk.atHand('B001');
    await opened('1008', 8);
    await desk.press('reception', '6');
    await desk.mode('idle');
    const { tickets } = await hub.state('3001');
    expect(
      [...tickets.values()].filter(({ status }) => status.is === 'waiting').map(({ number, status }) => [number, status]),
    ).toMatchObject([
      ['A002', { to: { teller: '1007' } }],
      ['B001', { to: { counter: 8 } }],
    ]);
  });

  it('[S43, S44] asks for help, is answered, and a pause below the minimum is asked of the manager by itself', async () => {
    const desk = await StaffPage.signedIn(browser, hub, '1002');
    await desk.takeCounter(2);
    await desk.act('open');
    await desk.mode('idle');
    await desk.press('help', '9');
    await desk.page.locator('dialog input').fill('客户情绪激动');
    expect(await axeViolations(desk.page)).toEqual([]);
    await desk.page.locator('dialog [data-choice=guard]').click();
    await desk.page.locator('[data-help=asked]', { hasText: '已请求保安协助' }).waitFor();
    const { alerts } = await hub.state('3001');
    const help = must(
      [...alerts.values()].find(({ kind }) => kind === 'help'),
      'the alert',
    );
    await hub.command('2002', { type: 'acknowledge-alert', alert: help.id });
    await desk.page.locator('[data-help=acknowledged]', { hasText: '工号 2002 已确认' }).waitFor();

    for (const counter of [3, 4, 6]) await hub.command('3001', { type: 'close-counter', counter });
    await hub.command('3001', { type: 'close-counter', counter: 7 });
    await opened('1001', 1);
    await desk.act('pause');
    await desk.choose('meal');
    expect(await desk.notice()).toContain('2');
    await desk.page.locator('[data-help=asked]', { hasText: '已向值班经理申请暂停（用餐）' }).waitFor();
    await desk.page.getByText('已自动通知值班经理。').waitFor();
    const told = [...(await hub.state('3001')).alerts.values()].filter(({ kind }) => kind === 'pause-refused');
    expect(told).toMatchObject([{ by: '1002', subject: { counter: 2 }, acknowledged: null }]);
    await desk.mode('idle');
  });

  it('[S50, S49] shows what it is dedicated to, a break, and notices until they are confirmed; auto-call stays down', async () => {
    const inAnHour = hub.now() + 60 * 60_000;
    await hub.command('3001', { type: 'serve-only', counter: 2, services: ['B'], until: inAnHour });
    await hub.command('3001', { type: 'plan-break', teller: '1002', from: inAnHour, minutes: 30, reason: 'meal' });
    const text = { zh: '今天 15:00 系统升级。', en: 'System upgrade at 15:00 today.' };
    await hub.command('3001', { type: 'post-notice', audience: 'staff', text });
    const desk = await StaffPage.signedIn(browser, hub, '1002');
    await desk.mode('idle');
    await desk.page.locator('[data-only=true]', { hasText: '专席：开户 至' }).waitFor();
    await desk.page.locator('[data-break]', { hasText: '用餐（30 分钟）' }).waitFor();
    await desk.page.locator('[data-notices="1"]', { hasText: text.zh }).waitFor();
    await desk.page.getByRole('button', { name: '已阅' }).click();
    await desk.page.locator('[data-notices="0"]').waitFor({ state: 'attached' });
    await desk.page.reload();
    await desk.mode('idle');
    expect(await desk.page.locator('[data-notices="1"]').count()).toBe(0);
    await desk.act('auto-call');
    await desk.page.locator('[data-action=auto-call][aria-pressed=true]').waitFor();
    // Whoever waits first for B is called without a press, and so is the next.
    await issue('B');
    await desk.mode('calling');
    await desk.act('auto-call');
    await desk.page.locator('[data-action=auto-call][aria-pressed=false]').waitFor();
    await desk.act('finish');
    await desk.mode('idle');
    expect(desk.complaints).toEqual([]);
  });

  it('[S110] a teller books for whoever is on the telephone, with the code that stands there', async () => {
    const own = await HubProcess.start();
    const { page, complaints } = await StaffPage.atOpenCounter(browser, own, '1008', 8);
    await page.locator('[data-do=appointments]').click();
    const form = page.locator('dialog form');
    const code = await form.locator('input[name=code]').inputValue();
    expect(code).toMatch(/^[2-9A-HJ-NP-Z]{4}$/);
    await form.locator('input[name=date]').fill(new Date(own.now() + 86_400_000).toISOString().slice(0, 10));
    await form.locator('input[name=at]').fill('16:30');
    await form.locator('select[name=class]').selectOption('vip');
    await form.locator('button[type=submit]').click();
    await page
      .locator(`dialog [data-appointment=${JSON.stringify(code)}][data-status=booked]`)
      .getByText('VIP')
      .waitFor();
    await until(page, async () => (await form.locator('input[name=code]').inputValue()) !== code, 'another code');
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
    await own.close();
  });

  it('[S50, S113] the pad works without its lock, an answer is no order to the desk, and a kept counter says so', async () => {
    const own = await HubProcess.start();
    const desk = await StaffPage.atOpenCounter(browser, own, '1007', 7);
    await desk.page.locator('[data-reserved]').getByText('优先台席：本类客户无人等候满 60 秒后协助其他客户').waitFor();
    // A browser says `ArrowLeft` and `PageDown` for these, as with the lock off.
    await desk.press('without-ticket', 'Numpad4');
    await desk.page.locator('dialog').waitFor();
    await desk.page.keyboard.press('Numpad3');
    await desk.mode('serving');
    await desk.page.locator('dialog').waitFor({ state: 'detached' });
    await desk.press('finish', 'Numpad2');
    await desk.mode('idle');
    await desk.press('pause', 'NumpadDecimal');
    await desk.page.locator('dialog').waitFor();
    expect(desk.complaints).toEqual([]);
    await own.close();
  });

  it('[S51] changes a key, and says what another one means already', async () => {
    const desk = await StaffPage.signedIn(browser, hub, '1002');
    await desk.mode('idle');
    await desk.page.locator('[data-do=keys]').click();
    expect(await axeViolations(desk.page)).toEqual([]);
    await desk.page.getByRole('button', { name: '更改“协助”的按键' }).click();
    await desk.page.keyboard.press('+');
    await desk.page.locator('dialog [role=alert]', { hasText: '+ 已用于“挂起”' }).waitFor();
    await desk.page.keyboard.press('h');
    await desk.page.locator('[data-key-of=help] kbd', { hasText: 'h' }).waitFor();
    await desk.page.keyboard.press('Escape');
    await desk.page.reload();
    await desk.press('help', 'h');
    await desk.page.locator('dialog [data-choice=manager]').waitFor();
    await desk.page.keyboard.press('Escape');
    await desk.page.locator('[data-do=keys]').click();
    await desk.page.getByRole('button', { name: '恢复默认' }).click();
    await desk.page.locator('[data-key-of=help] kbd', { hasText: '9' }).waitFor();
  });

  it('[S46, S52] shows the wait against the promise, and what can be done with a ticket', async () => {
    const { number, ticket } = await issue('B');
    const desk = await StaffPage.atOpenCounter(browser, hub, '1005', 5);
    await desk.onTicket(number!, '已核验证件');
    await desk.row(number!).getByText('已核验证件').waitFor();
    await hub.command('1005', { type: 'call-ticket', counter: 5, ticket: ticket!, reason: 'special-need' });
    await desk.atHand(number!);
    await desk.page.locator('[data-promise=ok]', { hasText: '承诺 20 分钟内' }).waitFor();
    await desk.page.locator('[data-fact=extras]', { hasText: '已核验证件' }).waitFor();
    await picture(desk.page, 'desk-floor');
    await desk.page.emulateMedia({ colorScheme: 'dark' });
    await desk.page.getByRole('button', { name: 'English' }).click();
    expect(await axeViolations(desk.page)).toEqual([]);
    await desk.act('finish');
    await desk.mode('idle');
  });
});
