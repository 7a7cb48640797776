import { describe, expect, it } from 'vitest';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { GREETER, MANAGER, MINUTE, PlayedHall, teller } from '../../test/support/played-hall.ts';
import { StaffedHall } from '../../test/support/staffed-hall.ts';
import { testConfiguration } from '../../test/support/test-configuration.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import { CommandSender, REST_MS } from '../commands/command-sender.svelte.ts';
import { Desk, DESK_PLACE } from './desk.svelte.ts';
import { HOLD_CHOICES } from './hold-choices.ts';
import { TransferChoice } from './transfer-choice.svelte.ts';

function deskAt(counter: number, changes: Partial<HallConfiguration> = {}, played = new PlayedHall(changes)) {
  if (played.state.counters.get(counter)?.signIn === null) played.staff(counter);
  const line = new StaffedHall(teller(counter), played);
  const time = new VirtualTime();
  const hall = new LiveHall(line);
  const sender = new CommandSender({ hall, timers: time });
  return { played, line, time, hall, sender, desk: new Desk({ hall, sender, counter }) };
}

/** A desk with a customer who is being served. */
function serving(changes: Partial<HallConfiguration> = {}) {
  const all = deskAt(1, changes);
  const ticket = all.played.issue('A');
  all.played.serve(1);
  return { ...all, ticket };
}

const [SERVICE_A, SERVICE_B] = testConfiguration().services;
const TWO_STEPS = { services: [{ ...SERVICE_A!, nextStep: 'B' }, SERVICE_B!] };

