import { fc } from '../../../../test/support/seeded-check.ts';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../lib/random.ts';
import {
  calibratedLevel,
  calibratedQuantile,
  LEVEL_MAX,
  LEVEL_MIN,
  positionOf,
  POSITIONS_KEPT,
  quantileAt,
  rangeOf,
  uncalibrated,
  withPosition,
  withTold,
  type Calibration,
} from './calibration.ts';

const MINUTE = 60_000;
const ASKED = [0, 0.01, 0.1, 0.2, 0.25, 0.4, 0.5, 0.6, 0.75, 0.8, 0.9, 0.95, 1];

/** Some waits of any kind, oddly told. */
const anyCalibration = fc
  .array(
    fc.oneof(
      fc.double({ min: -5, max: 5, noNaN: true }).map((position) => ({ position })),
      fc.tuple(fc.nat(60), fc.nat(60), fc.nat(200)).map(([from, wide, waited]) => ({ from, to: from + wide, waited })),
    ),
    { maxLength: 600 },
  )
  .map((waits) =>
    waits.reduce<Calibration>(
      (calibration, wait) =>
        'position' in wait
          ? withPosition(calibration, wait.position)
          : withTold(calibration, { fromMs: wait.from * MINUTE, toMs: wait.to * MINUTE }, wait.waited * MINUTE),
      uncalibrated(),
    ),
  );

const anyRuns = fc
  .array(fc.oneof(fc.nat(90 * MINUTE), fc.constant(0), fc.constant(Infinity)), { minLength: 1, maxLength: 60 })
  .map((runs) => runs.sort((one, other) => one - other));

describe('calibration', () => {
  it('[F36] asks for what was asked as long as nothing was seen', () => {
    for (const asked of ASKED) expect(calibratedLevel(uncalibrated(), asked)).toBe(asked);
  });

  it('[F36] reads levels that rise with what is asked, and waits that are never below nothing', () => {
    fc.assert(
      fc.property(anyCalibration, anyRuns, (calibration, runs) => {
        let [level, wait] = [LEVEL_MIN, 0];
        for (const asked of ASKED) {
          const next = calibratedLevel(calibration, asked);
          const nextWait = calibratedQuantile(runs, calibration, asked);
          expect(next).toBeGreaterThanOrEqual(level);
          expect(next).toBeLessThanOrEqual(LEVEL_MAX);
          expect(nextWait).toBeGreaterThanOrEqual(wait);
          [level, wait] = [next, nextWait];
        }
        const range = rangeOf(runs, calibration, { learning: true });
        expect(range === null || (range.fromMs >= 0 && range.toMs >= range.fromMs && Number.isFinite(range.toMs))).toBe(true);
        expect(calibration.positions.length).toBeLessThanOrEqual(POSITIONS_KEPT);
      }),
      { numRuns: 30 },
    );
  });

  it('[F36] places a wait where reading that place gives the wait again, also beyond the runs', () => {
    const runs = [2, 3, 5, 8, 13].map((minutes) => minutes * MINUTE);
    for (const minutes of [0, 1, 2, 13, 14, 20, 26]) {
      const place = positionOf(runs, minutes * MINUTE, 0.5);
      if (minutes < 2 || minutes > 13) expect(quantileAt(runs, place)).toBeCloseTo(minutes * MINUTE, 3);
      else expect(place).toBeGreaterThanOrEqual(0);
    }
    expect(positionOf(runs, 500 * MINUTE, 0.5)).toBe(LEVEL_MAX);
    expect(positionOf([0, 0, 0, MINUTE], 0, 0.5)).toBe(0.375);
  });

  it.each([
    ['a model that is right', 1, 0],
    ['waits half as long again as the model says', 1.5, 0],
    ['waits of two thirds of what the model says', 0.66, 0],
    ['a hall that slows down to double over the day', 1, 1],
  ])('[F37] holds its levels in the long run: %s', (_what, times, drift) => {
    const random = seededRandom(7);
    const lognormal = () => Math.exp(2 + 0.6 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
    const levels = [0.1, 0.25, 0.5, 0.75, 0.9];
    const within = levels.map(() => 0);
    let calibration = uncalibrated();
    const count = 2_000;
    for (let each = 0; each < count; each += 1) {
      const runs = Float64Array.from({ length: 100 }, () => lognormal() * MINUTE).sort();
      const waited = lognormal() * MINUTE * times * (1 + drift * ((each % 500) / 500));
      levels.forEach((level, index) => {
        if (waited <= calibratedQuantile(runs, calibration, level)) within[index]! += 1;
      });
      calibration = withPosition(calibration, positionOf(runs, waited, random()));
    }
    levels.forEach((level, index) => expect(Math.abs(within[index]! / count - level)).toBeLessThan(0.02));
  });

  it('[F37] holds the range in the long run by the quotes alone', () => {
    const random = seededRandom(11);
    let calibration = uncalibrated();
    let [below, within] = [0, 0];
    const count = 4_000;
    for (let each = 0; each < count; each += 1) {
      const runs = Float64Array.from({ length: 100 }, () => 10 * MINUTE * random()).sort();
      const told = rangeOf(runs, calibration, { learning: false })!;
      const waited = 14 * MINUTE * random() ** 1.2;
      if (waited <= told.fromMs) below += 1;
      if (waited <= told.toMs) within += 1;
      calibration = withTold(calibration, told, waited);
    }
    expect(Math.abs(below / count - 0.25)).toBeLessThan(0.02);
    expect(Math.abs(within / count - 0.9)).toBeLessThan(0.02);
  });

  it('[F37] does not take an empty hall as a reason to promise less in a full one', () => {
    let calibration = uncalibrated();
    for (let each = 0; each < 500; each += 1) calibration = withTold(calibration, { fromMs: 0, toMs: (each % 2) * MINUTE }, 0);
    expect(calibratedLevel(calibration, 0.9)).toBeCloseTo(0.9, 12);
    expect(calibratedLevel(calibration, 0.25)).toBeCloseTo(0.25, 12);
  });

  it('[F33] tells a range half as wide again while it is learning', () => {
    const runs = Array.from({ length: 101 }, (_, index) => index * MINUTE);
    expect(rangeOf(runs, uncalibrated(), { learning: false })).toEqual({ fromMs: 25 * MINUTE, toMs: 90 * MINUTE });
    expect(rangeOf(runs, uncalibrated(), { learning: true })).toEqual({ fromMs: 12.5 * MINUTE, toMs: 110 * MINUTE });
    expect(rangeOf([1, 2, Infinity, Infinity], uncalibrated(), { learning: false })).toBeNull();
  });
});
