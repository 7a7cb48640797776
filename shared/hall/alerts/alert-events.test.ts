import { describe, expect, it } from 'vitest';
import { MANAGER, MINUTE, PlayedHall, SYSTEM, teller } from '../../../test/support/played-hall.ts';
import { testConfiguration } from '../../../test/support/test-configuration.ts';
import type { Alert } from '../alert.ts';
import type { AlertRule } from '../configuration.ts';
import type { HallConfiguration } from '../configuration.ts';
import type { HallEvent } from '../events.ts';
import { ALERTS_KEPT } from '../limits.ts';
import { alertEvents } from './alert-events.ts';

const SECOND = 1_000;

function rule(kind: AlertRule['kind'], threshold: number, changes: Partial<AlertRule> = {}): AlertRule {
  return { kind, threshold, steps: [{ afterSeconds: 0, tell: ['manager'], sound: 'chime' }], ...changes };
}

function hallWith(alerts: AlertRule[], changes: Partial<HallConfiguration> = {}): PlayedHall {
  return new PlayedHall({ alerts, ...changes });
}

/** What the watch says now, once and in full: asked again at the same moment it has nothing to add. */
function watch(hall: PlayedHall): readonly HallEvent[] {
  const said = hall.done({ type: 'carry-out-due' }, SYSTEM);
  expect(hall.done({ type: 'carry-out-due' }, SYSTEM)).toEqual([]);
  return said;
}

function issue(hall: PlayedHall, service: string, count: number): void {
  for (let nth = 0; nth < count; nth += 1) hall.issue(service);
}

describe('an alert', () => {
  it('[T170] is raised once while its condition lasts, cleared when it is over, and raised anew when it comes back', () => {
    const hall = hallWith([rule('people-waiting', 2)]).staff(1);
    issue(hall, 'A', 1);
    expect(watch(hall)).toEqual([]);
    issue(hall, 'A', 2);
    expect(watch(hall)).toMatchObject([
      { type: 'alert-raised', kind: 'people-waiting', subject: { service: 'A' }, measured: 3, tell: ['manager'], sound: 'chime' },
    ]);
    const [first] = [...hall.state.alerts.values()];
    hall.done({ type: 'acknowledge-alert', alert: first!.id }, MANAGER);
    expect(watch(hall.wait(MINUTE))).toEqual([]);
    hall.next(1);
    hall.next(1);
    expect(watch(hall)).toEqual([{ type: 'alert-cleared', alert: first!.id }]);
    expect(hall.state.alerts.get(first!.id)).toMatchObject({ clearedAt: hall.now, acknowledged: { by: '3001' } });
    issue(hall, 'A', 1);
    const [again] = watch(hall);
    expect(again).toMatchObject({ type: 'alert-raised', subject: { service: 'A' } });
    expect(hall.state.alerts.size).toBe(2);
  });

  it('[T171] goes from step to step and repeats the last until somebody acknowledges it', () => {
    const steps: AlertRule['steps'] = [
      { afterSeconds: 0, tell: ['greeter'], sound: 'chime' },
      { afterSeconds: 60, tell: ['manager'], sound: 'urgent', attend: true },
    ];
    const hall = hallWith([rule('people-waiting', 1, { steps, repeatMinutes: 2 })]);
    issue(hall, 'A', 1);
    expect(watch(hall)).toMatchObject([{ type: 'alert-raised', tell: ['greeter'], sound: 'chime', attend: false }]);
    expect(watch(hall.wait(59 * SECOND))).toEqual([]);
    const second = { type: 'alert-stepped', step: 1, tell: ['manager'], sound: 'urgent', attend: true };
    expect(watch(hall.wait(SECOND))).toMatchObject([second]);
    expect(watch(hall.wait(2 * MINUTE - 1))).toEqual([]);
    expect(watch(hall.wait(1))).toMatchObject([second]);
    const [alert] = [...hall.state.alerts.values()];
    expect(alert).toMatchObject({ step: 1, steppedAt: hall.now, told: ['greeter', 'manager'] });
    hall.done({ type: 'acknowledge-alert', alert: alert!.id }, MANAGER);
    expect(watch(hall.wait(30 * MINUTE))).toEqual([]);
  });

  it('[T171] takes the steps that were missed one after the other, and none that its rule does not have', () => {
    const steps: AlertRule['steps'] = [0, 60, 120].map((afterSeconds) => ({ afterSeconds, tell: ['manager'], sound: 'none' }));
    const hall = hallWith([rule('people-waiting', 1, { steps })]);
    issue(hall, 'A', 1);
    watch(hall);
    expect(watch(hall.wait(5 * MINUTE))).toMatchObject([{ step: 1 }, { step: 2 }]);
    expect(watch(hall.wait(60 * MINUTE))).toEqual([]);
  });

  it('[T172] is cleared when its rule is taken out of the configuration', () => {
    const hall = hallWith([rule('people-waiting', 1)]);
    issue(hall, 'A', 1);
    watch(hall);
    hall.done({ type: 'configure-hall', configuration: testConfiguration() }, SYSTEM);
    expect(watch(hall)).toMatchObject([{ type: 'alert-cleared' }]);
  });

  it('[T172] is watched for by the rule that names its service before the one for every service', () => {
    const hall = hallWith([rule('people-waiting', 1), rule('people-waiting', 3, { service: 'B' })]);
    issue(hall, 'A', 1);
    issue(hall, 'B', 2);
    expect(watch(hall)).toMatchObject([{ subject: { service: 'A' } }]);
    issue(hall, 'B', 1);
    expect(watch(hall)).toMatchObject([{ subject: { service: 'B' }, measured: 3 }]);
  });

  it('[T180] is forgotten when it is over and others have come since; one that lasts is not', () => {
    const hall = hallWith([rule('people-waiting', 1)]).staff(3);
    issue(hall, 'A', 1);
    watch(hall);
    for (let nth = 0; nth < ALERTS_KEPT + 5; nth += 1) {
      issue(hall, 'B', 1);
      watch(hall);
      hall.next(3);
      watch(hall.wait(SECOND));
    }
    expect(hall.state.alerts.size).toBe(ALERTS_KEPT);
    const [oldest, second] = [...hall.state.alerts.values()];
    expect([oldest!.subject.service, oldest!.clearedAt]).toEqual(['A', null]);
    expect(second!.subject.service).toBe('B');
  });
});

