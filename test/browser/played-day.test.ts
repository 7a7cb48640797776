import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentLeg, type Ticket } from '../../shared/hall/ticket.ts';
import { must } from '../../shared/lib/assert.ts';
import { until } from '../support/browser.ts';
import { DayOnTheFloor } from '../support/day-on-the-floor.ts';
import { humanPause } from '../support/human-pause.ts';
import type { StaffPage } from '../support/staff-page.ts';
import { endings } from '../support/ticket-endings.ts';

/** The demonstration's, and a second more. */
const RECALL_SPACING_MS = 6_000;

let day: DayOnTheFloor;
beforeAll(async () => {
  day = await DayOnTheFloor.begin('08:30');
}, 120_000);
afterAll(() => day.close());

const card = (counter: number, mode: string): Locator =>
  day.manager.page.locator(`[data-counter="${counter}"][data-mode="${mode}"]`);
const inWindow = (words: string): Locator => day.window.page.locator('main').getByText(words);
const onStage = (number: string): Locator => day.wall.page.locator('.stage .number', { hasText: number }).first();
const waitingFor = (service: string): Locator => day.manager.page.locator(`tr[data-queue=${service}] .total`);

/** One of the manager's sheets beside the hall. */
async function sheet(name: string): Promise<Locator> {
  await day.manager.page.locator(`[data-do="side-${name}"]`).click();
  return day.manager.page.locator(`[data-sheet="${name}"]`);
}

async function tab(staff: StaffPage, name: string): Promise<void> {
  await staff.page.locator('header nav').getByRole('button', { name, exact: true }).click();
}

function greeterView(name: string): Promise<void> {
  return day.greeter.page.locator(`[data-greeter-view=${name}]`).click();
}

async function ticket(number: string): Promise<Ticket> {
  const { tickets } = await day.hub.state('3001');
  return must(
    [...tickets.values()].find((each) => each.number === number),
    number,
  );
}

/** Takes a ticket at the kiosk; its number. */
async function takeAtKiosk(service: string): Promise<string> {
  const { page } = day.kiosk;
  await page.locator('.tile:enabled', { hasText: service }).click();
  await humanPause(page);
  await page.getByRole('button', { name: '取号' }).click();
  const number = (await page.locator('.number .number').textContent()) ?? '';
  await humanPause(page);
  await page.getByRole('button', { name: '完成' }).click();
  await page.locator('.tile').first().waitFor();
  return number;
}

