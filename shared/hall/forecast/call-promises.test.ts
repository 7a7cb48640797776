import { describe, expect, it } from 'vitest';
import { inLine, lognormal, plainScene, type PlainScene } from '../../../test/support/plain-scene.ts';
import type { RoutingRule } from '../configuration.ts';
import { isBefore, type Credit } from '../ticket.ts';
import { runScene } from './run-scene.ts';

const MINUTE = 60_000;
const CLASSES = ['standard', 'priority', 'vip'];

interface Called {
  readonly class: string;
  readonly at: number;
  readonly came: number;
  readonly credit: Credit;
  readonly passed: number;
}

/** Every call of some runs of a busy hall of equal counters, run by run: what is promised of each is looked at from outside. */
function callsOf(rule: RoutingRule): Called[][] {
  const busy: PlainScene = {
    rule,
    classes: CLASSES,
    services: { A: lognormal(6 * MINUTE, 1) },
    counters: 3,
    waiting: inLine(12, (index) => ({ service: 'A', class: CLASSES[index % 3]! })),
    perMinute: { standard: 0.3, priority: 0.15, vip: 0.12 },
  };
  return Array.from({ length: 8 }, (_, seed) => {
    const calls: Called[] = [];
    runScene(plainScene(busy), { runs: 1, horizonMs: 120 * MINUTE, seed }, ({ at, ticket }) => {
      const { class: classId, came, credit, passed } = ticket;
      calls.push({ class: classId, at, came, credit: { ...credit }, passed });
    });
    return calls;
  });
}

/** Each call with somebody who waited then and was called later. */
function* rivals(calls: readonly Called[]): Generator<readonly [called: Called, rival: Called]> {
  for (const [index, called] of calls.entries()) {
    for (const rival of calls.slice(index + 1)) if (rival.came <= called.at) yield [called, rival];
  }
}

describe('at every call of every run', () => {
  it('[F6] nobody is passed by somebody who came later by more than the head start', () => {
    const minutes: Record<string, number> = { vip: 10, priority: 4, standard: 0 };
    let passes = 0;
    for (const calls of callsOf({ kind: 'head-start', minutes, passedMax: null })) {
      for (const [called, rival] of rivals(calls)) {
        const later = called.credit.at - rival.credit.at;
        if (later > 0) passes += 1;
        expect(later).toBeLessThanOrEqual((minutes[called.class]! - minutes[rival.class]!) * MINUTE);
      }
    }
    expect(passes).toBeGreaterThan(200);
  });

  it('[F6] nobody is passed more often than the cap', () => {
    const calls = callsOf({ kind: 'strict', order: ['vip', 'priority'], passedMax: 2 }).flat();
    expect(Math.max(...calls.map(({ passed }) => passed))).toBe(2);
  });

  it('[F6] who is called has waited longest, as minutes of the class count', () => {
    const factors: Record<string, number> = { vip: 3, priority: 2, standard: 1 };
    for (const calls of callsOf({ kind: 'aging', factors, passedMax: null })) {
      for (const [called, rival] of rivals(calls)) {
        const counted = ({ class: id, credit }: Called) => factors[id]! * (called.at - credit.at);
        expect(counted(called)).toBeGreaterThanOrEqual(counted(rival));
      }
    }
  });

  it('[F6] past the longest wait, and first come first served, the oldest of all is called', () => {
    for (const calls of callsOf({ kind: 'fcfs', passedMax: null })) {
      for (const [called, rival] of rivals(calls)) expect(isBefore(called.credit, rival.credit)).toBe(true);
    }
    for (const calls of callsOf({ kind: 'strict', order: ['vip'], passedMax: null, waitMaxMinutes: 15 })) {
      for (const [called, rival] of rivals(calls)) {
        const isTooLong = called.at - Math.min(rival.credit.at, called.credit.at) > 15 * MINUTE;
        if (isTooLong) expect(isBefore(called.credit, rival.credit)).toBe(true);
      }
    }
  });

  it('[F6] somebody waits only while every counter is busy: the time in line is all waits together, and no more', () => {
    const horizonMs = 120 * MINUTE;
    const scene = plainScene({ counters: 2, perMinute: { standard: 0.25 } });
    const { all, ahead } = runScene(scene, { runs: 200, horizonMs, seed: 3, aheadStepMs: horizonMs / 288 });
    const waited = all.waitMs.reduce((sum, each) => sum + each, 0);
    const inLineMs =
      ahead.get('A')!.reduce((sum, { waiting }) => sum + waiting.reduce((total, each) => total + each, 0), 0) * (horizonMs / 288);
    expect(Math.abs(inLineMs / waited - 1)).toBeLessThan(0.02);
    const idle = runScene(plainScene({ counters: 50, perMinute: { standard: 2 } }), { runs: 20, horizonMs, seed: 3 });
    expect(idle.all.waitMs.every((wait) => wait === 0)).toBe(true);
  });
});
