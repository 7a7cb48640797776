import type { RoutingRule } from '../../../shared/hall/configuration.ts';
import { ascending, quantile } from '../../../shared/hall/forecast/quantile.ts';
import { runScene } from '../../../shared/hall/forecast/run-scene.ts';
import type { Scene } from '../../../shared/hall/forecast/scene.ts';
import { inLine, plainScene, SCENE_AT } from '../../support/plain-scene.ts';
import { estimate, MINUTE_MS, meanOf, timesOf } from './long-run.ts';
import { check, type OracleCheck, type OracleSize } from './oracle-check.ts';
import { busyOfMany, erlangQuantile, lineAhead } from './theory.ts';

const BATCHES = 20;
const HOUR_MS = 60 * MINUTE_MS;
const SERVICE = { serviceMeanMs: 6 * MINUTE_MS, variation: 'exponential' } as const;
const COUNTERS = 5;
/** One counter frees itself every so many minutes. */
const UNIT = 6 / COUNTERS;

/** Five busy counters, so many in line, and what is asked of the newcomer behind them. */
function lineOf(ahead: number, changes: { readonly leaves?: number; readonly vipPerMinute?: number } = {}): Scene {
  const strict: RoutingRule = { kind: 'strict', order: ['vip'], passedMax: null };
  return plainScene({
    rule: strict,
    classes: ['standard', 'vip'],
    services: { A: timesOf(SERVICE) },
    counters: Array.from({ length: COUNTERS }, () => ({ atHand: { service: 'A', since: SCENE_AT - MINUTE_MS, heldMs: 0 } })),
    waiting: inLine(ahead, () => ({ service: 'A', class: 'standard' })),
    leavesPerMs: { standard: (changes.leaves ?? 0) / MINUTE_MS },
    perMinute: { vip: changes.vipPerMinute ?? 0 },
    changes: { midnight: SCENE_AT },
  });
}

/** Waits of the newcomer in minutes, batch by batch. */
function newcomers(scene: Scene, { tickets, seed }: OracleSize): Float64Array[] {
  const runs = Math.max(50, Math.min(5_000, Math.round(tickets / 10 / BATCHES)));
  return Array.from({ length: BATCHES }, (_, batch) => {
    const options = {
      runs,
      horizonMs: 24 * HOUR_MS,
      seed: seed * 1_000 + batch,
      until: 'called',
      serviceLaw: 'exponential',
    } as const;
    const { newcomer } = runScene(scene, { ...options, newcomers: [{ service: 'A', class: 'standard' }] });
    return newcomer('A', 'standard').map((wait) => wait / MINUTE_MS);
  });
}

/** T2: what can be known at best of who finds so many ahead. */
export function* lineChecks(size: OracleSize): Generator<OracleCheck> {
  const markov = { services: 1 / 6, counters: COUNTERS };
  for (const ahead of size.isWhole ? [0, 1, 2, 3, 5, 8, 12, 20, 30, 50] : [0, 8]) {
    const batches = newcomers(lineOf(ahead), size);
    yield check('T2', `${ahead} ahead, mean`, lineAhead(ahead, markov), estimate(batches.map(meanOf)));
    const variation = (waits: Float64Array): number =>
      Math.sqrt(meanOf(waits.map((wait) => (wait - meanOf(waits)) ** 2))) / meanOf(waits);
    yield check('T2', `${ahead} ahead, variation`, 1 / Math.sqrt(ahead + 1), estimate(batches.map(variation)));
    for (const p of [0.1, 0.5, 0.9]) {
      const found = estimate(batches.map((waits) => quantile(ascending(waits), p)));
      yield check('T2', `${ahead} ahead, p${p * 100}`, UNIT * erlangQuantile(ahead + 1, p), found);
    }
  }
  for (const ahead of size.isWhole ? [3, 12, 30] : [12]) {
    const leaving = newcomers(lineOf(ahead, { leaves: 1 / 20 }), size);
    yield check('T2', `${ahead} ahead who leave`, lineAhead(ahead, markov, 1 / 20), estimate(leaving.map(meanOf)));
    const overtaken = newcomers(lineOf(ahead, { vipPerMinute: 0.25 }), size);
    yield check('T2', `${ahead} ahead and VIPs`, (ahead + 1) / (COUNTERS / 6 - 0.25), estimate(overtaken.map(meanOf)));
  }
}

/**
 * T11: customers come by a sine of the day, and there are always enough counters. Who is served goes on to a service that nobody gives: so
 * many have been served, and the rest of those who came are at the counters.
 */
export function* busyChecks(size: OracleSize): Generator<OracleCheck> {
  const day = { mean: 60, swing: 30, period: 8, services: 10 };
  const minutes = Array.from({ length: 10 * 60 }, (_, minute) => {
    const hour = (minute + 0.5) / 60 - 2;
    return (day.mean + day.swing * Math.sin((2 * Math.PI * hour) / day.period)) / 60;
  });
  const times = timesOf(SERVICE);
  const plain = plainScene({
    services: { A: times, B: times },
    counters: 60,
    changes: { nextStep: new Map([['A', 'B']]), midnight: SCENE_AT },
  });
  const A = { service: 'A', class: 'standard' };
  const scene: Scene = {
    ...plain,
    issuing: new Set(['A']),
    counters: plain.counters.map((counter) => ({ ...counter, tiers: [[A]] })),
    model: { ...plain.model, arrivals: { slotMs: MINUTE_MS, expected: new Map([['A', new Map([['standard', minutes]])]]) } },
  };
  const runs = Math.max(20, Math.min(1_000, Math.round(size.tickets / 600 / BATCHES)));
  const batches = Array.from({ length: BATCHES }, (_, batch) => {
    const options = { runs, horizonMs: 9.5 * HOUR_MS, seed: size.seed * 1_000 + batch, serviceLaw: 'exponential' } as const;
    const { ahead } = runScene(scene, { ...options, newcomers: [], aheadStepMs: HOUR_MS });
    let came = 0;
    const inHall = ahead.get('A')!.map(({ waits, waiting }, hour) => {
      came += waits.length / runs;
      return came - meanOf(waiting) - meanOf(ahead.get('B')![hour]!.waiting);
    });
    return inHall.slice(1);
  });
  for (let hour = 0; hour < 8; hour += 1) {
    const found = estimate(batches.map((inHall) => inHall[hour]!));
    yield check('T11', `busy at ${hour} h`, busyOfMany(hour, day), found);
  }
}
