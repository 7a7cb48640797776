import { describe, expect, it } from 'vitest';
import { clockMoves } from './clock.ts';

/** Each move once. */
const ROUNDS = 7;
const SEED = 20261122;

describe('a clock that is set', () => {
  it(`[X42, X43] ${ROUNDS} times, forwards and back, under load and while the hub is down: asked about, and nothing lost or doubled`, async () => {
    const report = await clockMoves({ rounds: ROUNDS, seed: SEED });
    console.log(JSON.stringify(report));
    expect(report).toMatchObject({ rounds: ROUNDS, doubted: 5, lost: 0, doubled: 0, unsureUnresolved: 0, violations: [] });
    expect(report.acknowledged).toBeGreaterThan(10 * ROUNDS);
  });
});
