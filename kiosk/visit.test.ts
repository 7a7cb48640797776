import { describe, expect, it } from 'vitest';
import { failed, ok } from '../shared/lib/result.ts';
import { minutesRange } from '../test/support/told-waits.ts';
import { PRINTER, TouchedGlass as Glass } from '../test/support/touched-glass.ts';
import { ASK_MS } from './idle-watch.svelte.ts';
import { SETTLE_MS } from './settle.ts';
import { IDLE_MS, SLOW_MS, TICKET_SHOWN_MS, UNPRINTED_SHOWN_MS } from './visit.svelte.ts';

describe('one customer at the kiosk', () => {
  it('[K5] gets one ticket, however often and fast the tile is touched', async () => {
    const glass = new Glass();
    for (let touch = 0; touch < 5; touch += 1) glass.visit.choose(glass.service('A'));
    expect(glass.sent).toHaveLength(1);
    await glass.answer();
    expect(glass.visit.page).toMatchObject({ is: 'ticket', number: 'A001', ahead: 2 });
    glass.visit.leave();
    glass.visit.choose(glass.service('A'));
    expect(glass.visit.page.is).toBe('ticket');
    expect(glass.sent).toHaveLength(1);
  });

  it('[K5] who touches twice is not taken through the page that came between', () => {
    const glass = new Glass();
    glass.touch(() => glass.visit.choose(glass.service('B')));
    glass.time.advance(SETTLE_MS - 1);
    glass.visit.confirm();
    expect(glass.sent).toHaveLength(0);
    glass.time.advance(1);
    glass.visit.confirm();
    glass.visit.confirm();
    expect(glass.sent).toHaveLength(1);
  });

  it('[F131] is shown the wait that was journalled with the ticket, and none where none was', async () => {
    const glass = new Glass();
    glass.touch(() => glass.visit.choose(glass.service('A')));
    await glass.answer(ok({ version: 9, result: { ticket: 't', number: 'A001', ahead: 2, quote: minutesRange(8, 14) } }));
    expect(glass.visit.page).toMatchObject({ is: 'ticket', quote: minutesRange(8, 14) });
    glass.touch(() => glass.visit.leave());
    glass.touch(() => glass.visit.choose(glass.service('A')));
    await glass.answer();
    expect(glass.visit.page).toMatchObject({ is: 'ticket', quote: null });
  });

  it('[F130] who declares a priority is told the wait of that class', () => {
    const { visit } = new Glass();
    expect(visit.classId).toBeUndefined();
    visit.declareOrChoose();
    expect(visit.classId).toBe('priority');
  });

  it('[K4] sees the documents before the ticket is taken', () => {
    const glass = new Glass();
    glass.touch(() => glass.visit.choose(glass.service('B')));
    expect(glass.visit.page).toMatchObject({ is: 'documents', service: { id: 'B' } });
    expect(glass.sent).toHaveLength(0);
    glass.touch(() => glass.visit.leave());
    expect(glass.visit.page.is).toBe('services');
  });

  it('[K3] who declares priority gets the class, the next one does not', async () => {
    const glass = new Glass();
    expect(glass.visit.needs).toHaveLength(1);
    glass.touch(() => glass.visit.declareOrChoose());
    glass.touch(() => glass.visit.choose(glass.service('A')));
    await glass.answer();
    glass.touch(() => glass.visit.leave());
    glass.touch(() => glass.visit.choose(glass.service('A')));
    expect(glass.sent).toEqual([
      { type: 'issue-ticket', service: 'A', class: 'priority' },
      { type: 'issue-ticket', service: 'A' },
    ]);
    expect(new Glass({ classes: [{ id: 'standard', name: { zh: '普通', en: 'Standard' } }] }).visit.needs).toEqual([]);
  });

  it('[K7] prints on the printer of the kiosk where it has one', () => {
    const glass = new Glass({ printers: [PRINTER] });
    glass.hall.welcome = { device: { printer: 'front' } };
    glass.touch(() => glass.visit.choose(glass.service('A')));
    expect(glass.sent).toEqual([{ type: 'issue-ticket', service: 'A', printer: 'front' }]);
  });

  it('[K6] gets nothing while the kiosk is not live or the hub cannot write', () => {
    const glass = new Glass();
    glass.hall.isLive = false;
    glass.touch(() => glass.visit.choose(glass.service('A')));
    glass.hall.isLive = true;
    glass.hall.readOnly = 'journal';
    glass.touch(() => glass.visit.choose(glass.service('A')));
    expect(glass.sent).toHaveLength(0);
    expect(glass.visit.canIssue).toBe(false);
  });

  it('[O20] is told no wait by its tiles while numbers are given out that were lent ahead, though the hall is heard', () => {
    const glass = new Glass();
    expect(glass.visit.knowsWaits).toBe(true);
    glass.source = 'lent';
    expect(glass.visit.knowsWaits).toBe(false);
    glass.source = 'hub';
    glass.hall.isLive = false;
    expect(glass.visit.knowsWaits).toBe(false);
  });

  it('[K2, K9, K100] leaves the first page to the next: Chinese, no priority, normal type, after asking', () => {
    const glass = new Glass();
    glass.language.choose('en');
    glass.visit.declareOrChoose();
    glass.glass.toggleBigType();
    const said = () => [glass.language.current, glass.visit.classId, glass.glass.bigType];
    glass.time.advance(IDLE_MS - 1);
    glass.visit.touched();
    glass.time.advance(IDLE_MS - 1);
    expect(glass.visit.idle.secondsLeft).toBeNull();
    glass.time.advance(1);
    expect(glass.visit.idle.secondsLeft).toBe(ASK_MS / 1_000);
    for (let times = 0; times < 12; times += 1) {
      glass.time.advance(ASK_MS - 1);
      glass.visit.touched();
      expect(glass.visit.idle.secondsLeft).toBe(1);
      glass.visit.idle.restart();
      expect(glass.visit.idle.secondsLeft).toBeNull();
      glass.time.advance(IDLE_MS);
    }
    expect(said()).toEqual(['en', 'priority', true]);
    glass.time.advance(ASK_MS);
    expect(said()).toEqual(['zh', undefined, false]);
    expect(glass.visit.isUntouched).toBe(true);
  });

  it('[K9] the ticket goes after a while, later where there is no paper', async () => {
    for (const [printers, shownMs] of [
      [[PRINTER], TICKET_SHOWN_MS],
      [[], UNPRINTED_SHOWN_MS],
    ] as const) {
      const glass = new Glass({ printers });
      glass.touch(() => glass.visit.choose(glass.service('A')));
      await glass.answer();
      glass.time.advance(shownMs - 1);
      expect(glass.visit.page.is).toBe('ticket');
      glass.time.advance(1);
      expect(glass.visit.page.is).toBe('services');
    }
  });

  it('[K8] a number without paper stays longer', async () => {
    const glass = new Glass({ printers: [PRINTER] });
    glass.touch(() => glass.visit.choose(glass.service('A')));
    await glass.answer();
    glass.paper = 'failed';
    glass.visit.keepNumber();
    glass.time.advance(UNPRINTED_SHOWN_MS - 1);
    expect(glass.visit.page.is).toBe('ticket');
  });

  it('[K13] is told when it takes long, and sees a late answer unless another customer has begun', async () => {
    const glass = new Glass();
    glass.touch(() => glass.visit.choose(glass.service('A')));
    glass.time.advance(SLOW_MS);
    expect(glass.visit.page).toMatchObject({ is: 'asking', slow: true });
    glass.visit.leave();
    expect(glass.visit.page.is).toBe('services');
    expect(glass.visit.canIssue).toBe(false);
    await glass.answer();
    expect(glass.visit.page).toMatchObject({ is: 'ticket', number: 'A001' });
  });

  it('[K9] leaves no timer behind when the screen is taken away', () => {
    const glass = new Glass();
    glass.visit.touched();
    glass.touch(() => glass.visit.choose(glass.service('A')));
    glass.visit.close();
    glass.visit.close();
    expect(glass.time.timersLeft).toBe(0);
  });

  it('[K16] who is refused is told, and finds the way back', async () => {
    const glass = new Glass();
    glass.touch(() => glass.visit.choose(glass.service('A')));
    await glass.answer(failed({ kind: 'service-closed', service: 'A' }));
    expect(glass.visit.page).toEqual({ is: 'refused', refusal: { kind: 'service-closed', service: 'A' } });
    glass.touch(() => glass.visit.leave());
    expect(glass.visit.page.is).toBe('services');
  });
});
