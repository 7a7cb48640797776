import { describe, expect, it } from 'vitest';
import { formulaChecks } from './formula-checks.ts';
import { erlangC, meanWaitFcfs, meanWaitsAging, meanWaitsStrict } from './formulas.ts';
import type { Setting } from './sample-path.ts';

const MINUTE_MS = 60_000;

function hall(rho: number, ...shares: number[]): Setting {
  const classes = shares.map((share, index) => ({ id: `class-${index}`, share }));
  return { counters: 5, rho, serviceMeanMs: 6 * MINUTE_MS, service: 'exponential', classes };
}

function inMinutes(waits: readonly number[]): string[] {
  return waits.map((wait) => (wait / MINUTE_MS).toFixed(3));
}

describe('the formulas', () => {
  it('[T85] give the figures of the tables', () => {
    expect(erlangC(hall(0.9, 1)).toFixed(4)).toBe('0.7625');
    expect(inMinutes([meanWaitFcfs(hall(0.9, 1)), meanWaitFcfs(hall(0.8, 1)), meanWaitFcfs(hall(0.95, 1))])).toEqual([
      '9.150',
      '3.325',
      '21.067',
    ]);
    expect(inMinutes(meanWaitsStrict(hall(0.9, 0.3, 0.7)))).toEqual(['1.253', '12.534']);
    expect(inMinutes(meanWaitsStrict(hall(0.9, 0.1, 0.3, 0.6)))).toEqual(['1.005', '1.571', '14.297']);
    expect(inMinutes(meanWaitsAging(hall(0.9, 0.3, 0.7), [2, 1]))).toEqual(['5.818', '10.578']);
    expect(inMinutes(meanWaitsAging(hall(0.9, 0.1, 0.3, 0.6), [4, 2, 1]))).toEqual(['3.648', '6.337', '11.473']);
  });

  it('[T85] meet at their limits', () => {
    const setting = hall(0.9, 0.3, 0.7);
    expect(inMinutes(meanWaitsAging(setting, [1, 1]))).toEqual(inMinutes([meanWaitFcfs(setting), meanWaitFcfs(setting)]));
    expect(inMinutes(meanWaitsAging(setting, [1e9, 1]))).toEqual(inMinutes(meanWaitsStrict(setting)));
  });
});

describe('the routing, played', () => {
  it('[T85] waits as long as the formulas say, within three standard errors', () => {
    const checks = formulaChecks({ rho: 0.7, tickets: 100_000, seed: 1 });
    expect(checks.length).toBeGreaterThan(10);
    expect(checks.filter(({ isWithin }) => !isWithin)).toEqual([]);
    for (const { formula, standardError } of checks) expect(standardError / formula).toBeLessThan(0.05);
  });
});
