import { describe, expect, it } from 'vitest';
import { failover } from './failover.ts';

/** Two stages at once: most of a failover is waiting for the Sentinels. */
const ROUNDS_EACH = 10;
const SEEDS = [20261122, 20261123];
const TIMEOUT_MS = 15 * 60_000;

describe('the Redis master under load', () => {
  it(
    `[X1, X2, X5, X6, X7] ${ROUNDS_EACH * SEEDS.length} times killed, paused or restarted: nothing is lost, doubled, or left unsure`,
    async () => {
      const reports = await Promise.all(SEEDS.map((seed) => failover({ rounds: ROUNDS_EACH, seed })));
      for (const report of reports) {
        console.log(JSON.stringify(report));
        expect(report).toMatchObject({ rounds: ROUNDS_EACH, lost: 0, doubled: 0, unsureUnresolved: 0, violations: [] });
        expect(report.failovers).toBe(ROUNDS_EACH);
        expect(report.acknowledged).toBeGreaterThan(10 * ROUNDS_EACH);
      }
    },
    TIMEOUT_MS,
  );
});
