import { fc } from '../../../test/support/seeded-check.ts';
import { describe, expect, it } from 'vitest';
import { PlayedHall, MINUTE } from '../../../test/support/played-hall.ts';
import { plainScene } from '../../../test/support/plain-scene.ts';
import { lineStep, rangeBehind, type LineStep } from './line-step.ts';
import { runScene } from './run-scene.ts';
import { sceneOf } from './scene-of.ts';

const HORIZON = 120 * MINUTE;
const LINE = { service: 'A', class: 'standard' };
const known = { logMean: Math.log(5 * MINUTE), logSd: 0.85, seen: 100, learning: false };
const model = { ...plainScene().model, services: new Map([['A', known]]) };

function stepIn(hall: PlayedHall): LineStep | null {
  return lineStep(sceneOf(hall.state, model, hall.now), LINE, HORIZON);
}

describe('what one customer more ahead is worth', () => {
  it('[F70] is a service of the line at its counters together, beyond who waited and the counters that were free', () => {
    const hall = new PlayedHall();
    expect(stepIn(hall)).toBeNull();
    hall.staff(1, 2);
    const meanMs = (5 * MINUTE * Math.exp(0.85 ** 2 / 2)) / 2;
    expect(stepIn(hall)).toMatchObject({ ...LINE, ahead: 1 });
    expect(stepIn(hall)!.meanMs).toBeCloseTo(meanMs, 6);
    for (let issued = 0; issued < 5; issued += 1) hall.issue('A');
    for (const counter of [1, 2]) hall.next(counter);
    expect(stepIn(hall)).toMatchObject({ ahead: 3 });
    expect(lineStep(sceneOf(hall.state, { ...model, services: new Map() }, hall.now), LINE, HORIZON)).toBeNull();
    const broken = { ...model, services: new Map([['A', { ...known, logSd: Infinity }]]) };
    expect(lineStep(sceneOf(hall.state, broken, hall.now), LINE, HORIZON)).toBeNull();
  });

  it('[F70] is what the runs say of ten more in line, in the mean', () => {
    const hall = new PlayedHall();
    hall.staff(1, 2);
    for (let issued = 0; issued < 6; issued += 1) hall.issue('A');
    for (const counter of [1, 2]) hall.next(counter);
    const meanWait = (): number => {
      const scene = sceneOf(hall.state, model, hall.now);
      const waits = runScene(scene, { runs: 2_000, horizonMs: 10 * HORIZON, seed: 1 }).newcomer('A', 'standard');
      return waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    };
    const step = stepIn(hall)!;
    const before = meanWait();
    for (let issued = 0; issued < 10; issued += 1) hall.issue('A');
    const more = (meanWait() - before) / (10 * step.meanMs);
    expect(more).toBeGreaterThan(0.9);
    expect(more).toBeLessThan(1.1);
  });

  it('[F70] never tells less as more come, whole minutes in order, and nothing beyond the horizon', () => {
    const anyMs = fc.integer({ min: 0, max: 30 * MINUTE });
    fc.assert(
      fc.property(anyMs, anyMs, anyMs, anyMs, fc.nat(5), (from, wide, meanMs, sdMs, ahead) => {
        const fromMs = Math.floor(from / MINUTE) * MINUTE;
        const told = { fromMs, toMs: fromMs + MINUTE * (1 + Math.floor(wide / MINUTE)) };
        const step = { ...LINE, ahead, meanMs, sdMs };
        let last = told;
        for (let waiting = 0; waiting <= 12; waiting += 1) {
          const next = rangeBehind(told, step, { waiting, horizonMs: HORIZON });
          if (next === null) break;
          expect([next.fromMs % MINUTE, next.toMs % MINUTE]).toEqual([0, 0]);
          expect(next.fromMs).toBeGreaterThanOrEqual(last.fromMs);
          expect(next.toMs).toBeGreaterThanOrEqual(Math.max(last.toMs, next.fromMs, MINUTE));
          expect(next.toMs).toBeLessThanOrEqual(HORIZON);
          if (waiting <= ahead) expect(next).toEqual(told);
          last = next;
        }
      }),
    );
    expect(rangeBehind({ fromMs: 0, toMs: MINUTE }, null, { waiting: 50, horizonMs: HORIZON })).toEqual({
      fromMs: 0,
      toMs: MINUTE,
    });
  });
});
