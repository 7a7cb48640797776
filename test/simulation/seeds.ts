import { World, type WorldOutcome } from './world.ts';

/** What a change is tested with. `npm run simulate -- --seeds 100000` looks further. */
export const STEPS = 120;

export async function runSeeds(first: number, count: number): Promise<WorldOutcome[]> {
  const outcomes: WorldOutcome[] = [];
  for (let seed = first; seed < first + count; seed += 1) {
    outcomes.push(await new World({ seed, steps: STEPS, plantedFault: null }).run());
  }
  return outcomes;
}

/** One line for each broken promise, with what to type to see it again. */
export function violations(outcomes: readonly WorldOutcome[], steps = STEPS): string[] {
  return outcomes.flatMap(({ seed, violation }) =>
    violation === null ? [] : [`npm run simulate -- --seeds 1 --seed ${seed} --steps ${steps} --trace  # ${violation}`],
  );
}

export function countOf(outcomes: readonly WorldOutcome[], what: string): number {
  return outcomes.reduce((sum, { counts }) => sum + (counts[what] ?? 0), 0);
}