describe('more alerts than the hall keeps', () => {
  it('[T180] are raised when others are over', () => {
    const hall = hallWith([rule('people-waiting', 1)]).staff(1);
    hall.done({ type: 'request-help', counter: 1, from: 'manager' }, teller(1));
    const [[id, help]] = [...hall.state.alerts] as [[string, Alert]];
    for (let nth = 1; nth < ALERTS_KEPT; nth += 1) hall.state.alerts.set(`open ${nth}`, { ...help, id: `open ${nth}` });
    issue(hall, 'A', 1);
    expect(watch(hall)).toEqual([]);
    hall.done({ type: 'acknowledge-alert', alert: id }, MANAGER);
    expect(watch(hall)).toMatchObject([{ type: 'alert-raised', kind: 'people-waiting' }]);
  });
});

describe('what the watch finds in the lines', () => {
  it('[T172] how many wait for a service, with those who wait for one counter only', () => {
    const hall = hallWith([rule('people-waiting', 2)]).staff(1, 2);
    issue(hall, 'A', 2);
    hall.serve(1);
    expect(watch(hall)).toEqual([]);
    hall.done({ type: 'transfer-ticket', counter: 1, toCounter: 2 }, teller(1));
    expect(watch(hall)).toMatchObject([{ subject: { service: 'A' }, measured: 2 }]);
  });

  it('[T172] the longest wait of a service, in whole minutes', () => {
    const hall = hallWith([rule('longest-wait', 20)]).staff(1);
    issue(hall, 'A', 2);
    expect(watch(hall.wait(20 * MINUTE - 1))).toEqual([]);
    expect(watch(hall.wait(1))).toMatchObject([{ kind: 'longest-wait', subject: { service: 'A' }, measured: 20 }]);
    hall.next(1);
    expect(watch(hall)).toEqual([]);
    hall.next(1);
    expect(watch(hall)).toMatchObject([{ type: 'alert-cleared' }]);
  });

  it('[T172] the longest wait also while somebody who has hardly waited is first in line', () => {
    const hall = hallWith([rule('longest-wait', 20, { service: 'A' })]).staff(1, 3);
    hall.issue('B');
    hall.wait(MINUTE).next(3);
    hall.issue('A');
    expect(watch(hall.wait(20 * MINUTE))).toMatchObject([{ type: 'alert-raised', measured: 20 }]);
    hall.done({ type: 'transfer-ticket', counter: 3, service: 'A' }, teller(3));
    expect(watch(hall)).toEqual([]);
    hall.next(1);
    expect(watch(hall)).toEqual([]);
    hall.next(1);
    expect(watch(hall)).toMatchObject([{ type: 'alert-cleared' }]);
  });

  it('[T172] a long queue while a counter that serves it is paused', () => {
    const hall = hallWith([rule('queue-while-paused', 2)]).staff(1, 3);
    issue(hall, 'A', 2);
    hall.done({ type: 'pause-counter', counter: 3, reason: 'meal' }, teller(3));
    expect(watch(hall)).toEqual([]);
    hall.done({ type: 'pause-counter', counter: 1, reason: 'meal' }, teller(1));
    expect(watch(hall)).toMatchObject([{ kind: 'queue-while-paused', subject: { service: 'A' }, measured: 2 }]);
    hall.done({ type: 'resume-counter', counter: 1 }, teller(1));
    expect(watch(hall)).toMatchObject([{ type: 'alert-cleared' }]);
  });
});

