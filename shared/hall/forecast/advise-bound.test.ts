import { fc } from '../../../test/support/seeded-check.ts';
import { describe, expect, it } from 'vitest';
import { savingOf, outlookOf } from './advise-judge.ts';
import type { HallModel } from './hall-model.ts';
import type { Scene, SceneCounter } from './scene.ts';

const MINUTE = 60_000;
const AT = Date.UTC(2026, 10, 23, 2, 0, 0);
const QUEUE = { service: 'A', class: 'standard' };
const SERVE_MINUTES = 6;

function modelOf(logSd: number): HallModel {
  const logMean = Math.log(SERVE_MINUTES * MINUTE) - (logSd * logSd) / 2;
  return {
    services: new Map([['A', { logMean, logSd, seen: 500, learning: false }]]),
    tellers: new Map(),
    arrivals: { slotMs: 15 * MINUTE, expected: new Map() },
    dayFactor: { median: 1, logSd: 0 },
    leavesPerMs: new Map(),
    noShows: { base: 0, perMinute: 0, lostMs: 0 },
  };
}

/** All of the counters serve somebody, each for another while; then one more counter opens, and so many wait. */
function sceneOf({ busy, idle, waiting, logSd }: { busy: number; idle: number; waiting: number; logSd: number }): Scene {
  const counters = Array.from({ length: busy + idle }, (_, index): SceneCounter => {
    const sinceMs = ((index * 2.3) % SERVE_MINUTES) * MINUTE;
    return {
      id: index + 1,
      teller: String(1001 + index),
      tiers: [[QUEUE]],
      helps: null,
      later: null,
      atHand: index < busy ? { service: 'A', since: AT - sinceMs, heldMs: 0, class: 'standard' } : null,
      away: [],
    };
  });
  return {
    at: AT,
    rule: { kind: 'fcfs', passedMax: null },
    ratio: { turn: 0, calls: 0 },
    waiting: Array.from({ length: waiting }, (_, index) => ({
      ...QUEUE,
      ticket: `t${index}`,
      // Nobody has waited yet: what is saved is of the wait that is left.
      credit: { at: AT, order: index },
      passed: 0,
      passesNobody: false,
      queuedAt: AT,
    })),
    counters,
    coming: [],
    issuing: new Set(),
    nextStep: new Map(),
    emptySince: () => null,
    model: modelOf(logSd),
    midnight: AT - 10 * 60 * MINUTE,
  };
}

const mean = (values: Float64Array): number => values.reduce((sum, each) => sum + each, 0) / values.length;

describe('one more counter', () => {
  it('[F103] saves those in line no more than queueing allows: of c counters, about one part in c + 1', () => {
    const drawn = fc.record({
      busy: fc.integer({ min: 1, max: 10 }),
      waiting: fc.integer({ min: 2, max: 40 }),
      logSd: fc.double({ min: 0.3, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(drawn, ({ busy, logSd, waiting }) => {
        const options = { runs: 150, seed: 3 };
        const before = outlookOf(sceneOf({ busy, idle: 0, waiting, logSd }), options);
        const after = outlookOf(sceneOf({ busy, idle: 1, waiting, logSd }), options);
        const saving = savingOf(before, after);
        const share = saving.totalMs / mean(before.runs.all.waitMs);
        // With n ahead and exponential services (n + 1) / cμ becomes n / (c + 1)μ: over a line of N, c (N - 1) / (c + 1)(N + 1) of it is left.
        const leftAtLeast = (busy / (busy + 1)) * ((waiting - 1) / (waiting + 1));
        expect(share).toBeLessThanOrEqual(1 - leftAtLeast + 0.06);
        expect(share).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 40, seed: 20261122 },
    );
  });

  it.each([
    { busy: 1, from: 24, to: 12 },
    { busy: 5, from: 24, to: 20 },
  ])('[F103] of $busy and one: whoever would wait $from minutes waits about $to', ({ busy, from, to }) => {
    const waiting = (from / SERVE_MINUTES) * busy;
    const last = (idle: number): number => {
      const { runs } = outlookOf(sceneOf({ busy, idle, waiting, logSd: 0.5 }), { runs: 600, seed: 5 });
      return mean(runs.waiting[waiting - 1]!) / MINUTE;
    };
    const [before, after] = [last(0), last(1)];
    expect(Math.abs(after / before - to / from)).toBeLessThan(0.12);
    expect(after / before).toBeGreaterThan((busy / (busy + 1)) * 0.75);
  });
});