describe('a day in a hall with three tellers, a greeter and a manager', () => {
  it('[S103] before opening: the manager ticks the checks, the tellers take their counters and open them', async () => {
    const { manager, desks } = day;
    await tab(manager, '记录');
    await manager.page.locator('[data-do=sheet-checks]').click();
    const points = manager.page.locator('[data-check=opening] li[data-point]');
    await points.first().waitFor();
    const ids = await points.evaluateAll((all) => all.map((each) => each.getAttribute('data-point')));
    for (const id of ids) {
      await manager.page.locator(`[data-point=${id}] [data-do=good]`).click();
      await manager.page.locator(`[data-point=${id}][data-good=true]`).waitFor();
    }
    await manager.page.getByText(`${ids.length}/${ids.length} 项已检查`).waitFor();
    await tab(manager, '大厅');
    await inWindow('暂停服务').first().waitFor();
    for (const [index, desk] of desks.entries()) {
      await desk.takeCounter(index + 1);
      await desk.act('open');
      await desk.mode('idle');
      await card(index + 1, 'idle')
        .getByText(`100${index + 1}`)
        .waitFor();
    }
    await inWindow('业务受理').waitFor();
    // Somebody is in the customer reception room, too, without a screen of this story.
    await day.hub.command('1008', { type: 'sign-in', counter: 8 });
    await day.hub.command('1008', { type: 'open-counter', counter: 8 });
    await card(8, 'idle').waitFor();
  });

  it('[S103, S104] customers come to the kiosk and to the greeter, are called, served, missed and brought back', async () => {
    const { desks, greeter, wall, hub } = day;
    const [one, two, three] = desks;
    expect(await takeAtKiosk('缴费')).toBe('A001');
    await hub.passTo('08:40');
    expect(await day.issue('A')).toBe('A002');
    expect(await day.issue('B', 'priority')).toBe('B001');
    expect([await day.issue('C'), await day.issue('C')]).toEqual(['C001', 'C002']);
    await hub.passTo('08:45');
    await waitingFor('C').getByText('2', { exact: true }).waitFor();
    await wall.page.locator('.queues tr', { hasText: '宽带' }).getByText('2', { exact: true }).waitFor();

    await one.waits(5);
    await one.press('next', 'Enter');
    await one.atHand('A001');
    await onStage('A001').waitFor();
    await card(1, 'calling').getByText('A001').waitFor();
    await one.press('start', '1');
    await one.mode('serving');
    for (const service of ['A', 'D']) await one.page.locator(`[data-service=${service}] button`).last().click();
    await one.page.locator('[data-outcome=done]').click();
    await one.press('finish', '2');
    await one.mode('idle');
    expect(currentLeg(await ticket('A001'))).toMatchObject({ delivered: ['A', 'D'], outcome: 'done' });

    // A priority customer's minutes count double: she is called before A002, who sees that he was passed once.
    await two.act('next');
    await two.atHand('B001');
    await greeterView('tickets');
    await greeter.row('A002').getByText('已让行 1/3 次').waitFor();
    await two.act('start');

    await three.act('next');
    await three.atHand('A002');
    await inWindow('请 A002 号办理').waitFor();
    await hub.passTime(RECALL_SPACING_MS);
    await three.press('recall', '*');
    await three.page.locator('[data-fact=extras]', { hasText: '重呼 1 次' }).waitFor();
    await three.press('no-show', '-');
    await three.mode('idle');
    await inWindow('业务受理').waitFor();
    await greeter.list('no-shows');
    await greeter.onTicket('A002', '顺延');
    await greeter.list('waiting');
    await greeter.row('A002').waitFor();
  });

  it('[S103] three customers are put on hold: for any counter, for this one, and until a time, which comes by itself', async () => {
    const { desks, hub } = day;
    const [one, two, three] = desks;
    await one.act('next');
    await one.atHand('C001');
    await three.act('next');
    await three.atHand('C002');
    await one.act('start');
    await three.act('start');
    for (const [desk, key] of [
      [one, '1'],
      [two, '2'],
      [three, '3'],
    ] as const) {
      await desk.mode('serving');
      await desk.press('hold', '+');
      await desk.page.locator('dialog').waitFor();
      await desk.page.keyboard.press(key);
      await desk.mode('idle');
    }
    for (const [desk, number] of [
      [three, 'C001'],
      [two, 'B001'],
    ] as const) {
      await desk.list('held');
      await desk.onTicket(number, '继续办理');
      await desk.atHand(number);
      await desk.act('finish');
      await desk.mode('idle');
    }
    expect(currentLeg(await ticket('C001')).counter).toBe(3);
    // C002 came before A002 was put back behind it, and keeps that.
    await hub.passTo('08:58');
    await three.waits(2);
    expect(await day.next(three)).toBe('C002');
    await three.act('finish');
    await three.mode('idle');
  });

  it('[S103, S104] transfers to a service and to the reception room, and the undo of a wrong call', async () => {
    const { desks, hub, wall } = day;
    const [one, two] = desks;
    await one.act('next');
    await one.atHand('A002');
    await one.press('transfer', '/');
    await one.page.locator('dialog [data-pick=service][data-value=D]').click();
    await one.page.locator('dialog button[type=submit]').click();
    await one.mode('idle');
    await waitingFor('D').getByText('1', { exact: true }).waitFor();

    await two.act('next');
    await two.atHand('A002');
    await onStage('A002').waitFor();
    await two.press('undo', '0');
    await two.mode('idle');
    await waitingFor('D').getByText('1', { exact: true }).waitFor();
    await two.act('next');
    await two.atHand('A002');
    await two.press('reception', '6');
    await two.mode('idle');
    await hub.command('1008', { type: 'call-next', counter: 8 });
    await card(8, 'calling').getByText('A002').waitFor();
    expect(await wall.page.locator('.stage, .earlier').getByText('接待室').count()).toBe(0);
    expect((await ticket('A002')).legs.map(({ service }) => service)).toEqual(['A', 'D', 'D']);
  });

  it('[S103, S104] the greeter redirects several at once, takes it back, and does it again; the wall says so', async () => {
    const { greeter, wall } = day;
    const { page } = greeter;
    for (const number of ['B002', 'B003', 'B004']) expect(await day.issue('B')).toBe(number);
    await greeterView('redirect');
    for (const isLast of [false, true]) {
      await page.locator('[data-pick=from][data-value=B]').click();
      await page.locator('[data-movers="3"]').waitFor();
      await page.locator('[data-mover=B003]').click();
      await page.locator('[data-pick=to][data-value=C]').click();
      expect(await page.locator('[data-changes="2"] span').allTextContents()).toEqual(['开户 3 → 1 人', '宽带 0 → 2 人']);
      await page.getByRole('button', { name: '转队列 2 人' }).click();
      await page.locator('[data-redirected="2"]').waitFor();
      await waitingFor('C').getByText('2', { exact: true }).waitFor();
      if (isLast) continue;
      await page.getByRole('button', { name: /^撤销/ }).click();
      await page.locator('[data-redirected]').waitFor({ state: 'detached' });
      await waitingFor('B').getByText('3', { exact: true }).waitFor();
    }
    await wall.page.locator('[data-line=moved]', { hasText: 'B002、B004' }).waitFor();
    expect((await ticket('B004')).creditAt).toBe((await ticket('B004')).issuedAt);
  });

  it('[S103, S104] the manager opens a counter for one service until a time, and stops another with its reason', async () => {
    const { manager, kiosk, hub } = day;
    await manager.page.locator('[data-counter="4"] [data-do=more]').click();
    await manager.page.locator('dialog [data-choice=openWith]').click();
    await manager.page.locator('dialog input[name=teller]').fill('1004');
    await manager.page.locator('dialog [data-pick="C"]').click();
    await manager.page.locator('dialog input[name=until]').fill('11:00');
    await manager.page.locator('dialog button[type=submit]').click();
    await card(4, 'idle').getByText('专办 宽带 至 11:00').waitFor();
    await hub.command('1004', { type: 'call-next', counter: 4 });
    await card(4, 'calling').getByText('B002').waitFor();

    const tile = kiosk.page.locator('.tile', { hasText: '综合业务' });
    await manager.page.locator('tr[data-queue=E] [data-do=stop]').click();
    await manager.choose('system');
    await tile.getByText('系统维护').waitFor();
    expect(await tile.isDisabled()).toBe(true);
    await manager.page.locator('tr[data-queue=E] [data-do=resume]').click();
    await kiosk.page.locator('.tile:enabled', { hasText: '综合业务' }).waitFor();
  });

  it('[S103, S104] notices reach the wall and every teller, and the manager sees who has read them', async () => {
    const { desks, wall } = day;
    const notices = await sheet('notices');
    for (const [audience, zh, en] of [
      ['wall', '明日营业时间不变。', 'Open as usual tomorrow.'],
      ['staff', '十点系统升级，请先保存。', 'System upgrade at ten: save your work.'],
    ] as const) {
      await notices.locator(`[data-do=audience-${audience}]`).click();
      await notices.locator('textarea[name=zh]').fill(zh);
      await notices.locator('textarea[name=en]').fill(en);
      await notices.locator('button[type=submit]').click();
      await notices.locator(`[data-audience=${audience}]`, { hasText: zh }).waitFor();
    }
    for (const desk of desks) {
      await desk.page.locator('[data-notices="1"]', { hasText: '十点系统升级' }).waitFor();
      await desk.page.getByRole('button', { name: '已阅' }).click();
      await desk.page.locator('[data-notices="0"]').waitFor({ state: 'attached' });
    }
    await notices.getByText('3 人已确认：1001、1002、1003').waitFor();
    await wall.page.locator('[data-line=notice]', { hasText: '明日营业时间不变' }).waitFor();
  });

  it('[S103] help is asked for and on its way; a VIP waits while the VIP room is busy, and is attended to', async () => {
    const { manager, greeter, desks, hub } = day;
    const [one] = desks;
    await one.press('help', '9');
    await one.page.locator('dialog input').fill('打印机卡纸');
    await one.page.locator('dialog [data-choice=manager]').click();
    const help = manager.page.locator('[data-alert=help]', { hasText: '打印机卡纸' });
    await help.getByRole('button', { name: '已处理' }).click();
    await help.waitFor({ state: 'detached' });
    await one.page.locator('[data-help=acknowledged]', { hasText: '工号 3001 已确认' }).waitFor();

    const vip = await day.issue('A', 'vip');
    expect(vip).toBe('V001');
    const alert = greeter.page.locator('[data-alert=class-waiting]', { hasText: vip });
    await alert.getByRole('button', { name: '已接待' }).click();
    await alert.waitFor({ state: 'detached' });
    await hub.command('1008', { type: 'finish-service', counter: 8 });
    await hub.command('1008', { type: 'call-next', counter: 8 });
    await card(8, 'calling').getByText(vip).waitFor();
    const history = await sheet('alerts');
    await history.getByText('工号 2001 已知晓').first().waitFor();
    await hub.command('1008', { type: 'finish-service', counter: 8 });
  });

  it('[S103] an appointment is booked by the manager and checked in by the greeter', async () => {
    const { greeter } = day;
    const appointments = await sheet('appointments');
    await appointments.locator('input[name=code]').fill('K7Q2');
    await appointments.locator('input[name=at]').fill('09:20');
    await appointments.locator('select[name=service]').selectOption('B');
    await appointments.locator('button[type=submit]').click();
    await appointments.locator('[data-appointment=K7Q2][data-status=booked]').waitFor();
    await greeterView('check-in');
    await greeter.page.locator('input[name=code]').fill('k7q2');
    await greeter.page.locator('[data-found=K7Q2]').waitFor();
    await greeter.page.getByRole('button', { name: '签到取号' }).click();
    await greeter.page.locator('[data-issued=B005]').waitFor();
    await appointments.locator('[data-appointment=K7Q2][data-status=checked-in]').waitFor();
  });

  it('[S103, S104] a break begins by itself, and a changed rule is in force at once, without a restart', async () => {
    const { manager, desks, kiosk, hub } = day;
    const [one] = desks;
    const breaks = await sheet('breaks');
    await breaks.locator('input[name=teller]').fill('1001');
    await breaks.locator('input[name=from]').fill('09:10');
    await breaks.locator('input[name=minutes]').fill('15');
    await breaks.locator('button[type=submit]').click();
    await breaks.locator('[data-break="1001"]', { hasText: '09:10–09:25 用餐' }).waitFor();
    await one.page.locator('[data-break]', { hasText: '09:10 用餐（15 分钟）' }).waitFor();
    await hub.passTo('09:11');
    await one.mode('paused');
    await card(1, 'paused').getByText('用餐').waitFor();
    await one.press('resume', '.');
    await one.mode('idle');

    const rule = kiosk.page.locator('footer');
    await rule.getByText('最多插入 3 位优先客户').waitFor();
    await tab(manager, '配置');
    await manager.page.locator('[data-section=rules]').click();
    await manager.page.locator('input[name=passedMax]').fill('2');
    await manager.page.locator('aside').getByText('最多插入 2 位优先客户').waitFor();
    await manager.page.getByRole('button', { name: '保存' }).click();
    await manager.page.locator('[data-saved]').waitFor();
    await rule.getByText('最多插入 2 位优先客户').waitFor();
    await tab(manager, '大厅');
  });

  it('[S103] the shift is written down and handed over with what is still open', async () => {
    const { manager, desks } = day;
    const [, two] = desks;
    expect(await day.next(two)).toBe('B003');
    await two.act('start');
    await two.press('hold', '+');
    await two.page.locator('dialog').waitFor();
    await two.page.keyboard.press('2');
    await two.mode('idle');
    await tab(manager, '记录');
    await manager.page.locator('[data-do=sheet-log]').click();
    await manager.page.locator('textarea[name=log]').fill('九点前客流平稳。');
    await manager.page.locator('.records button[type=submit]').click();
    await manager.page.locator('.records ol').getByText('九点前客流平稳。').waitFor();
    await manager.page.locator('[data-do=sheet-hand-over]').click();
    for (const said of ['B003 开户，2 号台席，回本台席继续', '明日营业时间不变']) {
      const isSaid = async () => (await manager.page.locator('textarea[name=hand-over]').inputValue()).includes(said);
      await until(manager.page, isSaid, said);
    }
    await manager.page.locator('.records button[type=submit]').click();
    await manager.page.locator('[data-accepted=false]', { hasText: 'B003' }).waitFor();
    await tab(manager, '大厅');
  });

  it('[S103] the day ends: whoever is left is served, one waits in vain, and the books agree', async () => {
    const { manager, desks, hub, wall } = day;
    const [one, two, three] = desks;
    await hub.command('1004', { type: 'finish-service', counter: 4 });
    await two.list('held');
    await two.onTicket('B003', '继续办理');
    await two.atHand('B003');
    await two.act('finish');
    await two.mode('idle');
    for (const number of [await day.next(three), await day.next(one)].sort()) expect(['B004', 'B005']).toContain(number);
    for (const desk of [one, three]) {
      await desk.act('finish');
      await desk.mode('idle');
    }
    const last = await day.issue('D');
    await manager.page.locator('[data-do=close-day]').click();
    await manager.answer('确定');
    await manager.page.locator('[data-day=closed]').waitFor();
    for (const desk of desks) await desk.page.locator('h1#choose').waitFor();
    await wall.page.getByText('现在不营业').waitFor();
    await day.kiosk.page.getByRole('heading', { name: '现在不营业' }).waitFor();

    const events = await hub.events('3001');
    expect(events.find((each) => each.type === 'day-closed')).toMatchObject({ unserved: 1 });
    const ended = endings(events);
    expect([...ended.keys()].sort().join(' ')).toBe('A001 A002 B001 B002 B003 B004 B005 C001 C002 D001 V001');
    for (const [number, count] of ended) expect([number, count]).toEqual([number, number === last ? 0 : 1]);
    expect(day.complaints()).toEqual([]);
  });
});
