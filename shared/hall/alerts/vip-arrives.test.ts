import { describe, expect, it } from 'vitest';
import { GREETER, MANAGER, MINUTE, PlayedHall, SYSTEM, teller } from '../../../test/support/played-hall.ts';
import { testConfiguration } from '../../../test/support/test-configuration.ts';
import type { Role } from '../actor.ts';
import type { AlertRule } from '../configuration.ts';
import type { CounterSetup } from '../configuration.ts';
import { alertsFor } from '../views/alerts.ts';

const SECOND = 1_000;

const VIP: AlertRule = {
  kind: 'class-waiting',
  class: 'vip',
  threshold: 0,
  steps: [
    { afterSeconds: 0, tell: ['greeter'], sound: 'chime' },
    { afterSeconds: 180, tell: ['greeter'], sound: 'urgent', attend: true },
    { afterSeconds: 240, tell: ['greeter', 'manager'], sound: 'urgent', attend: true },
  ],
};
const VIP_COUNTER: CounterSetup = {
  id: 8,
  name: { zh: '8', en: '8' },
  kind: 'counter',
  reservedFor: 'vip',
  serves: [['A', 'B']],
};

/** Counter 8 is the VIP counter and busy with a VIP; counter 1 is everybody's, and busy, too. */
function busyHall(): PlayedHall {
  const hall = new PlayedHall({ alerts: [VIP], counters: [...testConfiguration().counters, VIP_COUNTER] }).staff(1, 8);
  hall.issue('B', 'vip');
  hall.serve(8);
  hall.issue('A');
  hall.serve(1);
  return hall;
}

function watch(hall: PlayedHall): void {
  hall.done({ type: 'carry-out-due' }, SYSTEM);
}

/** What a person with this role hears now: the sound, and whether they are asked to go there. */
function heard(hall: PlayedHall, role: Role) {
  return alertsFor(hall.state, [role]).flatMap(({ ring }) => (ring === null ? [] : { sound: ring.sound, attend: ring.attend }));
}

describe('a VIP who arrives while the VIP counter is busy', () => {
  it('[T173] is told to the greeter at once, who is asked to attend at 3:00, and to the manager a minute later', () => {
    const hall = busyHall();
    const ticket = hall.issue('A', 'vip');
    watch(hall);
    expect(alertsFor(hall.state, ['greeter'])).toMatchObject([
      { alert: { kind: 'class-waiting', subject: { ticket, number: 'V002', service: 'A', class: 'vip' } } },
    ]);
    expect(heard(hall, 'greeter')).toEqual([{ sound: 'chime', attend: false }]);
    expect(alertsFor(hall.state, ['manager'])).toEqual([]);

    watch(hall.wait(3 * MINUTE - SECOND));
    expect(heard(hall, 'greeter')).toEqual([{ sound: 'chime', attend: false }]);
    watch(hall.wait(SECOND));
    expect(heard(hall, 'greeter')).toEqual([{ sound: 'urgent', attend: true }]);
    watch(hall.wait(59 * SECOND));
    expect(heard(hall, 'manager')).toEqual([]);
    watch(hall.wait(SECOND));
    expect(heard(hall, 'manager')).toEqual([{ sound: 'urgent', attend: true }]);
  });

  it('[T173] [T174] rings no more once 已接待 is recorded with who and when, and is over when the VIP is called', () => {
    const hall = busyHall();
    hall.issue('A');
    const ticket = hall.issue('A', 'vip');
    watch(hall);
    watch(hall.wait(3 * MINUTE));
    const { alert } = alertsFor(hall.state, ['greeter'])[0]!;
    const at = hall.wait(10 * SECOND).now;
    hall.done({ type: 'acknowledge-alert', alert: alert.id }, GREETER);
    watch(hall.wait(10 * MINUTE));
    expect(heard(hall, 'greeter')).toEqual([]);
    expect(alertsFor(hall.state, ['manager'])).toEqual([]);
    expect(hall.state.alerts.get(alert.id)).toMatchObject({ acknowledged: { by: '2001', at }, clearedAt: null, step: 1 });

    hall.done({ type: 'finish-service', counter: 8 }, teller(8));
    watch(hall);
    expect(hall.state.alerts.get(alert.id)!.clearedAt).toBeNull();
    expect(hall.next(8)).toBe(ticket);
    watch(hall);
    expect(hall.state.alerts.get(alert.id)!.clearedAt).toBe(hall.now);
  });

  it('[T173] each VIP has an alert, and leaves it with the line', () => {
    const hall = busyHall();
    const first = hall.issue('A', 'vip');
    hall.issue('B', 'vip');
    watch(hall);
    expect(alertsFor(hall.state, ['greeter'])).toHaveLength(2);
    hall.done({ type: 'mark-left', ticket: first }, GREETER);
    watch(hall);
    expect(alertsFor(hall.state, ['greeter'])).toMatchObject([{ alert: { subject: { number: 'V003' } } }]);
  });

  it.each([
    ['free', false],
    ['paused', true],
    ['closed', true],
  ])('[T173] with the VIP counter %s: told %s', (mode, told) => {
    const hall = new PlayedHall({ alerts: [VIP], counters: [...testConfiguration().counters, VIP_COUNTER] });
    if (mode !== 'closed') hall.staff(8);
    if (mode === 'paused') hall.done({ type: 'pause-counter', counter: 8, reason: 'meal' }, teller(8));
    hall.issue('A', 'vip');
    hall.issue('A', 'priority');
    watch(hall);
    expect(alertsFor(hall.state, ['greeter'])).toHaveLength(told ? 1 : 0);
  });

  it('[T173] not with a counter that is free and serves something else for now', () => {
    const hall = new PlayedHall({ alerts: [VIP], counters: [...testConfiguration().counters, VIP_COUNTER] }).staff(8);
    hall.done({ type: 'serve-only', counter: 8, services: ['B'] }, MANAGER);
    hall.issue('B', 'vip');
    watch(hall);
    expect(alertsFor(hall.state, ['greeter'])).toEqual([]);
    hall.issue('A', 'vip');
    watch(hall);
    expect(alertsFor(hall.state, ['greeter'])).toMatchObject([{ alert: { subject: { service: 'A' } } }]);
  });
});
