import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assert, must } from '../../shared/lib/assert.ts';
import type { CallReport } from '../../shared/protocol/call-report.ts';
import type { DeviceList } from '../../shared/protocol/device-list.ts';
import { axeViolations, launchBrowser, openPage, picture, readyForOffline, until, type OpenedPage } from '../support/browser.ts';
import { HubProcess, withoutRecallSpacing } from '../support/hub-process.ts';
import { LineProxy } from '../support/line-proxy.ts';
import { ResponsiveClock, responsiveMs } from '../support/responsive-time.ts';
import { StaffPage } from '../support/staff-page.ts';

const WALL = { width: 1280, height: 720 } as const;
/** `HALLCALL_DROP_MS=30000` for the whole of it; a run of every test waits until the longest pause between two attempts has come. */
const DROP_MS = Number(process.env['HALLCALL_DROP_MS'] ?? 15_000);
/** `HALLCALL_STORM_CALLS=1000` for the whole of it. */
const STORM_CALLS = Number(process.env['HALLCALL_STORM_CALLS'] ?? 40);
const STORM_EVERY_MS = 200;
const COUNTERS = [1, 2, 3, 4, 5, 6];

let hub: HubProcess;
let browser: Browser;
let wall: OpenedPage;

/** What is spoken, and reported as spoken, is the voice's test. */
function silentWalls(demo: string): string {
  return withoutRecallSpacing(demo).replace(', speaks: true }', ' }');
}

/** A second enrolled wall would change what the first is counted with: one hub, one wall, one window. */
beforeAll(async () => {
  [hub, browser] = await Promise.all([HubProcess.start({ hallFile: silentWalls }), launchBrowser()]);
  for (const counter of COUNTERS) {
    await hub.command(String(1000 + counter), { type: 'sign-in', counter });
    await hub.command(String(1000 + counter), { type: 'open-counter', counter });
  }
  wall = await openPage(browser, await hub.enrolmentAddress('wall'), WALL);
  await live(wall.page).waitFor();
});

afterAll(async () => {
  await browser.close();
  await hub.close();
});

const live = (page: Page) => page.locator('.display[data-live="true"][data-connection="live"]');
const veiled = (page: Page) => page.locator('.veil').evaluate((veil) => getComputedStyle(veil).visibility === 'visible');