describe('the desk of the whole floor', () => {
  it('[S40] holds in three kinds, later in four times, and is free then', async () => {
    expect(HOLD_CHOICES.map(({ kind, minutes }) => [kind, minutes])).toEqual([
      ['any-counter', null],
      ['this-counter', null],
      ['later', 5],
      ['later', 10],
      ['later', 15],
      ['later', 30],
    ]);
    const { played, line, desk, ticket } = serving();
    desk.act('hold');
    expect(desk.dialog).toEqual({ is: 'hold' });
    await desk.hold('later', 10);
    expect(line.sent).toEqual([{ type: 'hold-ticket', counter: 1, kind: 'later', until: played.now + 10 * MINUTE }]);
    expect([desk.dialog, desk.view?.sign.mode]).toEqual([null, 'idle']);
    expect(played.state.tickets.get(ticket)?.status).toMatchObject({ is: 'held', kind: 'later' });
    await desk.resumeHeld(ticket);
    expect(desk.view?.atHand?.ticket).toBe(ticket);
  });

  it('[S41] transfers to a service, a counter or a person, with what was done so far', async () => {
    const { played, line, hall, desk, ticket } = serving();
    played.staff(2);
    desk.details.add(ticket, 'A', 1);
    const choice = new TransferChoice({ hall, desk });
    expect([choice.isComplete, choice.counters.map(({ setup }) => setup.id), choice.tellers]).toEqual([false, [2], ['1002']]);
    choice.chooseService('A');
    expect(choice.isComplete).toBe(false);
    choice.chooseService('B');
    expect([choice.isComplete, choice.to]).toEqual([true, { service: 'B' }]);
    choice.choosePlace({ is: 'teller', teller: '1002' });
    expect(choice.to).toEqual({ service: 'B', toTeller: '1002' });
    choice.chooseService(null);
    choice.choosePlace({ is: 'counter', counter: 2 });
    expect([choice.isComplete, choice.to]).toEqual([true, { toCounter: 2 }]);
    await desk.transfer(choice.to);
    expect(line.sent).toEqual([{ type: 'transfer-ticket', counter: 1, toCounter: 2, delivered: ['A'] }]);
    expect(played.state.tickets.get(ticket)).toMatchObject({ number: 'A001', status: { is: 'waiting', to: { counter: 2 } } });
  });

  it('[S41] sends to the reception room with one key, where the hall has one', async () => {
    expect(serving().desk.can('reception')).toBe(false);
    const { played, line, desk } = serving({ receptionRoom: 3 });
    expect([desk.fits('reception'), desk.situation?.reception]).toEqual([false, { counter: 3, isStaffed: false }]);
    played.staff(3);
    desk.act('reception');
    await Promise.resolve();
    expect(line.sent).toEqual([{ type: 'transfer-ticket', counter: 1, toCounter: 3 }]);
    expect(deskAt(3, { receptionRoom: 3 }).desk.situation?.reception).toBeNull();
  });

  it('[S42] says what undo would take back and until when, and takes it back', async () => {
    const { played, desk, time } = deskAt(1);
    expect([desk.can('undo'), desk.situation?.undo]).toEqual([false, null]);
    played.issue('A');
    await desk.next();
    expect(desk.situation?.undo).toMatchObject({ action: 'call', number: 'A001', until: played.now + 30_000 });
    time.advance(REST_MS);
    desk.act('undo');
    await Promise.resolve();
    expect([desk.view?.sign.mode, desk.view?.waiting]).toEqual(['idle', 1]);
    await desk.next();
    played.wait(30_001);
    expect(desk.can('undo')).toBe(false);
  });

  it('[S43] asks manager or guard for help, and shows who comes', async () => {
    const { played, desk, line } = deskAt(1);
    desk.act('help');
    expect(desk.dialog).toEqual({ is: 'help' });
    await desk.askHelp('guard', '  loud  ');
    expect(line.sent).toEqual([{ type: 'request-help', counter: 1, from: 'guard', words: 'loud' }]);
    expect(desk.situation?.help).toMatchObject({ kind: 'help', from: 'guard', about: 'loud', acknowledged: null });
    const [alert] = played.state.alerts.keys();
    played.wait(MINUTE).done({ type: 'acknowledge-alert', alert: alert! }, MANAGER);
    expect(desk.situation?.help?.acknowledged).toEqual({ by: '3001', at: played.now });
    played.wait(10 * MINUTE + 1);
    expect(desk.situation?.help).toBeNull();
  });

  it('[S44] tells the manager once of a pause that was refused below the minimum', async () => {
    const minimumOpen = [{ service: 'A', counters: 1, from: '00:00', to: '24:00' }];
    const { line, sender, desk } = deskAt(1, { minimumOpen });
    await desk.pause('meal');
    expect(line.sent).toEqual([
      { type: 'pause-counter', counter: 1, reason: 'meal' },
      { type: 'request-help', counter: 1, from: 'manager', about: 'pause', words: 'meal' },
    ]);
    expect(sender.noticeAt(DESK_PLACE)?.what).toMatchObject({ refusal: { kind: 'below-minimum' } });
    expect(desk.situation?.help).toMatchObject({ kind: 'pause-refused', about: 'meal', acknowledged: null });
    await desk.pause('meal');
    expect(line.sent.map(({ type }) => type)).toEqual(['pause-counter', 'request-help', 'pause-counter']);
  });

  it('[S44] asks for nothing when a pause was refused for something else', async () => {
    const { played, line, desk } = deskAt(1);
    played.done({ type: 'pause-counter', counter: 1, reason: 'meal' }, teller(1));
    await desk.pause('meal');
    expect(line.sent.map(({ type }) => type)).toEqual(['pause-counter']);
  });

  it('[S48] ends a visit although a service follows, and says which follow', async () => {
    expect(serving().desk.fits('visit-ends')).toBe(false);
    const { played, line, desk, ticket } = serving(TWO_STEPS);
    expect(desk.situation?.steps).toEqual(['B']);
    desk.act('visit-ends');
    await Promise.resolve();
    expect(line.sent).toEqual([{ type: 'finish-service', counter: 1, visitEnds: true }]);
    expect(played.state.tickets.get(ticket)?.status).toMatchObject({ is: 'ended', ending: 'done' });
  });

  it('[S49] switches auto-call on and off', async () => {
    const { line, desk } = deskAt(1);
    await desk.toggleAutoCall();
    expect(desk.view?.sign.autoCall).toBe(true);
    await desk.toggleAutoCall();
    expect(line.sent).toEqual([
      { type: 'set-auto-call', counter: 1, on: true },
      { type: 'set-auto-call', counter: 1, on: false },
    ]);
  });

  it('[S50] knows for what it is dedicated now, and the next break of its teller', () => {
    const { played, desk } = deskAt(1);
    const until = played.now + 60 * MINUTE;
    played.done({ type: 'serve-only', counter: 1, services: ['B'], until }, MANAGER);
    expect(desk.view?.sign.only).toEqual({ services: ['B'], until });
    const from = played.now + 90 * MINUTE;
    played.done({ type: 'plan-break', teller: '1001', from, minutes: 30, reason: 'meal' }, MANAGER);
    played.done({ type: 'plan-break', teller: '1002', from, minutes: 30, reason: 'meal' }, MANAGER);
    played.done({ type: 'plan-break', teller: '1001', from: from + 24 * 60 * MINUTE, minutes: 30, reason: 'meal' }, MANAGER);
    expect(desk.situation?.breaks).toMatchObject([{ teller: '1001', from, minutes: 30, reason: 'meal' }]);
  });

  it('[S40] keeps what was noted for a customer on hold', async () => {
    const { desk, ticket, time, line } = serving();
    desk.details.add(ticket, 'B', 1);
    await desk.hold('this-counter');
    await desk.resumeHeld(ticket);
    time.advance(REST_MS);
    await desk.finish();
    expect(line.sent.at(-1)).toEqual({ type: 'finish-service', counter: 1, delivered: ['B'] });
  });

  it('[S46] shows checked documents of the customer at hand', () => {
    const { played, desk, ticket } = serving();
    const waiting = played.issue('A');
    played.done({ type: 'check-documents', ticket: waiting }, GREETER);
    expect(desk.view?.atHand).toMatchObject({ ticket, documentsChecked: false });
    played.next(1);
    expect(desk.view?.atHand).toMatchObject({ ticket: waiting, documentsChecked: true });
  });
});
