import { describe, expect, it } from 'vitest';
import { databaseAway } from './database.ts';

const ROUNDS = 5;
const SEED = 20261122;

describe('PostgreSQL under a hub that serves', () => {
  it(`[Q13] ${ROUNDS} times stopped, killed or paused: no command hears of it, log-ins come back, the history is whole`, async () => {
    const report = await databaseAway({ rounds: ROUNDS, seed: SEED });
    console.log(JSON.stringify(report));
    expect(report).toMatchObject({ rounds: ROUNDS, lost: 0, doubled: 0, unsure: 0, unsureUnresolved: 0, violations: [] });
    expect(report.acknowledged).toBeGreaterThan(20 * ROUNDS);
    expect(report.busy).toBeGreaterThan(0);
    expect(report.historyVersion).toBe(report.entries);
    expect(report.historyRows).toBeGreaterThan(0);
  });
});
