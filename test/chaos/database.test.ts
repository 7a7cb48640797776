import { describe, expect, it } from 'vitest';
import { databaseAway } from './database.ts';

/** One of each way. */
const ROUNDS = 3;
const SEED = 20261122;

describe('PostgreSQL under hubs that serve', () => {
  it(`[Q13] ${ROUNDS} times stopped, killed or paused: no command hears of it, log-ins come back, the history is whole`, async () => {
    const report = await databaseAway({ rounds: ROUNDS, seed: SEED });
    console.log(JSON.stringify(report));
    expect(report).toMatchObject({ rounds: ROUNDS, lost: 0, doubled: 0, unsureUnresolved: 0, violations: [] });
    expect(report.acknowledged).toBeGreaterThan(10 * ROUNDS);
    expect(report.busy).toBeGreaterThan(0);
    expect(report.historyVersion).toBe(report.entries);
    expect(report.historyRows).toBeGreaterThan(0);
  });
});
