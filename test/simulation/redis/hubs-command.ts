import { readOptions, refuseWith, wholeNumber } from '../options.ts';
import { ManyHubsWorld, type ManyHubsOutcome } from './many-hubs-world.ts';
import { WEAK_SETTINGS, type WeakSetting } from './model-journal.ts';

export const HUBS_STEPS = 120;

const USAGE = `Runs simulated halls on three hubs over a model of the journal in Redis, and looks for broken promises.

  npm run simulate -- hubs [--seeds N] [--seed FIRST] [--steps M] [--trace] [--only-cuts] [--weak ${WEAK_SETTINGS.join('|')}]

  --only-cuts     nothing goes wrong but the network, which is cut again and again
  --weak SETTING  with a weaker setting only what is lost in the end is told
`;

export async function runHubs(
  first: number,
  count: number,
  { onlyCuts = false, weak = null }: { readonly onlyCuts?: boolean; readonly weak?: WeakSetting | null } = {},
): Promise<ManyHubsOutcome[]> {
  const outcomes: ManyHubsOutcome[] = [];
  for (let seed = first; seed < first + count; seed += 1) {
    outcomes.push(await new ManyHubsWorld({ seed, steps: HUBS_STEPS, weak, onlyCuts }).run());
  }
  return outcomes;
}

/** One line for each broken promise, with what to type to see it again. */
export function hubsViolations(outcomes: readonly ManyHubsOutcome[], steps = HUBS_STEPS, more = ''): string[] {
  return outcomes.flatMap(({ seed, violation }) =>
    violation === null
      ? []
      : [`npm run simulate -- hubs --seeds 1 --seed ${seed} --steps ${steps} --trace${more}  # ${violation}`],
  );
}

export async function simulateHubs(args: readonly string[]): Promise<void> {
  const refuse = refuseWith(USAGE);
  const options = {
    seeds: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: String(HUBS_STEPS) },
    weak: { type: 'string' },
    trace: { type: 'boolean', default: false },
    'only-cuts': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  } as const;
  const values = readOptions(args, options, refuse);
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const [seeds, first, steps] = [values.seeds, values.seed, values.steps].map((text) => wholeNumber(text, refuse)) as [
    number,
    number,
    number,
  ];
  const weak = values.weak === undefined ? null : (WEAK_SETTINGS.find((each) => each === values.weak) ?? refuse(USAGE));
  const onTrace = values.trace ? (line: string) => process.stdout.write(`${line}\n`) : undefined;
  const total = { seeds, violations: 0, answered: 0, versions: 0, hubDeaths: 0, failovers: 0 };
  const started = performance.now();
  for (let seed = first; seed < first + seeds; seed += 1) {
    const outcome = await new ManyHubsWorld({ seed, steps, weak, onTrace, onlyCuts: values['only-cuts'] }).run();
    const more = values['only-cuts'] ? ' --only-cuts' : '';
    for (const line of hubsViolations([outcome], steps, more)) process.stdout.write(`${line}\n`);
    if (outcome.violation !== null) total.violations += 1;
    for (const what of ['answered', 'versions', 'hubDeaths', 'failovers'] as const) total[what] += outcome[what];
  }
  process.stdout.write(`${JSON.stringify({ ...total, seconds: (performance.now() - started) / 1000 }, null, 2)}\n`);
  if (total.violations > 0) process.exitCode = 1;
}