describe('what the watch finds at the counters', () => {
  it('[T175] a counter that is open with nobody for so long', () => {
    const hall = hallWith([rule('idle-counter', 20)]).staff(1);
    issue(hall, 'A', 1);
    hall.wait(15 * MINUTE).next(1);
    hall.wait(15 * MINUTE).next(1);
    expect(watch(hall.wait(19 * MINUTE))).toEqual([]);
    expect(watch(hall.wait(MINUTE))).toMatchObject([{ kind: 'idle-counter', subject: { counter: 1 }, measured: 20 }]);
    hall.done({ type: 'pause-counter', counter: 1, reason: 'meal' }, teller(1));
    expect(watch(hall)).toMatchObject([{ type: 'alert-cleared' }]);
  });

  it('[T175] a long service, told for each customer anew', () => {
    const hall = hallWith([rule('long-service', 30)]).staff(1);
    issue(hall, 'A', 2);
    const first = hall.serve(1);
    expect(watch(hall.wait(30 * MINUTE))).toMatchObject([
      { kind: 'long-service', subject: { counter: 1, service: 'A', ticket: first, number: 'A001' }, measured: 30 },
    ]);
    const second = hall.serve(1);
    expect(watch(hall)).toMatchObject([{ type: 'alert-cleared' }]);
    expect(watch(hall.wait(30 * MINUTE))).toMatchObject([{ subject: { ticket: second } }]);
  });

  it('[T175] a long service, in which time on hold does not count', () => {
    const hall = hallWith([rule('long-service', 30)]).staff(1);
    issue(hall, 'A', 1);
    const ticket = hall.serve(1);
    hall.wait(20 * MINUTE).done({ type: 'hold-ticket', counter: 1, kind: 'any-counter' }, teller(1));
    hall.wait(20 * MINUTE).done({ type: 'resume-ticket', counter: 1, ticket }, teller(1));
    expect(watch(hall.wait(9 * MINUTE))).toEqual([]);
    expect(watch(hall.wait(MINUTE))).toMatchObject([{ kind: 'long-service', measured: 30 }]);
  });

  it('[T175] a long pause', () => {
    const hall = hallWith([rule('long-pause', 30)]).staff(1);
    hall.done({ type: 'pause-counter', counter: 1, reason: 'meal' }, teller(1));
    expect(watch(hall.wait(30 * MINUTE))).toMatchObject([{ kind: 'long-pause', subject: { counter: 1 }, measured: 30 }]);
    hall.done({ type: 'resume-counter', counter: 1 }, teller(1));
    expect(watch(hall)).toMatchObject([{ type: 'alert-cleared' }]);
  });

  it('[T176] a counter that was closed long before the end of the posted hours, until it opens again or they end', () => {
    const hours = { sun: [{ from: '09:00', to: '12:00' }, { from: '13:00', to: '17:00' }] }; // prettier-ignore
    const hall = hallWith([rule('counter-closed-early', 30)], { hours })
      .wait(MINUTE)
      .staff(1, 2);
    expect(watch(hall)).toEqual([]);
    hall.wait(2 * 60 * MINUTE).done({ type: 'close-counter', counter: 1 }, teller(1));
    hall.wait(40 * MINUTE).done({ type: 'close-counter', counter: 2 }, teller(2));
    expect(watch(hall)).toMatchObject([{ kind: 'counter-closed-early', subject: { counter: 1 }, measured: 59 }]);
    hall.done({ type: 'open-counter', counter: 1 }, teller(1));
    expect(watch(hall)).toMatchObject([{ type: 'alert-cleared' }]);
    hall.done({ type: 'close-counter', counter: 1 }, teller(1));
    expect(watch(hall)).toEqual([]);
    hall.wait(2 * 60 * MINUTE).done({ type: 'open-counter', counter: 1 }, teller(1));
    hall.done({ type: 'close-counter', counter: 1 }, teller(1));
    expect(watch(hall)).toMatchObject([{ subject: { counter: 1 } }]);
    expect(watch(hall.wait(4 * 60 * MINUTE))).toMatchObject([{ type: 'alert-cleared' }]);
  });

  it('[T176] not a counter that is new in the hall', () => {
    const hall = hallWith([rule('counter-closed-early', 30)]).wait(MINUTE);
    const { counters, ...rest } = testConfiguration({ alerts: [rule('counter-closed-early', 30)] });
    const added = { ...counters[0]!, id: 9 };
    hall.done({ type: 'configure-hall', configuration: { ...rest, counters: [...counters, added] } }, SYSTEM);
    expect(watch(hall.wait(MINUTE))).toEqual([]);
  });
});

