import { describe, expect, it } from 'vitest';
import { MANAGER, MINUTE, PlayedHall, SYSTEM } from '../../../test/support/played-hall.ts';
import { testConfiguration } from '../../../test/support/test-configuration.ts';
import { alertText } from '../../i18n/alert.ts';
import type { Alert } from '../alert.ts';
import type { AlertRule } from '../configuration.ts';
import { configurationProblems } from '../configuration-problems.ts';
import { PREDICTED_KEPT_MS } from '../predicted-wait.ts';
import { fromSnapshot, toSnapshot } from '../snapshot.ts';
import { openAlerts } from './alert-events.ts';

const RULE: AlertRule = {
  kind: 'predicted-wait',
  threshold: 20,
  aheadMinutes: 15,
  steps: [
    { afterSeconds: 0, tell: ['manager'], sound: 'chime' },
    { afterSeconds: 120, tell: ['manager', 'greeter'], sound: 'urgent' },
  ],
};
const WAITS = [{ service: 'B', minutes: 24, inMinutes: 15 }];

function hallThatLooksAhead(): PlayedHall {
  return new PlayedHall({ alerts: [RULE] });
}

function report(hall: PlayedHall, waits = WAITS): void {
  hall.done({ type: 'report-forecast', waits }, SYSTEM);
}

function due(hall: PlayedHall): Alert[] {
  hall.done({ type: 'carry-out-due' }, SYSTEM);
  return openAlerts(hall.state);
}

describe('an alert ahead', () => {
  it('[F84] is raised by what the hub expects, with what and when, and cleared when it expects it no more', () => {
    const hall = hallThatLooksAhead();
    expect(due(hall)).toEqual([]);
    report(hall);
    const [alert, ...others] = due(hall);
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      kind: 'predicted-wait',
      subject: { service: 'B', inMinutes: 15 },
      measured: 24,
      told: ['manager'],
    });
    report(hall, []);
    expect(due(hall)).toEqual([]);
  });

  it('[F84] is told by the steps of its rule, and acknowledged like every other', () => {
    const hall = hallThatLooksAhead();
    report(hall);
    due(hall);
    hall.wait(2 * MINUTE);
    const [stepped] = due(hall);
    expect(stepped).toMatchObject({ step: 1, told: ['manager', 'greeter'], sound: 'urgent' });
    hall.done({ type: 'acknowledge-alert', alert: stepped!.id }, MANAGER);
    report(hall, [{ ...WAITS[0]!, minutes: 30 }]);
    expect(due(hall)).toMatchObject([{ id: stepped!.id, acknowledged: { by: '3001' } }]);
  });

  it('[F84] is over when nobody has expected it for five minutes, or the day is closed', () => {
    const silent = hallThatLooksAhead();
    report(silent);
    due(silent);
    silent.wait(PREDICTED_KEPT_MS);
    expect(due(silent)).toEqual([]);
    const closed = hallThatLooksAhead();
    report(closed);
    due(closed);
    closed.done({ type: 'close-day' }, MANAGER);
    expect(due(closed)).toEqual([]);
    expect(closed.refused({ type: 'report-forecast', waits: WAITS }, SYSTEM)).toBe('day-not-open');
  });

  it('[F84] is about a service that there is, and what is expected of it is in a snapshot', () => {
    const hall = hallThatLooksAhead();
    expect(hall.refused({ type: 'report-forecast', waits: [{ service: 'X', minutes: 1, inMinutes: 15 }] }, SYSTEM)).toBe(
      'unknown-service',
    );
    expect(hall.done({ type: 'report-forecast', waits: [] }, SYSTEM)).toEqual([]);
    report(hall);
    expect(fromSnapshot(toSnapshot(hall.state)).predictedWaits.get('B')).toEqual({ minutes: 24, inMinutes: 15, at: hall.now });
  });

  it('[F84] is said in both languages', () => {
    const hall = hallThatLooksAhead();
    report(hall);
    const [alert] = due(hall);
    expect(alertText(alert!, hall.state.configuration!, 'en')).toMatch(
      /^In 15 minutes, one customer in ten for .+ is expected to wait 24 minutes or more/,
    );
    expect(alertText(alert!, hall.state.configuration!, 'zh')).toMatch(/^预计 15 分钟后，.+每十位客户将有一位等候 24 分钟以上/);
  });

  it('[F84] only a rule about expected waits looks ahead', () => {
    const rules = [RULE, { ...RULE, kind: 'longest-wait' as const }];
    const problems = configurationProblems(testConfiguration({ alerts: rules }));
    expect(problems.map(({ problem }) => problem)).toEqual(['longest-wait does not look ahead']);
  });
});
