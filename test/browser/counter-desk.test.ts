import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { HubProcess, withoutRecallSpacing } from '../support/hub-process.ts';
import { StaffPage } from '../support/staff-page.ts';

let hub: HubProcess;
let browser: Browser;
beforeAll(async () => {
  [hub, browser] = await Promise.all([HubProcess.start({ hallFile: withoutRecallSpacing }), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await hub.close();
});

const issue = (service: string, classId?: string) => hub.command('2001', { type: 'issue-ticket', service, class: classId });

describe('the desk in a browser', () => {
  it('[S1, S2, S5] a teller signs in, is told when the password is wrong, takes a counter and opens it', async () => {
    await hub.command('1002', { type: 'sign-in', counter: 2 });
    const staff = await StaffPage.open(browser, hub);
    await staff.signIn('1001', 'wrong');
    expect(await staff.page.locator('[role=alert]').textContent()).toBe('工号或密码不正确。');
    await staff.signIn('1001');
    const taken = staff.page.locator('[data-take="2"]:disabled', { hasText: '工号 1002 使用中' });
    await taken.waitFor();
    await staff.takeCounter(1);
    await staff.mode('closed');
    await staff.page.reload();
    await staff.mode('closed');
    await staff.act('open');
    await staff.mode('idle');
    await staff.act('sign-out');
    await staff.page.locator('dialog').getByRole('button', { name: '退出台席' }).click();
    await staff.page.locator('h1#choose').waitFor();
    await staff.page.getByRole('button', { name: '退出登录' }).click();
    await staff.answer('确定');
    await staff.page.locator('input[name=username]').waitFor();
    await staff.page.reload();
    await staff.page.locator('input[name=username]').waitFor();
    expect(staff.complaints.filter((each) => !each.includes('401'))).toEqual([]);
  });

  it('[S13, S14, S15, S16, S17] call, recall, start, finish with delivered services and outcome, next', async () => {
    for (const service of ['A', 'B', 'A']) await issue(service);
    const desk = await StaffPage.atOpenCounter(browser, hub, '1003', 3);
    await desk.waits(3);
    await desk.act('next');
    await desk.atHand('A001');
    await desk.mode('calling');
    expect(await desk.page.locator('.why').textContent()).toContain('按类别计算');
    await desk.act('recall');
    await desk.page.locator('[data-fact=extras]', { hasText: '重呼 1 次' }).waitFor();
    await desk.act('start');
    await desk.mode('serving');
    for (const service of ['A', 'C', 'C']) await desk.page.locator(`[data-service=${service}] button`).last().click();
    await desk.page.locator('[data-outcome=done]').click();
    await desk.act('finish');
    await desk.atHand('none');
    await desk.act('next');
    await desk.atHand('B001');
    await desk.page.locator('[data-service=D] button').last().click();
    await desk.act('next');
    await desk.atHand('A002');
    expect(await desk.page.locator('[data-service=D]').getAttribute('data-count')).toBe('0');
    await desk.act('finish');
    await desk.atHand('none');
    expect(desk.complaints).toEqual([]);
  });

  it('[S18] a pause with a customer at hand is planned, resumed, and happens with next; closing likewise', async () => {
    await issue('A');
    const desk = await StaffPage.atOpenCounter(browser, hub, '1004', 4);
    await desk.act('next');
    await desk.mode('calling');
    await desk.act('pause');
    await desk.choose('meal');
    await desk.page.getByText('办完本位客户后暂停（用餐）').waitFor();
    await desk.act('resume');
    await desk.page.getByText('办完本位客户后暂停').waitFor({ state: 'detached' });
    await desk.act('pause');
    await desk.choose('break');
    await desk.button('next').filter({ hasText: '办结并暂停' }).waitFor();
    await desk.act('next');
    await desk.mode('paused');
    expect(await desk.page.locator('[data-fact=paused]').textContent()).toContain('休息');
    await desk.act('resume');
    await desk.mode('idle');
    await issue('A');
    await desk.act('next');
    await desk.mode('calling');
    await desk.act('close');
    await desk.page.getByText('办完本位客户后关台').waitFor();
    await desk.act('finish');
    await desk.mode('closed');
    expect(desk.complaints).toEqual([]);
  });

  it('[S19, S20, S21, S26, S27] no-show and return, chosen call, without a ticket, cancel, left, find', async () => {
    const numbers: string[] = [];
    for (const service of ['C', 'C', 'C', 'C']) numbers.push((await issue(service)).number ?? '');
    const [first = '', second = '', third = '', fourth = ''] = numbers;
    const desk = await StaffPage.atOpenCounter(browser, hub, '1005', 5);
    await desk.act('next');
    await desk.atHand(first);
    await desk.act('no-show');
    await desk.atHand('none');
    await desk.list('no-shows');
    await desk.onTicket(first, '顺延');
    await desk.row(first).waitFor({ state: 'detached' });
    await desk.list('waiting');
    await desk.row(first).waitFor();
    const promised = await desk.page.locator('[data-up-next] li').first().getAttribute('data-number');
    expect(promised).toBe(second);

    await desk.act('choose');
    await desk.page.locator('dialog input').first().fill(third.toLowerCase());
    await desk.page.locator('dialog [data-reason=special-need]').click();
    await desk.page.locator('dialog button[type=submit]').click();
    await desk.atHand(third);
    expect(await desk.page.locator('.why').textContent()).toContain('特殊需要');
    await desk.act('finish');
    await desk.atHand('none');

    await desk.onTicket(fourth, '取消排队');
    await desk.answer('不');
    await desk.row(fourth).waitFor();
    await desk.row(fourth).getByRole('button', { name: '取消排队' }).click();
    await desk.answer('确定');
    await desk.row(fourth).waitFor({ state: 'detached' });
    await desk.onTicket(second, '已离开');
    await desk.answer('确定');
    await desk.row(second).waitFor({ state: 'detached' });

    await desk.act('without-ticket');
    await desk.choose('D');
    await desk.atHand('no-number');
    await desk.mode('serving');
    await desk.act('next');
    await desk.atHand(first);
    await desk.list('find');
    await desk.page.locator('input:focus').waitFor();
    await desk.page.keyboard.type(fourth.toLowerCase().replace('00', ''));
    await desk.row(fourth).waitFor();
    expect(await desk.row(fourth).getAttribute('data-status')).toBe('ended');
    await desk.act('finish');
    await desk.atHand('none');
    expect(desk.complaints).toEqual([]);
  });

  it('[S10] a refusal stands beside the buttons in plain words of the chosen language, and goes with the next command', async () => {
    const desk = await StaffPage.atOpenCounter(browser, hub, '1006', 6);
    await desk.act('next');
    expect(await desk.notice()).toBe('6 号台席现在没有等候的客户。');
    await desk.page.getByRole('button', { name: 'English' }).click();
    expect(await desk.notice()).toBe('Nobody is waiting for counter 6.');
    await issue('A');
    await desk.waits(1);
    await desk.act('next');
    await desk.mode('calling');
    expect(await desk.page.locator('[data-notice=refused]').count()).toBe(0);
    await desk.page.reload();
    await desk.mode('calling');
    expect(await desk.button('next').textContent()).toContain('Next');
    await desk.act('finish');
    await desk.atHand('none');
  });

  it('[S36] the chosen language stays in this browser', async () => {
    const staff = await StaffPage.open(browser, hub);
    await staff.page.getByRole('button', { name: 'English' }).click();
    await staff.page.reload();
    await staff.page.getByRole('heading', { name: 'Staff sign-in' }).waitFor();
    expect(await staff.page.locator('html').getAttribute('lang')).toBe('en-GB');
  });

  it('[S11] while the hub is away the desk says so and holds back, and goes on when it is back', async () => {
    const desk = await StaffPage.atOpenCounter(browser, hub, '1007', 7);
    await issue('A');
    await desk.waits(1);
    await hub.kill();
    await desk.page.locator('[data-live=false]').first().waitFor();
    await desk.page.locator('[data-connection=stale]').waitFor();
    await desk.button('next').click();
    expect(await desk.notice('held-back')).toContain('操作没有发出');
    await desk.atHand('none');
    await hub.restart();
    await desk.page.locator('.screen[data-live=true]').waitFor();
    await desk.waits(1);
    await desk.act('next');
    await desk.mode('calling');
  });
});
