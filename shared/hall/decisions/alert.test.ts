import { describe, expect, it } from 'vitest';
import { GREETER, GUARD, KIOSK, MANAGER, MINUTE, PlayedHall, SYSTEM, teller } from '../../../test/support/played-hall.ts';
import type { AlertRule } from '../configuration.ts';
import { ALERTS_KEPT } from '../limits.ts';
import { alertHistory, alertsFor } from '../views/alerts.ts';

const RULE: AlertRule = {
  kind: 'people-waiting',
  threshold: 1,
  steps: [
    { afterSeconds: 0, tell: ['greeter'], sound: 'chime' },
    { afterSeconds: 60, tell: ['manager'], sound: 'urgent' },
  ],
};

function watch(hall: PlayedHall) {
  return hall.done({ type: 'carry-out-due' }, SYSTEM);
}

function help(hall: PlayedHall, from: 'manager' | 'guard', words?: string) {
  return hall.answer({ type: 'request-help', counter: 1, from, words }, teller(1)).alert;
}

describe('请求协助', () => {
  it('[T178] tells whom the teller asked, with the words, and is over when somebody answered', () => {
    const hall = new PlayedHall().staff(1);
    const alert = help(hall, 'guard', '客户情绪激动')!;
    expect(hall.state.alerts.get(alert)).toMatchObject({
      kind: 'help',
      subject: { counter: 1, about: '客户情绪激动' },
      by: '1001',
      tell: ['guard'],
      sound: 'urgent',
      attend: true,
    });
    expect(alertsFor(hall.state, ['manager'])).toEqual([]);
    hall.wait(5_000).done({ type: 'acknowledge-alert', alert }, GUARD);
    expect(hall.state.alerts.get(alert)).toMatchObject({ acknowledged: { by: '2002', at: hall.now }, clearedAt: hall.now });
    expect(alertsFor(hall.state, ['guard'])).toEqual([]);
    for (const [role, seen] of [
      ['guard', 1],
      ['manager', 1],
      ['greeter', 0],
    ] as const) {
      expect(alertHistory(hall.state, [role])).toHaveLength(seen);
    }
  });

  it('[T178] asked again while nobody came changes nothing; of somebody else, or later, it is another', () => {
    const hall = new PlayedHall().staff(1);
    const first = help(hall, 'manager')!;
    expect(hall.done({ type: 'request-help', counter: 1, from: 'manager', words: 'again' }, teller(1))).toEqual([]);
    expect(help(hall, 'guard')).toBeDefined();
    expect(hall.done({ type: 'request-help', counter: 1, from: 'guard' }, teller(1))).toEqual([]);
    hall.done({ type: 'acknowledge-alert', alert: first }, MANAGER);
    expect(help(hall, 'manager')).not.toBe(first);
  });

  it('[T178] is for the teller of the counter', () => {
    const hall = new PlayedHall().staff(1);
    expect(hall.refused({ type: 'request-help', counter: 1, from: 'guard' }, teller(2))).toBe('not-signed-in');
    expect(hall.refused({ type: 'request-help', counter: 2, from: 'guard' }, MANAGER)).toBe('not-signed-in');
    expect(hall.refused({ type: 'request-help', counter: 99, from: 'guard' }, teller(1))).toBe('unknown-counter');
  });

  it('[T179] is repeated to the manager every minute until somebody answered, and ends with the day', () => {
    const hall = new PlayedHall().staff(1);
    const alert = help(hall, 'guard')!;
    expect(watch(hall.wait(MINUTE - 1))).toEqual([]);
    expect(watch(hall.wait(1))).toMatchObject([
      { type: 'alert-stepped', alert, step: 1, tell: ['guard', 'manager'], sound: 'urgent' },
    ]);
    expect(watch(hall.wait(MINUTE))).toMatchObject([{ type: 'alert-stepped', step: 2, tell: ['guard', 'manager'] }]);
    hall.done({ type: 'acknowledge-alert', alert }, MANAGER);
    expect(watch(hall.wait(10 * MINUTE))).toEqual([]);
    const second = help(hall, 'guard')!;
    hall.done({ type: 'close-day', leaveUnserved: true }, MANAGER);
    watch(hall);
    expect(hall.state.alerts.get(second)!.clearedAt).toBe(hall.now);
  });

  it('[T179] the wish to pause goes to the manager, and is over when the counter is not open any more', () => {
    const hall = new PlayedHall().staff(1);
    const ask = { type: 'request-help', counter: 1, from: 'manager', about: 'pause', words: 'meal' } as const;
    const { alert } = hall.answer(ask, teller(1));
    expect(hall.state.alerts.get(alert!)).toMatchObject({ kind: 'pause-refused', tell: ['manager'], attend: false });
    expect(hall.done(ask, teller(1))).toEqual([]);
    expect(watch(hall)).toEqual([]);
    hall.done({ type: 'pause-counter', counter: 1, reason: 'meal' }, MANAGER);
    expect(watch(hall)).toEqual([{ type: 'alert-cleared', alert }]);
  });

  it('[T180] is refused when more alerts last than the hall keeps', () => {
    const hall = new PlayedHall().staff(1);
    const kept = hall.state.alerts.get(help(hall, 'manager')!)!;
    for (let nth = 1; nth < ALERTS_KEPT; nth += 1) hall.state.alerts.set(`open ${nth}`, { ...kept, id: `open ${nth}` });
    expect(hall.refused({ type: 'request-help', counter: 1, from: 'guard' }, teller(1))).toBe('list-full');
  });
});

