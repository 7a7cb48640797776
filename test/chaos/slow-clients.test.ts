import { describe, expect, it } from 'vitest';
import { slowClients } from './slow-clients.ts';

const SEED = 20261122;
const NORMAL = 60;
const BAD = 8;

describe('screens that do not read', () => {
  it(`[X44, X45] ${BAD} paused, ${BAD} dribbling and ${BAD} half-open among ${NORMAL}: those are dropped, these get everything, the hub does not grow`, async () => {
    const report = await slowClients({ rounds: 1, seed: SEED, normal: NORMAL, bad: BAD, loadMs: 10_000 });
    console.log(JSON.stringify(report));
    expect(report).toMatchObject({ lost: 0, doubled: 0, unsureUnresolved: 0, violations: [], dropped: 2 * BAD });
    expect(report.acknowledged).toBeGreaterThan(NORMAL);
  });
});
