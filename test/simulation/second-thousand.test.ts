import { expect, it } from 'vitest';
import { runSeeds, violations } from './seeds.ts';

/** The other half, in a file of its own: two files run side by side on two cores. */
it('keeps every promise over another 1,000 seeds', async () => {
  expect(violations(await runSeeds(1_001, 1_000))).toEqual([]);
});