async function call(counter: number): Promise<string> {
  await hub.command('2001', { type: 'issue-ticket', service: 'A' });
  return must((await hub.command(String(1000 + counter), { type: 'call-next', counter })).number ?? undefined, 'a number');
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

/** Asked of the hub now and then: more often is refused. */
async function eventually(question: () => Promise<boolean>, whatFor: string, limitMs = 40_000): Promise<void> {
  const endsAt = Date.now() + limitMs;
  while (!(await question())) {
    assert(Date.now() < endsAt, `waited in vain for: ${whatFor}`);
    await pause(300);
  }
}

async function reports(since: number): Promise<readonly CallReport[]> {
  return (await hub.read<{ readonly calls: readonly CallReport[] }>('3001', `receipts?since=${since}`)).calls;
}

describe('receipts of a real screen', () => {
  it('[E1, E8, E16, E17] a call’s way is told at the desk, on the manager’s card, in the list of devices and to reports', async () => {
    const window = await openPage(browser, `${hub.url}/display/window/1`, { width: 800, height: 300 });
    await live(window.page).waitFor();
    const desk = await StaffPage.signedIn(browser, hub, '1001');
    const since = hub.now();
    const number = await call(1);
    await desk.page.locator(`[data-at-hand="${number}"]`).waitFor();
    await desk.page.locator('[data-reach]', { hasText: '已显示 2/2 屏' }).waitFor();
    await desk.page.getByText('没有屏幕播音').waitFor();
    await eventually(async () => (await reports(since))[0]?.shown.by === 2, 'both screens in the report');
    const [report] = await reports(since);
    const { firstPaintedAt, lastPaintedAt, mark } = must(report, 'a report');
    expect(firstPaintedAt).toBeGreaterThanOrEqual(mark.at);
    expect(lastPaintedAt! - mark.at).toBeLessThan(5_000);
    expect(await axeViolations(desk.page)).toEqual([]);
    await picture(desk.page, 'desk-receipts');
    const list = await hub.read<DeviceList>('3001', 'devices');
    const enrolled = must(
      list.devices.find(({ demo }) => !demo),
      'the wall',
    );
    expect(enrolled).toMatchObject({ condition: 'ready', health: { page: 'wall', visible: true, sound: 'off' } });
    expect([...wall.complaints, ...window.complaints, ...desk.complaints]).toEqual([]);
    await desk.page.context().close();
    await window.context.close();
  });

  it('[E21] every call of a storm is painted, in the order of the calls', async () => {
    const since = hub.now();
    const called: string[] = [];
    for (let nth = 0; nth < STORM_CALLS; nth += 1) {
      await pause(since + nth * STORM_EVERY_MS - hub.now());
      called.push(await call(must(COUNTERS[nth % COUNTERS.length], 'a counter')));
    }
    const painted = async () => (await reports(since)).filter(({ shown }) => shown.by > 0);
    await eventually(async () => (await painted()).length === STORM_CALLS, 'every call to be painted');
    const times = (await painted()).map(({ firstPaintedAt }) => must(firstPaintedAt ?? undefined, 'painted'));
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect(called).toHaveLength(STORM_CALLS);
    expect(wall.complaints).toEqual([]);
  });
});

describe('a wall whose line is cut', () => {
  it('[E20] says so within 12 s, and is whole within 2 s of the return, whichever way the line failed', async () => {
    const port = Number(new URL(hub.url).port);
    const proxies = await Promise.all([LineProxy.to(port), LineProxy.to(port)]);
    const pages = await Promise.all(proxies.map(({ url }) => openPage(browser, `${url}/display/wall`, WALL)));
    for (const { page } of pages) {
      await live(page).waitFor();
      await readyForOffline(page);
    }
    const [held, refused] = [must(proxies[0], 'one'), must(proxies[1], 'another')];
    const cutAt = Date.now();
    const sinceCut = new ResponsiveClock();
    held.hold();
    await refused.refuse();
    const number = await call(2);
    for (const { page } of pages) {
      await until(page, () => veiled(page), 'the veil', 12_500 - sinceCut.ms);
      expect(await page.locator('.wall', { hasText: number }).count()).toBe(0);
    }
    sinceCut.stop();
    await pause(cutAt + DROP_MS - Date.now());
    const isWhole = async ({ page }: OpenedPage): Promise<void> => {
      await page.locator('.wall', { hasText: number }).waitFor();
      await until(page, async () => !(await veiled(page)), 'the veil to go');
    };
    const wholeMs = await responsiveMs(async () => {
      await Promise.all(proxies.map((proxy) => proxy.pass()));
      await Promise.all(pages.map(isWhole));
    });
    expect(wholeMs).toBeLessThanOrEqual(2_000);
    await Promise.all(pages.map(({ context }) => context.close()));
    await Promise.all(proxies.map((proxy) => proxy.close()));
  });

  it('[E14, E15] a page that hung is told of while it hangs, loads itself anew when it answers again, and says so', async () => {
    const list = () => hub.read<DeviceList>('3001', 'devices');
    const enrolled = async () =>
      must(
        (await list()).devices.find(({ demo }) => !demo),
        'the wall',
      );
    const loaded = wall.page.waitForEvent('load', { timeout: 60_000 });
    const hanging = wall.page
      .evaluate(() => {
        const until = performance.now() + 16_000;
        while (performance.now() < until);
      })
      .catch(() => undefined);
    let told: string | undefined;
    const endsAt = Date.now() + 15_800;
    while (told !== 'frozen' && Date.now() < endsAt) {
      await pause(250);
      told = (await enrolled()).condition;
    }
    expect(told).toBe('frozen');
    await Promise.all([hanging, loaded]);
    await eventually(async () => (await enrolled()).health?.restart?.cause === 'hung', 'the word on its restart');
    await eventually(async () => (await enrolled()).condition === 'ready', 'the wall to be well');
  });
});

describe('pages that show no calls', () => {
  it('[E22] a kiosk and a rating tablet are watched as walls are: how they are is listed, and a hidden one is asleep', async () => {
    const pages = [
      { ...(await openPage(browser, await hub.enrolmentAddress('kiosk'), WALL)), is: 'kiosk' },
      { ...(await openPage(browser, await hub.enrolmentAddress('rating', 1), WALL)), is: 'rating' },
    ] as const;
    const one = async (is: 'kiosk' | 'rating') => {
      const { devices } = await hub.read<DeviceList>('3001', 'devices');
      return devices.find(({ health }) => health?.page === is);
    };
    for (const { page, is } of pages) {
      await eventually(async () => (await one(is))?.condition === 'ready', `${is} to be watched`);
      expect((await one(is))?.health).toMatchObject({ visible: true, sound: 'off' });
      // The thread beside it runs: no policy forbade it.
      await until(page, () => page.workers().length === 1, 'the thread');
    }
    const threads = pages.map(({ page }) => page.workers()[0]);
    await call(1);
    await call(1);
    for (const { page } of pages)
      await page.evaluate(() => {
        Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
        document.dispatchEvent(new Event('visibilitychange'));
      });
    for (const { is } of pages) await eventually(async () => (await one(is))?.condition === 'asleep', `${is} to sleep`);
    // What the hall does begins no watch anew.
    expect(pages.map(({ page }) => page.workers())).toEqual(threads.map((thread) => [thread]));
    for (const { complaints, context } of pages) {
      expect(complaints).toEqual([]);
      await context.close();
    }
  });
});
