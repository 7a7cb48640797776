import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import { axeViolations, launchBrowser, openPage, picture, resized, untilStill } from '../support/browser.ts';
import { HubProcess } from '../support/hub-process.ts';

const ABOVE_A_COUNTER = { width: 1024, height: 600 } as const;
const SMALL = [
  { width: 480, height: 272 },
  { width: 1920, height: 360 },
  { width: 600, height: 1024 },
] as const;
/** Strips of LEDs above a counter. */
const STRIPS = [
  { width: 192, height: 64 },
  { width: 320, height: 120 },
] as const;
/** Panels of LEDs on end, one of them hardly. */
const STRIPS_ON_END = [
  { width: 96, height: 256 },
  { width: 128, height: 160 },
] as const;

/** Twenty services with long names; every counter serves all of them, counter 2 all but one. */
function manyServices(demo: string): string {
  const { receptionRoom: _room, ...hall } = parse(demo) as HallConfiguration;
  const ids = Array.from({ length: 20 }, (_, index) => `X${index}`);
  const services = ids.map((id) => {
    const name = { zh: `综合信息化业务受理${id}`, en: `Registration and modification ${id}` };
    return { id, name, series: 'A', documents: [] };
  });
  const counters = hall.counters.map((counter) => ({ ...counter, serves: [counter.id === 2 ? ids.slice(0, -1) : ids] }));
  return stringify({ ...hall, services, counters, minimumOpen: [] }, { aliasDuplicateObjects: false });
}

let hub: HubProcess;
let browser: Browser;

beforeAll(async () => {
  [hub, browser] = await Promise.all([HubProcess.start(), launchBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await hub.close();
});

describe('the window above a counter', () => {
  it('[D14, D16, D22] tells in both languages what the counter does', async () => {
    const { page, complaints, context } = await openPage(browser, `${hub.url}/display/window/3`, ABOVE_A_COUNTER);
    await page.getByText('暂停服务，请留意叫号').waitFor();
    await page.getByText('Temporarily closed. Please wait for your number.').waitFor();
    await hub.command('1003', { type: 'sign-in', counter: 3 });
    await hub.command('1003', { type: 'open-counter', counter: 3 });
    await page.getByText('业务受理').waitFor();
    await page.getByText('工号 1003').waitFor();
    expect(await page.locator('.figure').innerText()).toBe('3');
    expect(await page.locator('.names').innerText()).toMatch(/3号柜台 Counter 3[^]*缴费 · 开户[^]*Pay a bill · Open an account/);
    await hub.command('2001', { type: 'issue-ticket', service: 'B' });
    await hub.command('1003', { type: 'call-next', counter: 3 });
    await page.getByText('请 B001 号办理').waitFor();
    await page.getByText('B001, please').waitFor();
    await untilStill(page);
    expect(await axeViolations(page)).toEqual([]);
    await picture(page, 'window');
    for (const size of SMALL) {
      await resized(page, size);
      const number = (await page.locator('section .number .number').boundingBox())!;
      expect(number.height).toBeGreaterThan(size.height / 8);
      expect(number.width).toBeLessThan(size.width);
      expect(await page.evaluate(() => document.documentElement.scrollHeight > window.innerHeight)).toBe(false);
    }
    await hub.command('1003', { type: 'start-service', counter: 3 });
    await page.getByText('正在办理').waitFor();
    await page.getByText('Now serving').waitFor();
    await hub.command('1003', { type: 'finish-service', counter: 3 });
    await hub.command('1003', { type: 'pause-counter', counter: 3, reason: 'meal' });
    await page.locator('[data-mode=paused]').getByText('暂停服务，请留意叫号').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('[D26, D47] keeps its number whole, on a strip of LEDs too, however many services the counter has and however long their names', async () => {
    const crowded = await HubProcess.start({ hallFile: manyServices });
    for (const [counter, services] of [
      [1, 'All services'],
      [2, 'Registration and modification X0 ·'],
    ] as const) {
      const teller = `100${counter}`;
      const { page, context } = await openPage(browser, `${crowded.url}/display/window/${counter}`, ABOVE_A_COUNTER);
      await crowded.command('2001', { type: 'issue-ticket', service: 'X0' });
      await crowded.command(teller, { type: 'sign-in', counter });
      await crowded.command(teller, { type: 'open-counter', counter });
      await crowded.command(teller, { type: 'call-next', counter });
      await page.locator('header').getByText(services).waitFor();
      const number = page.locator('section .number .number');
      const phrase = page.getByText(`A00${counter}, please`);
      for (const size of [ABOVE_A_COUNTER, ...SMALL, { width: 320, height: 240 }, { width: 1920, height: 540 }]) {
        await resized(page, size);
        const [box, below] = [(await number.boundingBox())!, (await phrase.boundingBox())!];
        expect(box.y).toBeGreaterThanOrEqual(0);
        expect(Math.max(box.y + box.height, below.y + below.height)).toBeLessThanOrEqual(size.height);
      }
      for (const strip of STRIPS) {
        await resized(page, strip);
        const [figure, box] = [page.locator('.strip .figure'), (await page.locator('.strip .number .number').boundingBox())!];
        expect(await figure.innerText()).toBe(String(counter));
        expect(box.height).toBeGreaterThan(strip.height / 3);
        expect(box.x + box.width).toBeLessThanOrEqual(strip.width);
        expect(await page.locator('.strip .line').innerText()).not.toBe('');
      }
      for (const strip of STRIPS_ON_END) {
        await resized(page, strip);
        await page.locator('.strip').waitFor();
        for (const part of ['.figure', '.number .number', '.line']) {
          const box = (await page.locator(`.strip ${part}`).boundingBox())!;
          expect([part, box.x >= 0, box.y >= 0]).toEqual([part, true, true]);
          expect([part, box.x + box.width <= strip.width, box.y + box.height <= strip.height]).toEqual([part, true, true]);
        }
      }
      await context.close();
    }
    await crowded.close();
  });

  it('[D7, D23] marks a reserved counter, and names a counter or a page that is not there', async () => {
    const { page, context } = await openPage(browser, `${hub.url}/display/window/7`, ABOVE_A_COUNTER);
    await page.getByText('优先台席').waitFor();
    await page.goto(`${hub.url}/display/window/99`);
    await page.getByText('本厅没有 99 号柜台').waitFor();
    await page.getByText('This hall has no counter 99').waitFor();
    await page.goto(`${hub.url}/display/window/x`);
    await page.getByText('没有这个显示页面').waitFor();
    await context.close();
  });

  it('[D19] an enrolled screen goes to its page; a code that was used is said in both languages', async () => {
    const address = await hub.enrolmentAddress('wall');
    const { page, context } = await openPage(browser, address, ABOVE_A_COUNTER);
    await page.waitForURL(`${hub.url}/display/wall`);
    await page.locator('.wall').waitFor();
    await context.close();
    const again = await openPage(browser, address, ABOVE_A_COUNTER);
    await again.page.getByText('登记地址无效或已使用').waitFor();
    await again.page.getByText('This enrolment address is wrong or was used').waitFor();
    expect(await axeViolations(again.page)).toEqual([]);
    await again.context.close();
  });
});
