import type { Browser } from 'playwright-core';
import { launchBrowser, openPage, type OpenedPage, type PageOptions } from './browser.ts';
import { HubProcess } from './hub-process.ts';
import { StaffPage } from './staff-page.ts';

const KIOSK = { width: 1080, height: 1920, touch: true } as const;
const WALL = { width: 1920, height: 1080 } as const;
const WINDOW = { width: 1024, height: 600 } as const;
const PHONE = { width: 360, height: 780, touch: true } as const;
/** A 24-inch screen. */
const MANAGER = { width: 1920, height: 1080 } as const;
/** The window display hangs above this counter. */
const WINDOW_AT = 3;

/** A hall at work: a real hub whose clock can be moved, and every screen that people of one morning look at. */
export class DayOnTheFloor {
  readonly hub: HubProcess;
  readonly kiosk: OpenedPage;
  readonly wall: OpenedPage;
  readonly window: OpenedPage;
  /** At counters 1, 2 and 3. */
  readonly desks: readonly [StaffPage, StaffPage, StaffPage];
  readonly greeter: StaffPage;
  readonly manager: StaffPage;
  readonly #browser: Browser;

  private constructor(parts: Omit<DayOnTheFloor, 'close' | 'complaints' | 'next' | 'issue'> & { readonly browser: Browser }) {
    this.hub = parts.hub;
    this.kiosk = parts.kiosk;
    this.wall = parts.wall;
    this.window = parts.window;
    this.desks = parts.desks;
    this.greeter = parts.greeter;
    this.manager = parts.manager;
    this.#browser = parts.browser;
  }

  /** Everybody is signed in to the panel, and nobody is at a counter yet. */
  static async begin(startsAt: string): Promise<DayOnTheFloor> {
    const [hub, browser] = await Promise.all([HubProcess.start({ forecasts: true, startsAt }), launchBrowser()]);
    try {
      return await DayOnTheFloor.#openScreens(hub, browser);
    } catch (error) {
      await browser.close();
      await hub.close();
      throw error;
    }
  }

  static async #openScreens(hub: HubProcess, browser: Browser): Promise<DayOnTheFloor> {
    const screen = (path: string, size: PageOptions): Promise<OpenedPage> => openPage(browser, `${hub.url}${path}`, size);
    const staff = (number: string, size?: PageOptions): Promise<StaffPage> => StaffPage.signedIn(browser, hub, number, size);
    const [kiosk, wall, window] = await Promise.all([
      screen('/kiosk', KIOSK),
      screen('/display/wall', WALL),
      screen(`/display/window/${WINDOW_AT}`, WINDOW),
    ]);
    const desks = await Promise.all([staff('1001'), staff('1002'), staff('1003')]);
    const [greeter, manager] = await Promise.all([staff('2001', PHONE), staff('3001', MANAGER)]);
    return new DayOnTheFloor({ hub, browser, kiosk, wall, window, desks, greeter, manager });
  }

  /** A ticket from the greeter's telephone; its number. */
  async issue(service: string, classId?: string): Promise<string> {
    const { page } = this.greeter;
    await page.locator('[data-greeter-view=issue]').click();
    const before = (await page.locator('[data-issued]').count()) === 0 ? null : await issuedNumber(this.greeter);
    if (classId !== undefined) await page.locator(`[data-pick=class][data-value=${classId}]`).click();
    await page.locator(`[data-issue=${service}]:not([disabled])`).click();
    await page.locator(before === null ? '[data-issued]' : `[data-issued]:not([data-issued="${before}"])`).waitFor();
    return issuedNumber(this.greeter);
  }

  /** Calls whom the desk says it would call, and says who that was. */
  async next(desk: StaffPage): Promise<string> {
    await desk.ready('next');
    const promised = (await desk.page.locator('[data-up-next] li').first().getAttribute('data-number')) ?? 'nobody';
    await desk.act('next');
    await desk.atHand(promised);
    return promised;
  }

  /** What any of the screens complained of. */
  complaints(): string[] {
    const { kiosk, wall, window, desks, greeter, manager } = this;
    return [kiosk, wall, window, ...desks, greeter, manager].flatMap((each) => each.complaints);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.hub.close();
  }
}

async function issuedNumber(greeter: StaffPage): Promise<string> {
  return (await greeter.page.locator('[data-issued]').getAttribute('data-issued')) ?? '';
}
