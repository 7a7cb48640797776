import { describe, expect, it } from 'vitest';
import { cluster } from './cluster.ts';
import { pauses } from './pause.ts';

const SEED = 20261122;
const MOVES = 3;
const PAUSES = 4;
const TIMEOUT_MS = 15 * 60_000;

describe('a Redis Cluster, and processes that stop for a while', () => {
  it(
    `[X8, N33] ${MOVES} times the hall's slot is moved, its master killed, or both`,
    async () => {
      const report = await cluster({ rounds: MOVES, seed: SEED });
      console.log(JSON.stringify(report));
      expect(report).toMatchObject({ rounds: MOVES, lost: 0, doubled: 0, unsureUnresolved: 0, violations: [] });
      expect(report.acknowledged).toBeGreaterThan(10 * MOVES);
    },
    TIMEOUT_MS,
  );

  it(
    `[X9] ${PAUSES} times a hub or a node is paused and goes on as if nothing had been`,
    async () => {
      const report = await pauses({ rounds: PAUSES, seed: SEED });
      console.log(JSON.stringify(report));
      expect(report).toMatchObject({ rounds: PAUSES, lost: 0, doubled: 0, unsureUnresolved: 0, violations: [] });
      expect(report.acknowledged).toBeGreaterThan(10 * PAUSES);
    },
    TIMEOUT_MS,
  );
});
