import { expect, it } from 'vitest';
import { plantedFaults } from './planted-faults.ts';

const ROUNDS = 6;
const SEED = 20261122;
/** About half a minute on an idle machine with two cores; a busy one gets its time. */
const TIMEOUT_MS = 15 * 60_000;

it(
  '[J79] catches a hub that acknowledges before the commit, and one that forgets ids',
  async () => {
    const { faults } = await plantedFaults({ rounds: ROUNDS, seed: SEED });
    expect(faults.map(({ fault, caught }) => [fault, caught])).toEqual([
      ['ack-before-commit', true],
      ['dedupe-off', true],
    ]);
  },
  TIMEOUT_MS,
);
