import { describe, expect, it } from 'vitest';
import { HUBS_STEPS, hubsViolations, runHubs } from './hubs-command.ts';
import type { ManyHubsOutcome } from './many-hubs-world.ts';
import type { WeakSetting } from './model-journal.ts';

/** Alone it takes half a minute; beside everything else on two cores, much longer. */
const TIMEOUT_MS = 600_000;
const SEEDS = 100;
/** A weaker setting has to show within so many seeds. */
const WEAK_SEEDS_MAX = 30;

const sum = (outcomes: readonly ManyHubsOutcome[], of: (outcome: ManyHubsOutcome) => number): number =>
  outcomes.reduce((total, outcome) => total + of(outcome), 0);

const countOf = (outcomes: readonly ManyHubsOutcome[], what: string): number => sum(outcomes, ({ counts }) => counts[what] ?? 0);

async function firstLoss(weak: WeakSetting, from: number): Promise<string | null> {
  for (let seed = from; seed < from + WEAK_SEEDS_MAX; seed += 1) {
    const [outcome] = await runHubs(seed, 1, { weak, onlyCuts: weak === 'no-withdraw' });
    if (outcome?.violation != null) return outcome.violation;
  }
  return null;
}

describe('a hall on three hubs over three nodes', () => {
  it(
    '[W40] keeps every promise while hubs and nodes are killed, paused, cut off and drained, and everybody agrees after it',
    async () => {
      const outcomes = await runHubs(1, SEEDS);
      expect(hubsViolations(outcomes)).toEqual([]);
      expect(sum(outcomes, ({ failovers }) => failovers)).toBeGreaterThan(SEEDS);
      expect(sum(outcomes, ({ hubDeaths }) => hubDeaths)).toBeGreaterThan(SEEDS);
      expect(sum(outcomes, ({ answered }) => answered)).toBeGreaterThan(20 * SEEDS);
      for (const what of ['told again', 'event day-opened', 'event ticket-called', 'down snapshot'])
        expect(countOf(outcomes, what), what).toBeGreaterThan(20);
    },
    TIMEOUT_MS,
  );

  it(
    '[W40] gives the same run for the same seed',
    async () => {
      const hashes = async (): Promise<string[]> => (await runHubs(1, 8)).map(({ traceHash }) => traceHash);
      expect(await hashes()).toEqual(await hashes());
    },
    TIMEOUT_MS,
  );

  it.each([
    ['wait-off', 1],
    ['wait-one', 1],
    ['no-fence', 1],
    ['shown-before-commit', 1],
  ] as const)('[W41] is found out when %s: something that was shown is lost', { timeout: TIMEOUT_MS }, async (weak, from) => {
    expect(await firstLoss(weak, from)).toMatch(/^I10?:/);
  });

  it(
    '[W43] does what was refused when hubs do not withdraw it, and else not, where the network is cut again and again',
    async () => {
      expect(await firstLoss('no-withdraw', 13)).toMatch(/^I9: command \w+ was refused/);
      expect(hubsViolations(await runHubs(11, 3, { onlyCuts: true }), HUBS_STEPS, ' --only-cuts')).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
