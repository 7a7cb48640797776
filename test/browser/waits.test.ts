import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rangeFigures } from '../../shared/i18n/forecast.ts';
import { must } from '../../shared/lib/assert.ts';
import { axeViolations, launchBrowser, openPage, picture, until } from '../support/browser.ts';
import { humanPause } from '../support/human-pause.ts';
import { paperText } from '../support/printed-paper.ts';
import { withPrinters } from '../support/hall-with-printers.ts';
import { HubProcess } from '../support/hub-process.ts';
import { TestPrinter } from '../support/tcp-printer.ts';

const TOTEM = { width: 1080, height: 1920 } as const;
const FULL_HD = { width: 1920, height: 1080 } as const;
const AHEAD = 6;

let printer: TestPrinter;
let hub: HubProcess;
let browser: Browser;

beforeAll(async () => {
  printer = await TestPrinter.start();
  [hub, browser] = await Promise.all([
    HubProcess.start({ forecasts: true, hallFile: withPrinters(printer), startsAt: '10:00' }),
    launchBrowser(),
  ]);
  await hub.command('1001', { type: 'sign-in', counter: 1 });
  await hub.command('1001', { type: 'open-counter', counter: 1 });
  for (let ticket = 0; ticket < AHEAD; ticket += 1) await hub.command('2001', { type: 'issue-ticket', service: 'A' });
});

afterAll(async () => {
  await browser.close();
  await hub.close();
  await printer.stop();
});

/** `8–14` of whatever stands there. */
async function figures(page: Page, where: string): Promise<string> {
  const text = (await page.locator(where).first().textContent()) ?? '';
  return /\d+–\d+/.exec(text)?.[0] ?? text.trim();
}

const TILE = '.tile:has-text("缴费") [data-wait]';
const LINE = '.queues tr:has-text("缴费") [data-wait]';
const waitIs = (page: Page, where: string, why: string) =>
  page
    .locator(where)
    .and(page.locator(`[data-wait="${why}"]`))
    .waitFor();

/** Every wait that the wall tells from now on, the present one first; as `figures` has it. */
async function toldFrom(wall: Page): Promise<() => Promise<readonly string[]>> {
  await wall.evaluate(() => {
    const told: string[] = [];
    Object.assign(window, { told });
    const look = (): void => {
      for (const row of document.querySelectorAll('.queues tr')) {
        const text = /\d+–\d+/.exec(row.querySelector('[data-wait]')?.textContent ?? '')?.[0];
        if (text !== undefined && row.textContent?.includes('缴费') === true && told.at(-1) !== text) told.push(text);
      }
    };
    look();
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  return () => wall.evaluate(() => (window as unknown as { readonly told: string[] }).told);
}

describe('one wait, wherever it is told', () => {
  it('[F130, F131, F133, F134, F142] on tile, wall, number page and paper, in both languages; then why there is none', async () => {
    const [kiosk, wall] = await Promise.all([
      openPage(browser, `${hub.url}/kiosk`, TOTEM),
      openPage(browser, `${hub.url}/display/wall`, FULL_HD),
    ]);
    await Promise.all([waitIs(kiosk.page, TILE, 'known'), waitIs(wall.page, LINE, 'known')]);
    await until(
      kiosk.page,
      async () => (await figures(kiosk.page, TILE)) === (await figures(wall.page, LINE)),
      'tile and wall to say the same',
    );
    expect(await figures(wall.page, LINE)).toMatch(/^\d+–\d+$/);
    await Promise.all([picture(kiosk.page, 'waits-kiosk-zh'), picture(wall.page, 'waits-wall')]);
    expect([await axeViolations(kiosk.page), await axeViolations(wall.page)]).toEqual([[], []]);

    await kiosk.page.locator('.tile:enabled', { hasText: '缴费' }).click();
    await kiosk.page.getByText('十位客户中约九位不会等更久。').waitFor();
    await kiosk.page.getByRole('button', { name: 'English' }).click();
    await kiosk.page.getByText('Nine of ten customers wait no longer.').waitFor();
    await humanPause(kiosk.page);
    // The next forecast may come between the look and the touch: then it stands on the wall, too.
    const told = await toldFrom(wall.page);
    await kiosk.page.locator('main [data-wait=known]').first().waitFor();
    await kiosk.page.getByRole('button', { name: 'Take a ticket' }).click();
    await kiosk.page.getByText('Please take your ticket').waitFor();
    const issued = (await hub.events('3001')).filter((event) => event.type === 'ticket-issued').at(-1);
    const journalled = rangeFigures(must(issued?.quote, 'a ticket that is told a wait is quoted it'));
    await until(wall.page, async () => (await told()).includes(journalled), 'the quoted wait on the wall');
    expect(await figures(kiosk.page, '.quote')).toBe(journalled);
    await kiosk.page.getByText(`Expected wait ${journalled} min`).waitFor();
    await kiosk.page.getByRole('button', { name: '中文' }).click();
    await kiosk.page.getByText(`预计等候 ${journalled} 分钟`).waitFor();
    await picture(kiosk.page, 'waits-number-zh');
    // The greeter's tickets were printed, too.
    const paper = (await printer.printed(AHEAD + 1)).at(-1);
    const words = paperText(must(paper, 'a paper')).replace(/\s+/g, ' ');
    const onPaper = journalled.replace('–', '-');
    for (const each of ['预计等候 Expected wait', `${onPaper} 分钟 min`, '九成客户不会更久']) expect(words).toContain(each);

    await humanPause(kiosk.page);
    await kiosk.page.getByRole('button', { name: '完成' }).click();
    await hub.command('1001', { type: 'close-counter', counter: 1 });
    await Promise.all([waitIs(kiosk.page, TILE, 'no-open-counter'), waitIs(wall.page, LINE, 'no-open-counter')]);
    expect(await kiosk.page.locator(TILE).textContent()).toMatch(/预计等候 — +暂无柜台办理/);
    expect(await wall.page.locator(LINE).textContent()).toMatch(/暂无柜台办理 No counter open/);
    await hub.command('1001', { type: 'open-counter', counter: 1 });
    await Promise.all([waitIs(kiosk.page, TILE, 'known'), waitIs(wall.page, LINE, 'known')]);
    // A pause whose end nobody has said is no promise either.
    await hub.command('1001', { type: 'pause-counter', counter: 1, reason: 'meal' });
    await Promise.all([waitIs(kiosk.page, TILE, 'no-open-counter'), waitIs(wall.page, LINE, 'no-open-counter')]);
    await hub.command('1001', { type: 'resume-counter', counter: 1 });
    await Promise.all([waitIs(kiosk.page, TILE, 'known'), waitIs(wall.page, LINE, 'known')]);
    expect([...kiosk.complaints, ...wall.complaints]).toEqual([]);

    await hub.kill();
    // The kiosk goes on by itself, and knows neither how many wait nor how long it takes.
    await Promise.all([
      kiosk.page.locator('.tile', { hasText: '缴费' }).getByText('等候人数暂不可知').waitFor(),
      waitIs(wall.page, LINE, 'stale'),
    ]);
    expect(await wall.page.locator(LINE).textContent()).toBe('—');
    for (const { context } of [kiosk, wall]) await context.close();
  });
});
