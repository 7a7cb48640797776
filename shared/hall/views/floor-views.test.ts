import { describe, expect, it } from 'vitest';
import { MANAGER, MINUTE, PlayedHall, SYSTEM, teller } from '../../../test/support/played-hall.ts';
import { testConfiguration } from '../../../test/support/test-configuration.ts';
import { handMadeForecast, knownWait } from '../../../test/support/told-waits.ts';
import type { HallConfiguration, ServiceSetup } from '../configuration.ts';
import { fromSnapshot, toSnapshot } from '../snapshot.ts';
import { counterSigns } from './counter-signs.ts';
import { deskView } from './desk-view.ts';
import { kioskServices } from './kiosk-services.ts';
import { plannedBreaks } from './planned-breaks.ts';
import { serviceQueues } from './service-queues.ts';

const HOUR = 60 * MINUTE;
const text = (words: string) => ({ zh: words, en: words });

/** The test's hall, its service A being changed. */
function withA(changes: Partial<ServiceSetup>): Partial<HallConfiguration> {
  const [a, ...others] = testConfiguration().services;
  return { services: [{ ...a!, ...changes }, ...others] };
}

const tile = (hall: PlayedHall) => kioskServices(hall.state, hall.now)[0]!;

describe('the kiosk’s tiles', () => {
  it('[T164] tell that a service is stopped, and why, in the hall’s words or in the manager’s own', () => {
    const hall = new PlayedHall({ stopReasons: [{ id: 'system', text: text('no connection to the bank') }] });
    hall.done({ type: 'stop-service', service: 'A', reason: 'system' }, MANAGER);
    hall.done({ type: 'stop-service', service: 'B', reason: 'no forms left' }, MANAGER);
    expect(kioskServices(hall.state, hall.now)).toMatchObject([
      { offer: 'stopped', stopReason: text('no connection to the bank') },
      { offer: 'stopped', stopReason: text('no forms left') },
    ]);
    hall.done({ type: 'resume-service', service: 'A' }, MANAGER);
    expect(tile(hall)).toMatchObject({ offer: 'open', stopReason: null });
  });

  it('[T165] name another channel once so many wait, and always when no ticket is given', () => {
    const channel = text('the machine in the lobby does it too');
    const hall = new PlayedHall(withA({ otherChannel: { text: channel, fromWaiting: 2 } }));
    hall.issue('A');
    expect(tile(hall).otherChannel).toBeNull();
    hall.issue('A');
    expect(tile(hall).otherChannel).toEqual(channel);
    const stopped = new PlayedHall(withA({ otherChannel: { text: channel, fromWaiting: 2 } }));
    stopped.done({ type: 'stop-service', service: 'A', reason: 'system' }, MANAGER);
    expect(tile(stopped).otherChannel).toEqual(channel);
    expect(tile(new PlayedHall(withA({ otherChannel: { text: channel, fromWaiting: 0 } }))).otherChannel).toEqual(channel);
  });

  it('[F132] name another channel once the wait may last so long by the range that is told, and not while it is not known', () => {
    const channel = text('the machine in the lobby does it too');
    const hall = new PlayedHall(withA({ otherChannel: { text: channel, fromWaiting: 2, fromMinutes: 15 } }));
    const vips = [{ class: 'vip', newcomer: { is: 'unknown', why: 'too-far' } as const }];
    const toldUpTo = (minutes: number, classId?: string) => {
      const forecast = handMadeForecast({ A: knownWait(0, minutes) }, vips);
      return kioskServices(hall.state, hall.now, { forecast, classId })[0]!.otherChannel;
    };
    expect([toldUpTo(14.9), toldUpTo(15), toldUpTo(15, 'vip'), tile(hall).otherChannel]).toEqual([null, channel, null, null]);
    hall.issue('A');
    hall.issue('A');
    expect([toldUpTo(1), tile(hall).otherChannel]).toEqual([channel, channel]);
    expect(tile(new PlayedHall(withA({ otherChannel: { text: channel } }))).otherChannel).toEqual(channel);
    expect(tile(new PlayedHall(withA({ otherChannel: { text: channel, fromMinutes: 1 } }))).otherChannel).toBeNull();
  });

  it('[F130] tell the wait of the class that was chosen, and nothing of a service without tickets', () => {
    const hall = new PlayedHall();
    const vips = [{ class: 'vip', newcomer: knownWait(0, 2) }];
    const forecast = handMadeForecast({ A: knownWait(0, 9), B: knownWait(0, 9) }, vips);
    hall.done({ type: 'stop-service', service: 'B', reason: 'system' }, MANAGER);
    const waits = (classId?: string) => kioskServices(hall.state, hall.now, { forecast, classId }).map((each) => each.wait);
    expect(waits()).toEqual([knownWait(0, 9), { is: 'unknown', why: 'not-issuing' }]);
    expect(waits('vip')[0]).toEqual(knownWait(0, 2));
    expect(tile(hall).wait).toEqual({ is: 'unknown', why: 'stale' });
  });

  it('[T166] end before the service’s own hours do, where the hall has a last ticket time', () => {
    const endOfDay = { lastTicketMinutes: 30, waiting: 'unserved' } as const;
    const hours = { sun: [{ from: '08:00', to: '11:00' }] };
    const hall = new PlayedHall({ ...withA({ hours }), endOfDay });
    const offerAfter = (minutes: number) => kioskServices(hall.state, hall.now + minutes * MINUTE).map(({ offer }) => offer);
    expect(offerAfter(89)).toEqual(['open', 'open']);
    expect(offerAfter(90)).toEqual(['outside-hours', 'open']);
    // B is open day and night: there is no closing to stop before.
    expect(offerAfter(15 * 60 - 1)).toEqual(['outside-hours', 'open']);
    expect(hall.wait(90 * MINUTE).refused({ type: 'issue-ticket', service: 'A' }, MANAGER)).toBe('service-closed');
  });
});

