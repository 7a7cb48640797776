import type { Browser, Locator, Page } from 'playwright-core';
import { openPage, until, type OpenedPage, type PageOptions } from './browser.ts';
import { DEMO_PASSWORD, type HubProcess } from './hub-process.ts';

export const DESK_SIZE = { width: 1280, height: 720 } as const;

/** A staff screen in a browser profile of its own, as a person at it sees and uses it. */
export class StaffPage {
  readonly page: Page;
  readonly complaints: readonly string[];

  private constructor({ page, complaints }: OpenedPage) {
    this.page = page;
    this.complaints = complaints;
  }

  /** The sign-in page, nobody signed in. */
  static async open(browser: Browser, hub: HubProcess, options: PageOptions = DESK_SIZE): Promise<StaffPage> {
    return new StaffPage(await openPage(browser, `${hub.url}/counter`, options));
  }

  static async signedIn(
    browser: Browser,
    hub: HubProcess,
    staffNumber: string,
    options: PageOptions = DESK_SIZE,
  ): Promise<StaffPage> {
    const staff = await StaffPage.open(browser, hub, options);
    await staff.signIn(staffNumber);
    return staff;
  }

  /** At a counter, opened: the desk of a teller who begins to work. */
  static async atOpenCounter(browser: Browser, hub: HubProcess, staffNumber: string, counter: number): Promise<StaffPage> {
    const staff = await StaffPage.signedIn(browser, hub, staffNumber);
    await staff.takeCounter(counter);
    await staff.act('open');
    await staff.mode('idle');
    return staff;
  }

  async signIn(staffNumber: string, password: string = DEMO_PASSWORD): Promise<void> {
    await this.page.locator('input[name=username]').fill(staffNumber);
    await this.page.locator('input[name=password]').fill(password);
    await this.page.locator('button[type=submit]').click();
    await this.page.locator('header .facts, [role=alert]:not(:empty)').first().waitFor();
  }

  async takeCounter(counter: number): Promise<void> {
    await this.page.locator(`[data-live="true"] [data-take="${counter}"]`).click();
    await this.button('open').waitFor();
  }

  button(action: string): Locator {
    return this.page.locator(`[data-action="${action}"]`);
  }

  /** Waits until a button of the desk can be pressed and sends: the line is live, and the hub has answered whatever was asked before. */
  async ready(action: string): Promise<void> {
    await this.page.locator(`[data-live="true"] [data-action="${action}"][aria-disabled="false"]`).waitFor();
  }

  async act(action: string): Promise<void> {
    await this.ready(action);
    await this.button(action).click();
  }

  /** The same by its key. */
  async press(action: string, key: string): Promise<void> {
    await this.ready(action);
    await this.page.keyboard.press(key);
  }

  /** Waits until the counter is in this mode. */
  async mode(mode: string): Promise<void> {
    await this.page.locator(`header [data-mode="${mode}"]`).waitFor();
  }

  /** Waits until this number is at hand; `none` for nobody. */
  async atHand(number: string): Promise<void> {
    await this.page.locator(`[data-at-hand="${number}"]`).waitFor();
  }

  /** How many wait for this counter, as its header says. */
  async waiting(): Promise<number> {
    return Number(/\d+/.exec((await this.page.locator('[data-fact=waiting]').textContent()) ?? '')?.[0]);
  }

  async waits(people: number): Promise<void> {
    await until(this.page, async () => (await this.waiting()) === people, `${people} waiting`);
  }

  async list(list: 'waiting' | 'no-shows' | 'held' | 'find'): Promise<void> {
    await this.page.locator(`[data-list="${list}"]`).click();
  }

  row(number: string): Locator {
    return this.page.locator(`[data-rows] li[data-number="${number}"]`);
  }

  /** Opens a ticket's row and presses one of its buttons. */
  async onTicket(number: string, button: string): Promise<void> {
    await this.row(number).locator('button[aria-expanded=false]').click();
    await this.row(number).getByRole('button', { name: button, exact: true }).click();
  }

  /** Answers the question that stands on the screen. */
  async answer(words: '确定' | '不'): Promise<void> {
    await this.page.locator('dialog').getByRole('button', { name: words, exact: true }).click();
    await this.page.locator('dialog').waitFor({ state: 'detached' });
  }

  async choose(id: string): Promise<void> {
    await this.page.locator(`dialog [data-choice="${id}"]`).click();
    await this.page.locator('dialog').waitFor({ state: 'detached' });
  }

  /** The sentence beside the buttons, once there is one. */
  async notice(kind: 'refused' | 'held-back' = 'refused'): Promise<string> {
    return (await this.page.locator(`[data-notice="${kind}"]`).textContent())?.trim() ?? '';
  }
}
