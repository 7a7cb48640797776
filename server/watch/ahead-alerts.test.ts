import { describe, expect, it } from 'vitest';
import type { AlertRule } from '../../shared/hall/configuration.ts';
import type { HallForecast } from '../../shared/hall/forecast/hall-forecast.ts';
import { testConfiguration } from '../../test/support/test-configuration.ts';
import { AheadAlerts } from './ahead-alerts.ts';
import { AHEAD_CLEAR_AFTER_MS, AHEAD_CLEAR_SHARE, AHEAD_RAISE_AFTER_MS, AHEAD_REPORT_AGAIN_MS } from './limits.ts';

const MINUTE = 60_000;
const rule = (changes: Partial<AlertRule> = {}): AlertRule => ({
  kind: 'predicted-wait',
  threshold: 20,
  steps: [{ afterSeconds: 0, tell: ['manager'], sound: 'none' }],
  ...changes,
});

/** One in ten of those who come for A waits so long, whenever they come. */
function expecting(minutes: number, at = [5, 10, 15, 20]): HallForecast {
  const ahead = at.map((inMinutes) => ({
    inMs: inMinutes * MINUTE,
    waitP50Ms: 0,
    waitP90Ms: Math.round(minutes * MINUTE),
    waitingP50: 0,
  }));
  const newcomer = { is: 'known', range: { fromMs: 0, toMs: MINUTE }, learning: false } as const;
  return { at: 0, version: 1, services: [{ service: 'A', newcomer, byClass: [], ahead }] };
}

/** Looks each second, and reports as if the hall took everything. */
class Played {
  readonly alerts = new AheadAlerts();
  readonly reports: (readonly { readonly service: string; readonly minutes: number; readonly inMinutes: number }[])[] = [];
  now = 0;
  readonly #configuration;

  constructor(rules: readonly AlertRule[] = [rule()]) {
    this.#configuration = testConfiguration({ alerts: rules });
  }

  expects(minutes: (second: number) => number, forMs: number, forecast = expecting): void {
    for (const until = this.now + forMs; this.now < until; this.now += 1_000) {
      const found = this.alerts.look(forecast(minutes(this.now / 1_000)), this.#configuration, this.now);
      if (found === null) continue;
      this.reports.push(found);
      this.alerts.reported(found, this.now);
    }
  }
}

describe('expected waits that concern an alert', () => {
  it('[F84] are not over because they became longer than the hall looks ahead', () => {
    const played = new Played();
    const tooFar = (): HallForecast => {
      const [service] = expecting(0, []).services;
      return { at: 0, version: 1, services: [{ ...service!, newcomer: { is: 'unknown', why: 'too-far' } }] };
    };
    const growing = new Played();
    growing.expects(
      () => 90,
      AHEAD_RAISE_AFTER_MS + 1_000,
      (minutes) => expecting(minutes, [5, 10]),
    );
    expect(growing.reports).toEqual([[{ service: 'A', minutes: 90, inMinutes: 15 }]]);
    played.expects(() => 24, AHEAD_RAISE_AFTER_MS + 1_000);
    played.expects(() => 0, AHEAD_CLEAR_AFTER_MS + AHEAD_REPORT_AGAIN_MS, tooFar);
    expect(played.reports.map((found) => found.map(({ minutes }) => minutes))).toEqual([[24], [120]]);
    const closed = (): HallForecast => {
      const [service] = expecting(0, []).services;
      return { at: 0, version: 1, services: [{ ...service!, newcomer: { is: 'unknown', why: 'no-open-counter' } }] };
    };
    played.expects(() => 0, AHEAD_CLEAR_AFTER_MS + 1_000, closed);
    expect(played.reports.at(-1)).toEqual([]);
  });

  it('[F84] are found when they stay above the threshold, and over when they stay well below', () => {
    const played = new Played();
    played.expects(() => 24, AHEAD_RAISE_AFTER_MS);
    expect(played.reports).toEqual([]);
    played.expects(() => 24, 5_000);
    expect(played.reports).toEqual([[{ service: 'A', minutes: 24, inMinutes: 15 }]]);
    played.expects(() => 20 * AHEAD_CLEAR_SHARE + 1, AHEAD_CLEAR_AFTER_MS);
    expect(played.reports).toHaveLength(1);
    played.expects(() => 20 * AHEAD_CLEAR_SHARE - 1, AHEAD_CLEAR_AFTER_MS + 1_000);
    expect(played.reports.at(-1)).toEqual([]);
  });

  it('[F84] do not flap while they swing around the threshold', () => {
    const played = new Played();
    played.expects((second) => (second % 15 < 8 ? 23 : 18), 30 * MINUTE);
    expect(played.reports).toEqual([]);
    played.expects(() => 23, AHEAD_RAISE_AFTER_MS + 2_000);
    played.expects((second) => (second % 15 < 8 ? 23 : 12), 10 * MINUTE);
    expect(played.reports.every((waits) => waits.length === 1)).toBe(true);
  });

  it('[F84] are reported again while they last, for the hall believes nothing that is not repeated', () => {
    const played = new Played();
    played.expects(() => 30, 3 * AHEAD_REPORT_AGAIN_MS + AHEAD_RAISE_AFTER_MS + 5_000);
    expect(played.reports).toHaveLength(4);
  });

  it('[F84] are looked for as far ahead as the rule says, a service’s own rule before that of all', () => {
    const far = (minutes: number): HallForecast => {
      const near = expecting(5, [5, 10, 15]).services[0]!;
      const later = expecting(minutes, [30, 35]).services[0]!;
      return { at: 0, version: 1, services: [{ ...near, ahead: [...near.ahead, ...later.ahead] }] };
    };
    const played = new Played([rule({ aheadMinutes: 10 }), rule({ service: 'A', aheadMinutes: 30, threshold: 40 })]);
    played.expects(() => 45, MINUTE, far);
    expect(played.reports).toEqual([[{ service: 'A', minutes: 45, inMinutes: 30 }]]);
  });

  it('[F84] are none without a rule, and over when the rule goes', () => {
    const played = new Played([]);
    played.expects(() => 90, 5 * MINUTE);
    expect(played.reports).toEqual([]);
    const found = new Played();
    found.expects(() => 90, MINUTE);
    expect(found.alerts.look(expecting(90), testConfiguration({ alerts: [] }), found.now)).toEqual([]);
  });
});
