import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findTickets } from '../../shared/hall/views/ticket-view.ts';
import {
  axeViolations,
  launchBrowser,
  openPage,
  picture,
  readyForOffline,
  resized,
  until,
  type OpenedPage,
  type PageOptions,
} from '../support/browser.ts';
import { HubProcess } from '../support/hub-process.ts';
import { humanPause } from '../support/human-pause.ts';

const PORTRAIT = { width: 1080, height: 1920, touch: true } as const;
/** 20 mm at 96 dpi. */
const TARGET_PX_MIN = 75.5;

/** D gives one ticket a day, E is never open; no numbers ahead. */
function limited(demo: string): string {
  return demo
    .replace('- id: D\n', '- id: D\n    ticketsPerDayMax: 1\n')
    .replace('- id: E\n', '- id: E\n    hours: {}\n')
    .replace('\nkiosk:\n', '\nkiosk:\n  numbersAhead: 0\n')
    .replace(/documents:\n\s+- \{ zh: 服务号码[^\n]+\n/, 'documents: []\n');
}

let hub: HubProcess;
let browser: Browser;
let opened: OpenedPage;
let page: Page;

beforeAll(async () => {
  [hub, browser] = await Promise.all([HubProcess.start({ hallFile: limited }), launchBrowser()]);
  await hub.command('1001', { type: 'sign-in', counter: 1 });
  await hub.command('1001', { type: 'open-counter', counter: 1 });
});

afterAll(async () => {
  await browser.close();
  await hub.close();
});

afterEach(async () => {
  await opened.context.close();
});

async function kiosk(options: PageOptions = PORTRAIT): Promise<void> {
  opened = await openPage(browser, `${hub.url}/kiosk`, options);
  page = opened.page;
  await tile('缴费').and(page.locator(':enabled')).waitFor();
}

const tile = (name: string) => page.locator('.tile', { hasText: name });
const button = (name: string) => page.getByRole('button', { name, exact: true });

/** People waiting for a service, as its tile says. */
async function waiting(name: string): Promise<number> {
  return Number(/(\d+) (?:人|waiting)/.exec((await tile(name).textContent()) ?? '')?.[1]);
}

/** As fast as a reader types, however busy this machine is. */
async function readerTypes(text: string): Promise<void> {
  await page.evaluate(
    (keys) => {
      for (const key of keys) window.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    },
    [...text, 'Enter'],
  );
}

async function targetsTooSmall(): Promise<string[]> {
  const boxes = await page.locator('button').evaluateAll((buttons) =>
    buttons.map((each) => {
      const { width, height } = each.getBoundingClientRect();
      return { text: each.textContent ?? '', side: Math.min(width, height) };
    }),
  );
  return boxes.filter(({ side }) => side < TARGET_PX_MIN).map(({ text, side }) => `${text}: ${side} px`);
}

describe('the kiosk in a browser', () => {
  it('[K1, K2, K11, K15, D11, D16] shows services, people waiting and the rule in both languages', async () => {
    await kiosk();
    expect(await tile('缴费').textContent()).toMatch(/缴费.*Pay a bill.*等候 0 人.*预计等候 (—|\d+–\d+ 分钟)/s);
    expect(await page.locator('footer').textContent()).toContain('每位客户前最多插入 3 位优先客户');
    expect(await targetsTooSmall()).toEqual([]);
    expect(await axeViolations(page)).toEqual([]);
    await picture(page, 'kiosk');
    await button('English').tap();
    await page.getByText('Please choose a service').waitFor();
    expect(await tile('Pay a bill').textContent()).toMatch(/0 waiting.*Wait (—|\d+–\d+ min)/s);
    expect(await page.locator('html').getAttribute('lang')).toBe('en-GB');
    expect(await page.locator('footer').textContent()).toContain('at most 3 later priority customers');
    expect(await axeViolations(page)).toEqual([]);
    await resized(page, { width: 1280, height: 800 });
    expect(await targetsTooSmall()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)).toBeLessThanOrEqual(0);
    await picture(page, 'kiosk-landscape');
    expect(opened.complaints).toEqual([]);
  });

  it('[K12] shows every tile whole in large type on a small glass, and two quick touches select nothing', async () => {
    await kiosk({ ...PORTRAIT, width: 1280, height: 800 });
    await button('English').tap();
    await button('Large type').tap();
    const main = page.locator('main');
    const overflows = () => main.evaluate((element) => element.scrollHeight - element.clientHeight);
    await until(page, async () => (await overflows()) <= 0, 'no scrolling');
    await page.getByText('More services (1/').waitFor();
    await page.locator('.priority').dblclick();
    expect(await page.evaluate(() => window.getSelection()?.toString())).toBe('');
    await page.getByText('Please choose what applies to you').waitFor();
    expect(await overflows()).toBeLessThanOrEqual(0);
    await humanPause(page);
    await button('None of these').tap();
    await button('Large type').tap();
    await page.getByText('More services (1/').waitFor({ state: 'detached' });
    expect(await overflows()).toBeLessThanOrEqual(0);
  });

  it('[K4, K7, K15] tells the documents, then shows the number large with the people ahead', async () => {
    await hub.command('2001', { type: 'issue-ticket', service: 'C' });
    await kiosk();
    await until(page, async () => (await waiting('宽带')) === 1, 'the other customer');
    await tile('宽带').tap();
    await page.getByText('安装地址').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await picture(page, 'kiosk-documents');
    await humanPause(page);
    await button('取号').tap();
    const number = page.locator('.number .number');
    await number.waitFor();
    expect(await number.textContent()).toBe('C002');
    expect((await number.boundingBox())!.height).toBeGreaterThan(1080 / 5);
    await page.getByText('您前面有 1 人等候').waitFor();
    await page.getByText('本机不打印号票，请记住您的号码').waitFor();
    expect(await targetsTooSmall()).toEqual([]);
    expect(await axeViolations(page)).toEqual([]);
    await picture(page, 'kiosk-ticket');
    await humanPause(page);
    await button('完成').tap();
    await until(page, async () => (await waiting('宽带')) === 2, 'both waiting');
  });

  it('[K5] gives one ticket to a double tap', async () => {
    await kiosk();
    const before = await waiting('缴费');
    const issued = async () => (await hub.events('3001')).filter(({ type }) => type === 'ticket-issued').length;
    const issuedBefore = await issued();
    await tile('缴费').dblclick();
    await page.locator('.number .number').waitFor();
    await humanPause(page);
    await button('完成').tap();
    await page.getByText('请选择要办理的业务').waitFor();
    await until(page, async () => (await waiting('缴费')) === before + 1, 'one more to wait');
    expect(await issued()).toBe(issuedBefore + 1);
  });

  it('[K3, K101, K15, K11] gives the class of the need that was declared', async () => {
    await kiosk();
    await page.locator('.priority').tap();
    await page.getByText('请选择您的情况').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    expect(await targetsTooSmall()).toEqual([]);
    await picture(page, 'kiosk-needs');
    await humanPause(page);
    await button('老年人 Elderly').tap();
    await page.getByText('已选择优先服务，请选择业务').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await humanPause(page);
    await tile('缴费').tap();
    const number = await page.locator('.number .number').textContent();
    expect(findTickets(await hub.state('3001'), number ?? '')).toMatchObject([{ service: 'A', classId: 'priority' }]);
  });

  it('[K10, K109] says of a service why it gives no ticket', async () => {
    await hub.command('2001', { type: 'issue-ticket', service: 'D' });
    await kiosk();
    await tile('查询').getByText('今日号已取完').waitFor();
    expect(await tile('查询').isDisabled()).toBe(true);
    expect(await tile('综合业务').textContent()).toMatch(/现在不在办理时间.*今日不办理/s);
    await hub.command('3001', { type: 'close-day' });
    await page.getByRole('heading', { name: '现在不营业' }).waitFor();
    await page.getByText('Not open now').waitFor();
    expect(await page.locator('table').textContent()).toContain('星期一00:00–24:00');
    expect(await axeViolations(page)).toEqual([]);
    await picture(page, 'kiosk-closed');
    await hub.command('3001', { type: 'open-day' });
    await tile('缴费').and(page.locator(':enabled')).waitFor();
  });

  it('[K14, K122, K107, K11] is used with a keypad alone, in high contrast and large type', async () => {
    await kiosk();
    await button('高对比').tap();
    await button('大字版').tap();
    await page.keyboard.press('2');
    await page.getByText('请确认已带好以下证件和资料').waitFor();
    expect(await page.locator('[data-key="1"]').evaluate((each) => getComputedStyle(each, '::before').content)).toBe('"1"');
    expect(await axeViolations(page)).toEqual([]);
    await picture(page, 'kiosk-contrast');
    await humanPause(page);
    await page.keyboard.press('*');
    await page.getByText('请选择要办理的业务').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    expect(await targetsTooSmall()).toEqual([]);
    await humanPause(page);
    await page.keyboard.press('2');
    await page.getByText('请确认已带好以下证件和资料').waitFor();
    await humanPause(page);
    await page.keyboard.press('1');
    await page.locator('.number .number').waitFor();
    expect(await page.locator('.number .number').textContent()).toMatch(/^B\d{3}$/);
    expect(opened.complaints).toEqual([]);
  });

  it('[K102, K103, K104, K15, K11] knows who is read by a reader or typed, and who has an appointment', async () => {
    await hub.send('9001', 'POST', 'identities', { csv: 'identity,class\n13800138000,vip\n' });
    const at = hub.now() + 20 * 60_000;
    await hub.command('3001', { type: 'book-appointments', appointments: [{ code: 'K4821', service: 'C', at }] });
    await kiosk();
    await readerTypes('13800138000');
    await page.getByText('已识别：VIP客户').waitFor();
    expect(await page.locator('.number').count()).toBe(0);
    await humanPause(page);
    await page.locator('.way', { hasText: '会员识别' }).tap();
    for (const digit of '13900') await button(digit).tap();
    expect(await page.locator('.typed').textContent()).toContain('•3900');
    expect(await axeViolations(page)).toEqual([]);
    expect(await targetsTooSmall()).toEqual([]);
    await picture(page, 'kiosk-identity');
    await button('确定').tap();
    await page.getByText('按普通客户取号').waitFor();
    await humanPause(page);
    await page.locator('.way', { hasText: '预约签到' }).tap();
    expect(await axeViolations(page)).toEqual([]);
    expect(await targetsTooSmall()).toEqual([]);
    await readerTypes('k4821');
    await page.locator('.number .number').waitFor();
    expect(await page.locator('.number .number').textContent()).toMatch(/^C\d{3}$/);
    expect(JSON.stringify(await hub.events('3001'))).not.toContain('13800138000');
  });

  it('[K14] is used with the keyboard alone', async () => {
    await kiosk();
    await tile('开户').focus();
    await page.keyboard.press('Enter');
    await page.getByText('请确认已带好以下证件和资料').waitFor();
    await humanPause(page);
    await page.keyboard.press('Tab');
    while ((await page.locator(':focus').textContent()) !== '取号') await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.locator('.number .number').waitFor();
    expect(await page.locator('.number .number').textContent()).toMatch(/^B\d{3}$/);
  });

  it('[K6, K2] issues nothing while the hub is not there and says so in both languages', async () => {
    await kiosk();
    await readyForOffline(page);
    hub.freeze();
    try {
      await page.getByText('本机暂停使用，请到咨询台取号，敬请谅解。').waitFor({ timeout: 15_000 });
      await page.getByText('This machine is out of service.').waitFor();
      expect(await tile('缴费').isDisabled()).toBe(true);
      expect(await axeViolations(page)).toEqual([]);
    } finally {
      hub.thaw();
    }
    await tile('缴费').and(page.locator(':enabled')).waitFor();
    await page.getByText('本机暂停使用').waitFor({ state: 'detached' });
  });
});
