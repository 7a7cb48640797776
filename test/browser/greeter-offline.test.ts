import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../shared/lib/assert.ts';
import { axeViolations, launchBrowser, picture } from '../support/browser.ts';
import { HubProcess } from '../support/hub-process.ts';
import { StaffPage } from '../support/staff-page.ts';

/** A 6-inch telephone, held upright in one hand. */
const PHONE = { width: 360, height: 780, touch: true } as const;
/** Of a whole district's hall. */
const SERVICES = 20;
const THUMB_PX = 48;

let hub: HubProcess;
let browser: Browser;
beforeAll(async () => {
  [hub, browser] = await Promise.all([HubProcess.start({ hallFile: manyServices }), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await hub.close();
});

/** The demonstration's hall with fifteen services more, all of them in A's series. */
function manyServices(demo: string): string {
  const more = Array.from({ length: SERVICES - 5 }, (_, index) => {
    const id = `S${index}`;
    return `  - { id: ${id}, name: { zh: 业务${index}, en: Service ${index} }, series: A, documents: [] }`;
  });
  const ids = Array.from({ length: SERVICES - 5 }, (_, index) => `S${index}`).join(', ');
  return demo
    .replace(/^classes:$/m, () => `CLASSES`)
    .replace(/\n((?:#[^\n]*\n)*)CLASSES/, (_, comment: string) => `${more.join('\n')}\n\n${comment}classes:`)
    .replaceAll('[A, B, C, D, E]', `[A, B, C, D, E, ${ids}]`);
}

const greeterAt = () => StaffPage.signedIn(browser, hub, '2001', PHONE);
const view = (greeter: StaffPage, name: string) => greeter.page.locator(`[data-greeter-view="${name}"]`).click();

/** What was journalled, by type. */
async function journalled(type: string): Promise<number> {
  return (await hub.events('3001')).filter((event) => event.type === type).length;
}

describe('the greeter on a telephone', () => {
  it('[S55, S35] shows the number taken without scrolling, with twenty services, and has targets for a thumb', async () => {
    const greeter = await greeterAt();
    await greeter.page.locator('[data-issue]').last().click();
    const issued = greeter.page.locator('[data-issued]');
    await issued.waitFor();
    expect(await greeter.page.locator('[data-issue]').count()).toBe(SERVICES);
    const box = must(await issued.boundingBox(), 'the number is drawn');
    expect(box.y + box.height).toBeLessThanOrEqual(PHONE.height);
    expect(await axeViolations(greeter.page)).toEqual([]);
    for (const name of ['issue', 'tickets', 'due', 'redirect', 'check-in']) {
      await view(greeter, name);
      expect(await axeViolations(greeter.page)).toEqual([]);
      const low = await greeter.page
        .locator('.greeter button:visible')
        .evaluateAll(
          (buttons, least) =>
            buttons.filter((each) => each.getBoundingClientRect().height < least).map((each) => each.textContent),
          THUMB_PX,
        );
      expect(low, name).toEqual([]);
    }
    expect(greeter.complaints).toEqual([]);
  });

  it('[S56] redirects those who fit, seen beforehand, and takes it back', async () => {
    for (const service of ['C', 'C', 'C']) await hub.command('2001', { type: 'issue-ticket', service });
    const greeter = await greeterAt();
    await view(greeter, 'redirect');
    await greeter.page.locator('[data-pick=from][data-value=C]').click();
    await greeter.page.locator('[data-movers="3"]').waitFor();
    await greeter.page.locator('[data-mover=C002]').click();
    await greeter.page.locator('[data-pick=to][data-value=D]').click();
    const changes = greeter.page.locator('[data-changes="2"] span');
    expect(await changes.allTextContents()).toEqual(['宽带 3 → 1 人', '查询 0 → 2 人']);
    await picture(greeter.page, 'greeter-redirect');
    await greeter.page.getByRole('button', { name: '转队列 2 人' }).click();
    await greeter.page.locator('[data-redirected="2"]').waitFor();
    await greeter.page.getByRole('button', { name: /^撤销/ }).click();
    await greeter.page.locator('[data-redirected]').waitFor({ state: 'detached' });
    await greeter.page.locator('[data-pick=from][data-value=C]', { hasText: '3 人' }).waitFor();
  });

  it('[S59, S60, S61] works through a lost line: kept, shown, sent once in order, refused ones explained', async () => {
    const taken = await hub.command('2001', { type: 'issue-ticket', service: 'B' });
    await hub.command('1001', { type: 'sign-in', counter: 1 });
    await hub.command('1001', { type: 'open-counter', counter: 1 });
    const greeter = await greeterAt();
    const { page } = greeter;
    const before = await journalled('ticket-issued');
    await hub.kill();
    await page.locator('.screen[data-live=false]').waitFor();
    await page.locator('[data-connection=stale]').waitFor();
    for (const [service, classId] of [
      ['A', 'standard'],
      ['E', 'priority'],
    ] as const) {
      await page.locator(`[data-pick=class][data-value=${classId}]`).click();
      await page.locator(`[data-issue=${service}]:not([disabled])`).click();
      await page.locator('[data-queued]').waitFor();
    }
    await page.locator('[data-queued="2"]').waitFor();
    await view(greeter, 'tickets');
    await greeter.onTicket(taken.number!, '已离开');
    await greeter.answer('确定');
    await page.locator('[data-queued="3"]').waitFor();
    expect(await page.locator('[data-state=waiting]').allTextContents()).toMatchObject([
      expect.stringContaining('取号：缴费 · 普通'),
      expect.stringContaining('取号：综合业务 · 优先'),
      expect.stringContaining(`标记离开：${taken.number}`),
    ]);
    await picture(page, 'greeter-offline');
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.locator('dialog', { hasText: '还有 3 项操作没有发出' }).waitFor();
    await greeter.answer('不');
    expect(await axeViolations(page)).toEqual([]);
    await hub.restart();
    // The teller is quicker than the greeter's telephone: the ticket is called when its command arrives, or is gone before.
    await page.locator('[data-queued="0"][data-told="3"]').waitFor();
    const told = await page.locator('[data-state=done], [data-state=refused]').allTextContents();
    expect(told[0]).toMatch(/号码 A\d{3}，请告知客户/);
    expect(told[1]).toMatch(/号码 E\d{3}，请告知客户/);
    expect(await journalled('ticket-issued')).toBe(before + 2);
    expect(await journalled('ticket-left')).toBe(1);
    await page.getByRole('button', { name: '全部知道了' }).click();
    await page.locator('[data-told="0"]').waitFor({ state: 'attached' });
  });

  it('[S59, S60] a page that was reloaded in the meantime sends what it had kept, once, and says what was refused', async () => {
    const called = await hub.command('2001', { type: 'issue-ticket', service: 'B' });
    const greeter = await greeterAt();
    const { page } = greeter;
    await view(greeter, 'tickets');
    await page.locator(`[data-rows] li[data-number="${called.number}"]`).waitFor();
    const before = await journalled('ticket-issued');
    await page.context().setOffline(true);
    await page.locator('[data-connection=stale]').waitFor();
    await hub.command('1001', { type: 'call-ticket', counter: 1, ticket: called.ticket!, reason: 'assigned' });
    await greeter.onTicket(called.number!, '取消排队');
    await greeter.answer('确定');
    await view(greeter, 'issue');
    await page.locator('[data-issue=A]:not([disabled])').click();
    await page.locator('[data-queued="2"]').waitFor();
    await page.reload().catch(() => undefined);
    await page.context().setOffline(false);
    await page.goto(`${hub.url}/counter`);
    await page.locator('[data-queued="0"][data-told="2"]').waitFor();
    expect(await page.locator('[data-state=refused]').textContent()).toContain(`${called.number} 刚刚已由 1 号台席叫号`);
    expect(await page.locator('[data-state=done]').textContent()).toMatch(/号码 A\d{3}/);
    expect(await journalled('ticket-issued')).toBe(before + 1);
    await page.reload();
    await page.locator('[data-told="2"]').waitFor();
    expect(await journalled('ticket-issued')).toBe(before + 1);
  });

  it('[S62] a guard issues, finds and checks in', async () => {
    const guard = await StaffPage.signedIn(browser, hub, '2002', PHONE);
    await guard.page.locator('[data-greeter-view=check-in]').waitFor();
    expect(
      await guard.page
        .locator('[data-greeter-view]')
        .evaluateAll((all) => all.map((each) => each.getAttribute('data-greeter-view'))),
    ).toEqual(['issue', 'tickets', 'check-in']);
    await guard.page.locator('[data-issue=D]').click();
    const number = must(await guard.page.locator('[data-issued^=D]').getAttribute('data-issued'), 'a number');
    await view(guard, 'tickets');
    await guard.row(number).locator('button').first().click();
    expect(await guard.page.locator(`[data-actions="${number}"] button`).allTextContents()).toEqual([
      expect.stringContaining('补打'),
    ]);
    expect(guard.complaints).toEqual([]);
  });

  it('[S57, S58] lists who is due and who is expected, and checks in by code', async () => {
    await hub.command('3001', {
      type: 'book-appointments',
      appointments: [{ code: 'K7Q2', service: 'B', class: 'vip', at: hub.now() + 10 * 60_000 }],
    });
    const greeter = await greeterAt();
    await view(greeter, 'due');
    await greeter.page.locator('[data-due]:not([data-due="0"]) li').first().waitFor();
    await view(greeter, 'check-in');
    await greeter.page.locator('[data-expected="1"] button').click();
    await greeter.page.locator('[data-found=K7Q2]').waitFor();
    await picture(greeter.page, 'greeter-check-in');
    await greeter.page.getByRole('button', { name: '签到取号' }).click();
    await greeter.page.locator('[data-issued^=V]').waitFor();
    await view(greeter, 'due');
    await greeter.page.locator('[data-reserved] li[data-number^=V]').waitFor();
    expect(greeter.complaints).toEqual([]);
  });
});
