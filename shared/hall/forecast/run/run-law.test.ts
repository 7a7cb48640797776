import { fc } from '../../../../test/support/seeded-check.ts';
import { describe, expect, it } from 'vitest';
import { normalQuantile, upperQuantile, upperTail } from '../normal.ts';
import { keyOf, normal, unit } from './draws.ts';
import { ArrivalRate, gapMs, residualMs, residualService, serviceMs } from './run-law.ts';

const MINUTE = 60_000;
const TWO_MINUTES = { logMean: Math.log(2 * MINUTE), logSd: 0.9, seen: 100, learning: false };

describe('the normal law', () => {
  it('[F2] has the shares of the tables, also where they are hardly anything', () => {
    expect(upperTail(0)).toBeCloseTo(0.5, 14);
    expect(upperTail(1.96)).toBeCloseTo(0.0249978951482204, 13);
    expect(upperTail(-1) + upperTail(1)).toBeCloseTo(1, 14);
    expect(upperTail(5) / 2.866515718791939e-7).toBeCloseTo(1, 10);
    expect(upperTail(10) / 7.61985302416047e-24).toBeCloseTo(1, 10);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
  });

  it('[F2] is its own inverse, thirty deviations out', () => {
    fc.assert(
      fc.property(fc.double({ min: -8, max: 30, noNaN: true }), (z) => {
        if (z > 0) expect(upperQuantile(upperTail(z))).toBeCloseTo(z, 6);
        else expect(normalQuantile(upperTail(-z))).toBeCloseTo(z, 6);
      }),
    );
  });
});

describe('what is left of a service', () => {
  it('[F2] is drawn from those that last longer than it has lasted', () => {
    for (const elapsedMs of [0, 10_000, 2 * MINUTE, 30 * MINUTE, 180 * MINUTE]) {
      const residual = residualService(TWO_MINUTES, 0.1, elapsedMs);
      for (const share of [0.001, 0.1, 0.5, 0.9, 0.999]) {
        const wholeMs = elapsedMs + residualMs(residual, share);
        const deviate = (ms: number): number => (Math.log(ms) - TWO_MINUTES.logMean - 0.1) / TWO_MINUTES.logSd;
        const longer = elapsedMs === 0 ? 1 : upperTail(deviate(elapsedMs));
        // A whole millisecond of rounding, where a millisecond is something.
        expect(Math.abs(upperTail(deviate(wholeMs)) / longer / share - 1)).toBeLessThan(2e-3);
      }
    }
  });

  it('[F2] grows with what has passed, once that is long: who is served for three hours is not about to finish', () => {
    const medians = [30, 60, 180, 600].map((minutes) => residualMs(residualService(TWO_MINUTES, 0, minutes * MINUTE), 0.5));
    expect(medians).toEqual([...medians].sort((left, right) => left - right));
    expect(medians[2]! / MINUTE).toBeGreaterThan(15);
  });

  it('[F5] is a number for every service that a clock can tell', () => {
    const elapsed = fc.double({ min: -1e15, max: 1e15, noNaN: true });
    fc.assert(
      fc.property(
        elapsed,
        fc.double({ min: 0, max: 3, noNaN: true }),
        fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }),
        (ms, logSd, share) => {
          const left = residualMs(residualService({ ...TWO_MINUTES, logSd }, 0, ms), share);
          expect(Number.isFinite(left) && left >= 0).toBe(true);
        },
      ),
    );
  });

  it('[F2] of a service that always takes the same is the rest of it', () => {
    const fixed = { ...TWO_MINUTES, logSd: 0 };
    expect(residualMs(residualService(fixed, 0, 50_000), 0.3)).toBe(70_000);
    expect(residualMs(residualService(fixed, 0, 500_000), 0.3)).toBe(0);
    expect(serviceMs(fixed, Math.log(2), 1.3)).toBe(240_000);
  });
});

describe('draws', () => {
  it('[F3] are even, independent and the same everywhere', () => {
    const units = Array.from({ length: 40_000 }, (_, run) => unit(keyOf(keyOf(0, 5), run), 3));
    const mean = units.reduce((sum, each) => sum + each, 0) / units.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(3 * Math.sqrt(1 / 12 / units.length));
    const product = units.slice(1).reduce((sum, each, index) => sum + (each - 0.5) * (units[index]! - 0.5), 0) / units.length;
    expect(Math.abs(product)).toBeLessThan(3 / 12 / Math.sqrt(units.length));
    const normals = units.map((_, run) => normal(keyOf(1, run), 9));
    const variance = normals.reduce((sum, each) => sum + each * each, 0) / normals.length;
    expect(Math.abs(variance - 1)).toBeLessThan(3 * Math.sqrt(2 / normals.length));
    expect([keyOf(1, 2), keyOf(-5, 0), unit(77, 1)]).toMatchInlineSnapshot(`
      [
        -1759602332,
        1959625965,
        0.8030768650351092,
      ]
    `);
  });
});

describe('arrivals', () => {
  it('[F12] come as often as is expected, slot by slot, and no more once the slots are over', () => {
    const rate = new ArrivalRate([10, 0, 40], 30 * MINUTE, 0);
    const counts = [0, 0, 0];
    for (let run = 0; run < 2_000; run += 1) {
      const key = keyOf(3, run);
      let step = 0;
      const next = (at: number): number => rate.next(at, 1.5, -Math.log(unit(key, (step += 1))));
      for (let at = next(0); at < Number.POSITIVE_INFINITY; at = next(at))
        counts[Math.min(2, Math.floor(at / (30 * MINUTE)))]! += 1;
    }
    expect(counts[1]).toBe(0);
    for (const [slot, expected] of [
      [0, 15],
      [2, 60],
    ] as const) {
      const off = counts[slot]! / 2_000 - expected;
      expect(Math.abs(off)).toBeLessThan(3 * Math.sqrt(expected / 2_000));
    }
    expect(rate.next(90 * MINUTE, 1, 0.1)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('a gap between two customers', () => {
  it('[F13] uses up its rates span by span, from where it stands', () => {
    const gaps = {
      spans: [
        { untilMs: 10_000, callsPerMs: 1 / 5_000 },
        { untilMs: Number.POSITIVE_INFINITY, callsPerMs: 1 / 60_000 },
      ],
    };
    expect(gapMs(gaps, 0, 1)).toBe(5_000);
    expect(gapMs(gaps, 0, 3)).toBe(70_000);
    expect(gapMs(gaps, 4_000, 1)).toBe(5_000);
    expect(gapMs(gaps, 30_000, 0.5)).toBe(30_000);
    expect(gapMs({ spans: [] }, 0, 1)).toBe(0);
  });
});
