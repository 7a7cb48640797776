import { describe, expect, it } from 'vitest';
import type { PlantedFault } from '../../server/hub/planted-fault.ts';
import { countOf, runSeeds, STEPS, violations } from './seeds.ts';
import { World } from './world.ts';

/** A planted fault has to show within so many seeds. */
const CANARY_SEEDS_MAX = 20;

/** What the whole calling floor does, seldom or often. */
const FLOOR = [
  'ticket-held',
  'ticket-resumed',
  'ticket-woken',
  'ticket-transferred',
  'tickets-released',
  'tickets-redirected',
  'tickets-merged',
  'action-undone',
  'redirect-undone',
  'counter-restricted',
  'service-stopped',
  'break-started',
  'appointment-checked-in',
  'alert-raised',
  'alert-cleared',
];

async function firstCaught(plantedFault: PlantedFault): Promise<number | null> {
  for (let seed = 1; seed <= CANARY_SEEDS_MAX; seed += 1) {
    const { violation } = await new World({ seed, steps: STEPS, plantedFault }).run();
    if (violation !== null) return seed;
  }
  return null;
}

/** Alone it takes half a minute; beside everything else on two cores, much longer. */
const TIMEOUT_MS = 600_000;

describe('two thousand simulated halls, first half', () => {
  it(
    '[J62] keeps every promise over 1,000 seeds, and they meet what they are about',
    async () => {
      const outcomes = await runSeeds(1, 1_000);
      expect(violations(outcomes)).toEqual([]);
      for (const what of [
        'told again',
        'down snapshot',
        'refused hall-read-only',
        'refused clock-unconfirmed',
        'event day-closed',
      ]) {
        expect(countOf(outcomes, what), what).toBeGreaterThan(100);
      }
      for (const what of FLOOR) expect(countOf(outcomes, `event ${what}`), what).toBeGreaterThan(5);
      expect(outcomes.reduce((sum, { crashes }) => sum + crashes, 0)).toBeGreaterThan(500);
    },
    TIMEOUT_MS,
  );

  it(
    '[J62] gives the same run for the same seed',
    async () => {
      const again = await runSeeds(1, 40);
      const before = await runSeeds(1, 40);
      expect(again.map(({ traceHash }) => traceHash)).toEqual(before.map(({ traceHash }) => traceHash));
    },
    TIMEOUT_MS,
  );

  it('[J62] would notice a hub that answers before the journal has it', async () => {
    expect(await firstCaught('ack-before-commit')).not.toBeNull();
  });

  it('[J62] would notice a hub that forgets which commands it has seen', async () => {
    expect(await firstCaught('dedupe-off')).not.toBeNull();
  });
});
