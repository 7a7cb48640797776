import { describe, expect, it } from 'vitest';
import { partition } from './partition.ts';
import { severalHubsKilled } from './several-hubs.ts';

const SEED = 20261122;
const PARTITIONS = 4;
const KILLS = 15;
const TIMEOUT_MS = 15 * 60_000;

describe('machines of an installation', () => {
  it(
    `[X3] ${PARTITIONS} times cut off from each other: master alone, with a replica, unheard, unhearing`,
    async () => {
      const report = await partition({ rounds: PARTITIONS, seed: SEED });
      console.log(JSON.stringify(report));
      expect(report).toMatchObject({ rounds: PARTITIONS, lost: 0, doubled: 0, unsureUnresolved: 0, violations: [] });
      expect(report.failovers).toBeGreaterThan(0);
      expect(report.acknowledged).toBeGreaterThan(10 * PARTITIONS);
    },
    TIMEOUT_MS,
  );

  it(
    `[X4] ${KILLS} times a hub of three killed with -9, sometimes two at once, while the others go on`,
    async () => {
      const report = await severalHubsKilled({ rounds: KILLS, seed: SEED });
      console.log(JSON.stringify(report));
      expect(report).toMatchObject({ rounds: KILLS, lost: 0, doubled: 0, unsureUnresolved: 0, violations: [], failovers: 0 });
      expect(report.acknowledged).toBeGreaterThan(10 * KILLS);
    },
    TIMEOUT_MS,
  );
});
