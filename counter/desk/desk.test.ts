import { describe, expect, it } from 'vitest';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { PlayedHall, teller } from '../../test/support/played-hall.ts';
import { StaffedHall } from '../../test/support/staffed-hall.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import { CommandSender, REST_MS } from '../commands/command-sender.svelte.ts';
import { DESK_ACTIONS } from '../keys/desk-keys.ts';
import { Desk, DESK_PLACE } from './desk.svelte.ts';

/** A browser of the teller at counter 1. */
function browserAt(played: PlayedHall) {
  const line = new StaffedHall(teller(1), played);
  const time = new VirtualTime();
  const hall = new LiveHall(line);
  const sender = new CommandSender({ hall, timers: time });
  return { line, time, sender, desk: new Desk({ hall, sender, counter: 1 }) };
}

function openDesk(changes: Partial<HallConfiguration> = {}) {
  const played = new PlayedHall(changes).staff(1);
  return { played, ...browserAt(played) };
}

describe('desk', () => {
  it('[S6] sends the ticket that it shows, or null', async () => {
    const { played, line, time, desk } = openDesk();
    const first = played.issue('A');
    const second = played.issue('A');
    await desk.next();
    time.advance(REST_MS);
    await desk.next();
    expect(line.sent).toEqual([
      { type: 'call-next', counter: 1, atHand: null },
      { type: 'call-next', counter: 1, atHand: first },
    ]);
    expect(desk.view?.atHand?.ticket).toBe(second);
  });

  it('[S8] takes one customer on a double click, however fast the hub answers', async () => {
    const { played, line, desk } = openDesk();
    played.issue('A');
    played.issue('A');
    desk.act('next');
    desk.act('next');
    await Promise.resolve();
    await Promise.resolve();
    desk.act('next');
    expect(line.sent).toHaveLength(1);
    expect(desk.view?.atHand?.number).toBe('A001');
    expect(desk.view?.waiting).toBe(1);
  });

  it('[S9] of two browsers that press next on the same customer one takes, the other is told', async () => {
    const { played, desk: left } = openDesk();
    const { desk: right, line, sender } = browserAt(played);
    played.issue('A');
    played.issue('A');
    played.issue('A');
    played.next(1);
    line.slow = true;
    const slow = right.next();
    await left.next();
    await line.answerHeld();
    await slow;
    expect(played.state.tickets.get(left.view?.atHand?.ticket ?? '')?.number).toBe('A002');
    expect(sender.noticeAt(DESK_PLACE)?.what).toMatchObject({ refusal: { kind: 'counter-moved-on', number: 'A002' } });
    expect(right.view?.atHand?.number).toBe('A002');
    expect(right.view?.waiting).toBe(1);
  });

  it('[S15] offers what fits the state of the counter', () => {
    const { played, desk } = openDesk();
    const offered = () => DESK_ACTIONS.filter((action) => desk.can(action));
    const always = ['help', 'pause', 'close', 'auto-call', 'find'];
    expect(offered()).toEqual(['next', 'choose', 'without-ticket', 'help', 'pause', 'close', 'auto-call', 'find', 'sign-out']);
    played.issue('A');
    played.next(1);
    expect(offered()).toEqual(['next', 'recall', 'no-show', 'start', 'finish', 'hold', 'transfer', 'undo', ...always]);
    played.done({ type: 'start-service', counter: 1 }, teller(1));
    expect(offered()).toEqual(['next', 'finish', 'hold', 'transfer', 'help', 'pause', 'close', 'auto-call', 'find']);
    played.done({ type: 'pause-counter', counter: 1, reason: 'meal' }, teller(1));
    expect(offered()).toEqual(['next', 'finish', 'hold', 'transfer', 'help', 'resume', 'close', 'auto-call', 'find']);
    played.done({ type: 'finish-service', counter: 1 }, teller(1));
    expect(offered()).toEqual(['undo', 'help', 'resume', 'close', 'auto-call', 'find', 'sign-out']);
    played.done({ type: 'close-counter', counter: 1 }, teller(1));
    expect(offered()).toEqual(['help', 'open', 'auto-call', 'find', 'sign-out']);
  });

  it('[S15] runs every command of a counter through its actions', async () => {
    const { played, line, time, desk } = openDesk();
    played.issue('A');
    for (const action of ['next', 'recall', 'start', 'finish', 'close', 'open'] as const) {
      expect(desk.can(action), action).toBe(true);
      desk.act(action);
      await Promise.resolve();
      time.advance(REST_MS);
    }
    played.issue('A');
    played.next(1);
    desk.act('no-show');
    expect(line.sent.map((each) => each.type)).toEqual([
      'call-next',
      'recall',
      'start-service',
      'finish-service',
      'close-counter',
      'open-counter',
      'mark-no-show',
    ]);
    expect(desk.view?.sign.mode).toBe('idle');
  });

  it('[S16] next with delivered services noted finishes with them, then calls', async () => {
    const { played, line, desk } = openDesk();
    const first = played.issue('A');
    const second = played.issue('A');
    played.next(1);
    desk.details.add(first, 'A', 1);
    desk.details.add(first, 'B', 1);
    desk.details.add(first, 'B', 1);
    desk.details.toggleOutcome(first, 'done');
    await desk.next();
    expect(line.sent).toEqual([
      { type: 'finish-service', counter: 1, delivered: ['A', 'B', 'B'], outcome: 'done' },
      { type: 'call-next', counter: 1, atHand: null },
    ]);
    expect(desk.view?.atHand?.ticket).toBe(second);
  });

  it('[S16] next with a planned pause only finishes', async () => {
    const { played, line, desk } = openDesk();
    const first = played.issue('A');
    played.issue('A');
    played.next(1);
    played.done({ type: 'pause-counter', counter: 1, reason: 'meal' }, teller(1));
    desk.details.add(first, 'A', 1);
    await desk.next();
    expect(line.sent.map((each) => each.type)).toEqual(['finish-service']);
    expect(desk.view?.sign.mode).toBe('paused');
  });

  it('[S16] next does not call when the finish was refused', async () => {
    const { played, line, desk } = openDesk();
    const first = played.issue('A');
    played.next(1);
    desk.details.add(first, 'gone', 1);
    await desk.next();
    expect(line.sent.map((each) => each.type)).toEqual(['finish-service']);
    expect(desk.view?.atHand?.ticket).toBe(first);
  });

  it('[S18] shows a pause with a customer at hand as planned, and resume drops it', async () => {
    const { played, desk } = openDesk();
    played.issue('A');
    played.next(1);
    desk.act('pause');
    expect(desk.dialog).toEqual({ is: 'pause' });
    await desk.pause('meal');
    expect(desk.dialog).toBeNull();
    expect(desk.view?.sign).toMatchObject({ mode: 'calling', planned: 'paused', reason: 'meal' });
    desk.act('resume');
    expect(desk.view?.sign.planned).toBeNull();
  });

  it('[S14] knows why the customer at hand was called, and forgets it with that customer', async () => {
    const { played, desk } = openDesk();
    played.issue('A');
    await desk.next();
    expect(desk.reason).toMatchObject({ rule: 'aging' });
    await desk.finish();
    expect(desk.reason).toBeNull();
    const chosen = played.issue('B');
    await desk.callChosen(chosen, 'frail');
    expect(desk.reason).toMatchObject({ rule: 'chosen', why: 'frail' });
  });

  it('[S20] serves a customer without a ticket, whose number is none', async () => {
    const { line, desk } = openDesk();
    desk.act('without-ticket');
    expect(desk.dialog).toEqual({ is: 'without-ticket' });
    await desk.serveWithoutTicket('B');
    expect(line.sent).toEqual([{ type: 'serve-without-ticket', counter: 1, service: 'B' }]);
    expect(desk.view?.atHand).toMatchObject({ number: null, service: 'B', status: 'serving' });
  });

  it('[S21] lists who comes next in the order in which it then calls them', async () => {
    const { played, time, desk } = openDesk();
    played.issue('A');
    played.wait(60_000).issue('B', 'vip');
    played.wait(120_000).issue('A');
    const promised = desk.view?.upNext.map((each) => each.number);
    const called: (string | null | undefined)[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      await desk.next();
      time.advance(REST_MS);
      called.push(desk.view?.atHand?.number);
    }
    expect(called).toEqual(promised);
  });

  it('[S7] shows which button waits for the hub', async () => {
    const { played, line, desk } = openDesk();
    played.issue('A');
    line.slow = true;
    const asked = desk.next();
    expect([desk.isBusy, desk.isPending('next'), desk.isPending('close'), desk.can('close')]).toEqual([true, true, false, false]);
    await line.answerHeld();
    await asked;
    expect(desk.isBusy).toBe(false);
  });

  it('[S7] opens a dialog for a quick hand, and sends its answer right behind the command under way', async () => {
    const { line, desk } = openDesk();
    line.slow = true;
    const asked = desk.next();
    desk.act('pause');
    expect(desk.dialog).toEqual({ is: 'pause' });
    const pausing = desk.pause('meal');
    expect([desk.dialog, line.sent.length]).toEqual([null, 1]);
    line.slow = false;
    await line.answerHeld();
    await Promise.all([asked, pausing]);
    expect(line.sent.map((each) => each.type)).toEqual(['call-next', 'pause-counter']);
    expect(desk.view?.sign.mode).toBe('paused');
  });

  it('[S5] leaving the counter asks first and signs out', async () => {
    const { played, desk } = openDesk();
    desk.act('sign-out');
    expect(desk.dialog).toEqual({ is: 'sign-out' });
    await desk.signOut();
    expect(played.state.counters.get(1)?.signIn).toBeNull();
  });
});