describe('the floor’s views', () => {
  it('[T167] count those who wait for one counter or person besides the line, and know the longest wait of both', () => {
    const hall = new PlayedHall().staff(1, 2);
    hall.issue('A');
    hall.next(1);
    hall.wait(MINUTE).done({ type: 'transfer-ticket', counter: 1, toCounter: 2 }, teller(1));
    const since = hall.now;
    hall.wait(MINUTE).issue('A');
    expect(serviceQueues(hall.state)[0]).toMatchObject({ waiting: 1, addressed: 1, oldestAt: since });
  });

  it('[T167] do not take who was sent on a moment ago, and is first in line, for the longest wait', () => {
    const hall = new PlayedHall().staff(1, 3);
    hall.issue('B');
    hall.wait(MINUTE).next(3);
    const since = hall.wait(MINUTE).now;
    hall.issue('A');
    hall.wait(20 * MINUTE).done({ type: 'transfer-ticket', counter: 3, service: 'A' }, teller(3));
    for (const state of [hall.state, fromSnapshot(toSnapshot(hall.state))]) {
      expect(serviceQueues(state)[0]).toMatchObject({ waiting: 2, oldestAt: since });
      expect(deskView(state, 1, hall.now)).toMatchObject({ waiting: 2, oldestAt: since });
    }
  });

  it('[T168] show when a counter became idle, whether it calls by itself and what it serves for now', () => {
    const hall = new PlayedHall().staff(1);
    hall.issue('A');
    hall.next(1);
    hall.wait(MINUTE).done({ type: 'finish-service', counter: 1 }, teller(1));
    expect(counterSigns(hall.state)[0]).toMatchObject({ mode: 'idle', since: hall.now, only: null, autoCall: false });
  });

  it('[T169] list planned breaks, the earliest first, with the place where they would begin', () => {
    const hall = new PlayedHall().staff(2);
    const from = hall.now;
    const plan = (said: { teller: string; from: number }) =>
      hall.answer({ type: 'plan-break', minutes: 30, reason: 'meal', ...said }, MANAGER).break!;
    const later = plan({ teller: '1009', from: from + HOUR });
    const first = plan({ teller: '1002', from });
    hall.done({ type: 'carry-out-due' }, SYSTEM);
    const until = from + 30 * MINUTE;
    expect(plannedBreaks(hall.state)).toEqual([
      { break: first, teller: '1002', from, until, reason: 'meal', counter: 2, isOver: true },
      { break: later, teller: '1009', from: from + HOUR, until: until + HOUR, reason: 'meal', counter: null, isOver: false },
    ]);
  });
});
