import { describe, expect, it } from 'vitest';
import { oracleChecks } from './oracle-checks.ts';
import { busyOfMany, erlangA, erlangC, erlangCFigures, erlangQuantile, lineAhead, strictWaits } from './theory.ts';

describe('the theory', () => {
  it('[F6] gives the figures of the published and the computed tables', () => {
    const { delayed, mean, p90, inLine } = erlangCFigures({ arrivals: 0.75, services: 1 / 6, counters: 5 });
    expect([delayed, mean, p90, inLine].map((each) => each.toFixed(3))).toEqual(['0.762', '9.150', '24.377', '6.862']);
    // Whitt 2005, Engineering Solution of a Basic Call-Center Model, table 1.
    const large = erlangA({ counters: 100, arrivals: 102, services: 1, patience: 1 });
    expect([1 - large.delayed, large.left, large.inLine].map((each) => each.toFixed(3))).toEqual(['0.408', '0.050', '5.092']);
    const small = erlangA({ counters: 5, arrivals: 50 / 60, services: 1 / 6, patience: 20 });
    expect([small.delayed, small.left, small.mean].map((each) => each.toFixed(4))).toEqual(['0.6857', '0.1252', '2.5038']);
    expect([0.1, 0.5, 0.9].map((p) => erlangQuantile(4, p).toFixed(3))).toEqual(['1.745', '3.672', '6.681']);
    expect(lineAhead(3, { services: 1, counters: 1 })).toBe(4);
    expect(strictWaits([0.03, 0.1], 6, 1).map((wait) => wait.toFixed(3))).toEqual(['5.707', '25.942']);
    expect([101, 120].map((counters) => erlangC({ arrivals: 100, services: 1, counters }).toFixed(4))).toEqual([
      '0.8833',
      '0.0332',
    ]);
    const day = { mean: 60, swing: 30, period: 8, services: 10 };
    expect([0, 3, 7].map((hour) => busyOfMany(hour, day).toFixed(4))).toEqual(['5.7658', '8.2739', '3.7261']);
  });
});

describe('the runs of a forecast', () => {
  it('[F6] wait as long as theory says, within three standard errors', () => {
    const checks = [...oracleChecks({ tickets: 60_000, seed: 1, isWhole: false })];
    expect(checks.filter(({ isWithin }) => !isWithin)).toEqual([]);
    expect(new Set(checks.map(({ table }) => table)).size).toBe(9);
    const sharp = checks.filter(({ theory, standardError }) => standardError / theory < 0.1);
    expect(sharp.length / checks.length).toBeGreaterThan(0.9);
  });
});
