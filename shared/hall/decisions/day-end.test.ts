import { describe, expect, it } from 'vitest';
import { MANAGER, MINUTE, PlayedHall, SYSTEM, teller } from '../../../test/support/played-hall.ts';
import type { AlertRule } from '../configuration.ts';

const HOUR = 60 * MINUTE;
const SERVE_FIRST = { endOfDay: { lastTicketMinutes: 0, waiting: 'serve-first' } } as const;

describe('the end of the day', () => {
  it('[T160] waits for everybody who is waiting, called or served, where the hall serves them first', () => {
    const hall = new PlayedHall(SERVE_FIRST).staff(1, 2);
    hall.issue('A');
    hall.issue('A');
    hall.issue('A');
    hall.next(1);
    hall.done({ type: 'start-service', counter: 1 }, teller(1));
    hall.next(2);
    for (const [actor, leaveUnserved] of [
      [SYSTEM, undefined],
      [MANAGER, undefined],
      [MANAGER, false],
    ] as const) {
      expect(hall.try({ type: 'close-day', leaveUnserved }, actor)).toEqual({
        ok: false,
        error: { kind: 'people-waiting', waiting: 3 },
      });
    }
    hall.next(1);
    hall.done({ type: 'finish-service', counter: 1 }, teller(1));
    hall.done({ type: 'mark-no-show', counter: 2 }, teller(2));
    expect(hall.done({ type: 'close-day' }, SYSTEM)).toMatchObject([{ type: 'day-closed', unserved: 1 }]);
  });

  it('[T160] comes all the same when a manager leaves them unserved, and in a hall that does not wait', () => {
    for (const waiting of ['serve-first', 'unserved'] as const) {
      const hall = new PlayedHall({ endOfDay: { lastTicketMinutes: 0, waiting } });
      hall.issue('A');
      const command = { type: 'close-day', ...(waiting === 'serve-first' && { leaveUnserved: true }) } as const;
      expect(hall.done(command, MANAGER)).toMatchObject([{ type: 'day-closed', unserved: 1 }]);
    }
  });

  it('[T161] counts as unserved whose last wait nobody ended', () => {
    const hall = new PlayedHall(SERVE_FIRST).staff(1);
    hall.issue('A');
    hall.next(1);
    hall.done({ type: 'hold-ticket', counter: 1, kind: 'any-counter' }, teller(1));
    expect(hall.decide({ type: 'close-day' }, SYSTEM)).toMatchObject({ value: [{ unserved: 0 }] });
    hall.issue('A');
    hall.next(1);
    hall.done({ type: 'transfer-ticket', counter: 1, service: 'B' }, teller(1));
    expect(hall.decide({ type: 'close-day', leaveUnserved: true }, MANAGER)).toMatchObject({ value: [{ unserved: 1 }] });
  });

  it('[T162] ends what was said for the day: stops, restrictions, auto-call, breaks that have been', () => {
    const hall = new PlayedHall().staff(1);
    hall.done({ type: 'stop-service', service: 'B', reason: 'system' }, MANAGER);
    hall.done({ type: 'serve-only', counter: 1, services: ['A'] }, MANAGER);
    hall.done({ type: 'set-auto-call', counter: 1, on: true }, teller(1));
    hall.done({ type: 'plan-break', teller: '1001', from: hall.now + MINUTE, minutes: 30, reason: 'meal' }, MANAGER);
    hall.wait(HOUR).done({ type: 'close-day' }, MANAGER);
    expect(hall.state.counters.get(1)).toMatchObject({ only: null, autoCall: false });
    expect([hall.state.stopped.size, hall.state.breaks.size]).toEqual([0, 0]);
    hall.done({ type: 'open-day' }, MANAGER);
    hall.issue('B');
  });

  it('[T162] begins the turns of a ratio anew', () => {
    const turns = [
      { classes: ['vip'], calls: 2 },
      { classes: ['standard'], calls: 1 },
    ];
    const hall = new PlayedHall({ routing: { kind: 'ratio', turns, passedMax: null } }).staff(1);
    hall.issue('A', 'vip');
    hall.issue('A');
    hall.next(1);
    expect(hall.state.ratio).not.toEqual({ turn: 0, calls: 0 });
    hall.done({ type: 'close-day' }, MANAGER);
    expect(hall.state.ratio).toEqual({ turn: 0, calls: 0 });
  });

  it('[T162] leaves what has a time of its own: notices, breaks and appointments to come', () => {
    const hall = new PlayedHall();
    const tomorrow = hall.now + 24 * HOUR;
    const text = { zh: '明日停电', en: 'No power tomorrow' };
    hall.done({ type: 'post-notice', audience: 'wall', text }, MANAGER);
    hall.done({ type: 'plan-break', teller: '1001', from: tomorrow, minutes: 30, reason: 'meal' }, MANAGER);
    const appointments = [
      { code: 'TODAY', service: 'A', at: hall.now + MINUTE },
      { code: 'TOMORROW', service: 'A', at: tomorrow },
    ];
    hall.done({ type: 'book-appointments', appointments }, MANAGER);
    hall.wait(HOUR).done({ type: 'close-day' }, MANAGER);
    expect([hall.state.notices.size, hall.state.breaks.size]).toEqual([1, 1]);
    expect([...hall.state.appointments.keys()]).toEqual(['TOMORROW']);
  });

  it('[T163] ends the alerts of the day, which are listed until the next one opens', () => {
    const alerts: AlertRule[] = [
      { kind: 'people-waiting', threshold: 1, steps: [{ afterSeconds: 0, tell: ['manager'], sound: 'none' }] },
    ];
    const hall = new PlayedHall({ alerts });
    hall.issue('A');
    hall.done({ type: 'carry-out-due' }, SYSTEM);
    hall.wait(HOUR).done({ type: 'close-day' }, MANAGER);
    const cleared = () => [...hall.state.alerts.values()].map(({ clearedAt }) => clearedAt);
    expect(cleared()).toEqual([hall.now]);
    hall.done({ type: 'open-day' }, MANAGER);
    expect(cleared()).toHaveLength(1);
    hall.done({ type: 'close-day' }, MANAGER);
    hall.wait(24 * HOUR).done({ type: 'open-day' }, MANAGER);
    expect(cleared()).toEqual([]);
  });

  it('[T163] leaves a device that is broken broken', () => {
    const alerts: AlertRule[] = [
      { kind: 'device-fault', threshold: 0, steps: [{ afterSeconds: 0, tell: ['manager'], sound: 'none' }] },
    ];
    const printer = { id: 'P', name: { zh: '打印机', en: 'printer' }, host: '10.0.0.9', port: 9100, columns: 48 };
    const hall = new PlayedHall({ alerts, printers: [printer] });
    hall.done({ type: 'report-printer', printer: 'P', condition: 'cover-open' }, SYSTEM);
    hall.wait(MINUTE).done({ type: 'carry-out-due' }, SYSTEM);
    hall.done({ type: 'close-day' }, MANAGER);
    hall.wait(24 * HOUR).done({ type: 'open-day' }, MANAGER);
    expect([...hall.state.alerts.values()].map(({ clearedAt }) => clearedAt)).toEqual([null]);
    expect(hall.done({ type: 'carry-out-due' }, SYSTEM)).toEqual([]);
  });
});