describe('what the watch finds of the paper', () => {
  const printers = ['front', 'back'].map((id) => ({ id, name: { zh: id, en: id }, host: id, port: 9100, columns: 48 }));

  it('[T177] a printer that is not ready for so many seconds, one alert however many papers it cost', () => {
    const hall = hallWith([rule('device-fault', 2)], { printers });
    hall.done({ type: 'report-printer', printer: 'front', condition: 'paper-out' }, SYSTEM);
    for (const ticket of [hall.issue('A'), hall.issue('A')]) {
      hall.done({ type: 'report-print', ticket, outcome: 'failed', fault: 'paper-out' }, SYSTEM);
    }
    expect(watch(hall.wait(SECOND))).toEqual([]);
    expect(watch(hall.wait(SECOND))).toMatchObject([
      { kind: 'device-fault', subject: { printer: 'front', about: 'paper-out' }, measured: 2 },
    ]);
  });

  it('[T177] a waiting customer without paper, until there is one or the customer is called', () => {
    const hall = hallWith([rule('device-fault', 0)], { printers }).staff(1);
    const [first, second] = [hall.issue('A'), hall.issue('A')];
    hall.done({ type: 'report-print', ticket: first, outcome: 'failed', fault: 'too-late' }, SYSTEM);
    hall.done({ type: 'report-print', ticket: second, outcome: 'failed', fault: 'too-late' }, SYSTEM);
    expect(watch(hall)).toMatchObject([{ subject: { printer: 'front', ticket: first, number: 'A001' } }]);
    hall.next(1);
    expect(watch(hall)).toEqual([]);
    hall.done({ type: 'reprint-ticket', ticket: second, printer: 'back' }, SYSTEM);
    expect(watch(hall)).toMatchObject([{ type: 'alert-cleared' }]);
  });
});

describe('a hall without rules', () => {
  it('[T170] is told nothing', () => {
    const hall = new PlayedHall();
    issue(hall, 'A', 50);
    expect(alertEvents(hall.state, hall.now + 600 * MINUTE, () => 'new')).toEqual([]);
  });
});
