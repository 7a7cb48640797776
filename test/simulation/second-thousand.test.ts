import { expect, it } from 'vitest';
import { runSeeds, violations } from './seeds.ts';

const TIMEOUT_MS = 600_000;

/** The other half, in a file of its own: two files run side by side on two cores. */
it(
  '[J62] keeps every promise over another 1,000 seeds',
  async () => {
    expect(violations(await runSeeds(1_001, 1_000))).toEqual([]);
  },
  TIMEOUT_MS,
);