describe('an alert that is acknowledged', () => {
  function raised() {
    const hall = new PlayedHall({ alerts: [RULE] }).staff(1);
    hall.issue('A');
    watch(hall);
    const [alert] = [...hall.state.alerts.keys()];
    return { hall, alert: alert! };
  }

  it('[T174] says who and when, and lasts until it is over', () => {
    const { hall, alert } = raised();
    expect(hall.wait(1_000).done({ type: 'acknowledge-alert', alert }, GREETER)).toEqual([
      { type: 'alert-acknowledged', alert, by: '2001' },
    ]);
    expect(alertsFor(hall.state, ['greeter'])).toMatchObject([
      { ring: null, alert: { acknowledged: { by: '2001', at: hall.now }, clearedAt: null } },
    ]);
  });

  it('[T174] is answered by whoever was told so far, or a manager', () => {
    const { hall, alert } = raised();
    for (const stranger of [teller(1), GUARD, KIOSK, SYSTEM]) {
      expect(hall.refused({ type: 'acknowledge-alert', alert }, stranger)).toBe('not-allowed');
    }
    watch(hall.wait(MINUTE));
    hall.done({ type: 'acknowledge-alert', alert }, GREETER);
    expect(raised().hall.done({ type: 'acknowledge-alert', alert }, MANAGER)).toHaveLength(1);
  });

  it('[T174] is refused when it is over or unknown, with who was first', () => {
    const { hall, alert } = raised();
    expect(hall.refused({ type: 'acknowledge-alert', alert: 'none' }, MANAGER)).toBe('unknown-alert');
    hall.done({ type: 'acknowledge-alert', alert }, GREETER);
    expect(hall.decide({ type: 'acknowledge-alert', alert }, MANAGER)).toMatchObject({
      error: { kind: 'alert-over', by: '2001' },
    });
    const other = raised();
    other.hall.next(1);
    watch(other.hall);
    expect(other.hall.decide({ type: 'acknowledge-alert', alert: other.alert }, MANAGER)).toMatchObject({
      error: { kind: 'alert-over', by: null },
    });
  });

  it('[T181] rings for those whom the step in force tells, and is seen by everybody who was told', () => {
    const { hall } = raised();
    const key = () => alertsFor(hall.state, ['greeter'])[0]!.ring?.key;
    const first = key();
    watch(hall.wait(30_000));
    expect(key()).toBe(first);
    expect(alertsFor(hall.state, ['manager'])).toEqual([]);
    watch(hall.wait(30_000));
    expect(alertsFor(hall.state, ['greeter'])).toMatchObject([{ ring: null }]);
    expect(alertsFor(hall.state, ['manager'])).toMatchObject([{ ring: { sound: 'urgent' } }]);
    expect(alertsFor(hall.state, ['teller', 'manager'])).toMatchObject([{ ring: { sound: 'urgent' } }]);
  });
});
