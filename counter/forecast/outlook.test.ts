import { describe, expect, it } from 'vitest';
import type { AheadPoint, HallForecast } from '../../shared/hall/forecast/hall-forecast.ts';
import { MINUTE, MORNING } from '../../test/support/played-hall.ts';
import { outlookOf } from './outlook.ts';
import { outlookPicture } from './outlook-picture.ts';
import { sparkOf } from './spark.ts';

const point = (inMinutes: number, p50: number, p90: number): AheadPoint => ({
  inMs: inMinutes * MINUTE,
  waitP50Ms: p50 * MINUTE,
  waitP90Ms: p90 * MINUTE,
  waitingP50: 3,
});

function forecast(ahead: readonly AheadPoint[], toMs = 14 * MINUTE): HallForecast {
  const newcomer = { is: 'known', range: { fromMs: 8 * MINUTE, toMs }, learning: false } as const;
  return { at: MORNING, version: 7, services: [{ service: 'A', newcomer, byClass: [], ahead }] };
}

const STEPS = [5, 10, 15, 20, 30, 45, 60].map((minutes) => point(minutes, minutes / 5, minutes / 2 + 0.2));

describe('outlook of a line', () => {
  it('[F151] tells the ninth of ten in 15, 30 and 60 minutes, rounded up, and whether that breaks the promise', () => {
    const { figures, newcomer } = outlookOf(forecast(STEPS), 'A', 15);
    expect(figures).toEqual([
      { inMinutes: 15, minutes: 8, overPromise: false },
      { inMinutes: 30, minutes: 16, overPromise: true },
      { inMinutes: 60, minutes: 31, overPromise: true },
    ]);
    expect(newcomer).toMatchObject({ is: 'known', learning: false });
    expect(outlookOf(forecast(STEPS), 'A', null).figures.some(({ overPromise }) => overPromise)).toBe(false);
  });

  it('[F151] knows nothing further than the forecast looks', () => {
    const { figures } = outlookOf(forecast(STEPS.slice(0, 4)), 'A', 15);
    expect(figures.map(({ minutes }) => minutes)).toEqual([8, null, null]);
  });

  it('[F152] is not known, with a reason, without a forecast and for a service that the forecast does not have', () => {
    for (const none of [outlookOf(null, 'A', 15), outlookOf(forecast(STEPS), 'B', null)]) {
      expect(none.newcomer).toEqual({ is: 'unknown', why: 'stale' });
      expect(none.line).toEqual([]);
      expect(none.figures.map(({ minutes }) => minutes)).toEqual([null, null, null]);
    }
  });

  it('[F152] never hands on what is no number, negative or upside down', () => {
    const bad = [point(5, NaN, 4), point(10, 2, Infinity), point(15, -1, 3), point(20, 9, 3), point(30, 2, 4)];
    const outlook = outlookOf(forecast(bad, NaN), 'A', 15);
    expect(outlook.line.map(({ at }) => (at - MORNING) / MINUTE)).toEqual([30]);
    expect(outlook.newcomer).toEqual({ is: 'unknown', why: 'too-far' });
    const past = [{ at: MORNING - MINUTE, longestMs: 0, meanMs: null }];
    const picture = outlookPicture({ past, outlook, promisedMinutes: null, now: MORNING, timeText: String });
    for (const { values } of picture.lines) expect(values.filter((value) => typeof value === 'number')).not.toContain(NaN);
    expect(JSON.stringify(sparkOf({ past, ahead: outlook.line, now: MORNING }))).toBe('{"past":null,"ahead":null}');
  });
});

describe('the picture of a line', () => {
  it('[F151] has the hour before and the hour after on one axis, and bridges the times of the other half', () => {
    const past = [2, 1, 0].map((ago) => ({ at: MORNING - ago * MINUTE, longestMs: (5 - ago) * MINUTE, meanMs: null }));
    const outlook = outlookOf(forecast(STEPS.slice(0, 2)), 'A', 15);
    const picture = outlookPicture({ past, outlook, promisedMinutes: 15, now: MORNING, timeText: String });
    expect([picture.from, picture.to, picture.mark].map((at) => (at! - MORNING) / MINUTE)).toEqual([-60, 60, 0]);
    const values = picture.lines.map((line) => line.values);
    expect(values[0]).toEqual([undefined, 3, 4, 5, undefined, undefined, undefined]);
    expect(values[1]).toEqual([undefined, null, null, null, undefined, undefined, undefined]);
    expect(values[2]).toEqual([undefined, undefined, undefined, undefined, 2.7, 5.2, undefined]);
    expect(values[4]).toEqual([15, 15, 15, 15, 15, 15, 15]);
    expect(picture.topMin).toBe(15);
    const spark = sparkOf({ past, ahead: outlook.line, now: MORNING });
    expect(spark.past).toBe('46.4,13.8 47.2,11.9 48.0,10.0');
    expect(spark.ahead?.split(' ')).toHaveLength(2);
  });
});
