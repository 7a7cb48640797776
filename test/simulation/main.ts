import { writeFileSync } from 'node:fs';
import type { PlantedFault } from '../../server/hub/planted-fault.ts';
import { simulateAdvice } from '../forecast/advice/advice-command.ts';
import { readOptions, refuseWith, wholeNumber, writableFile } from './options.ts';
import { simulateOracles } from './oracles/oracles-command.ts';
import { simulateFormulas, simulateRules } from './rules/rules-command.ts';
import { simulateHubs } from './redis/hubs-command.ts';
import { STEPS, violations } from './seeds.ts';
import { World, type WorldOutcome } from './world.ts';

const PLANTED_FAULTS: readonly PlantedFault[] = ['ack-before-commit', 'dedupe-off'];
const USAGE = `Runs simulated halls and looks for broken promises. Each seed is one hall and always the same.

  npm run simulate -- [--seeds N] [--seed FIRST] [--steps M] [--json FILE] [--trace] [--planted-fault ${PLANTED_FAULTS.join('|')}]

  --seeds N     so many halls, one after the other (200)
  --seed FIRST  the first of them (1)
  --steps M     acts of the crowd in each (${STEPS})
  --json FILE   writes what happened, seed by seed
  --trace       prints everything that happens

  npm run simulate -- hubs      several hubs over a journal in Redis (--help)
  npm run simulate -- rules     what each routing rule does to whom (--help)
  npm run simulate -- formulas  the routing beside the formulas of theory (--help)
  npm run simulate -- oracles   the runs of a forecast beside halls that theory knows (--help)
  npm run simulate -- advice    what advice promises and what then happens (--help)
`;

const refuse = refuseWith(USAGE);
const [subject, ...rest] = process.argv.slice(2);
if (subject === 'rules') simulateRules(rest);
else if (subject === 'formulas') simulateFormulas(rest);
else if (subject === 'oracles') simulateOracles(rest);
else if (subject === 'hubs') await simulateHubs(rest);
else if (subject === 'advice') simulateAdvice(rest);
else if (subject !== undefined && !subject.startsWith('-')) refuse(`nothing is called ${subject}`);
else await simulateHalls();

async function simulateHalls(): Promise<void> {
  const options = {
    seeds: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: String(STEPS) },
    json: { type: 'string' },
    'planted-fault': { type: 'string' },
    trace: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  } as const;
  const values = readOptions(process.argv.slice(2), options, refuse);
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const [seeds, first, steps] = [values.seeds, values.seed, values.steps].map((text) => wholeNumber(text, refuse)) as [
    number,
    number,
    number,
  ];
  const json = writableFile(values.json, refuse);
  const plantedFault = plantedFaultOf(values['planted-fault']);
  const onTrace = values.trace ? (line: string) => process.stdout.write(`${line}\n`) : undefined;
  const outcomes: WorldOutcome[] = [];
  const started = performance.now();
  for (let seed = first; seed < first + seeds; seed += 1) {
    const outcome = await new World({ seed, steps, plantedFault, onTrace }).run();
    outcomes.push(outcome);
    for (const line of violations([outcome], steps)) process.stdout.write(`${line}\n`);
  }
  const report = { ...summary(outcomes), seconds: (performance.now() - started) / 1000 };
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  if (json !== undefined) writeFileSync(json, JSON.stringify({ ...report, outcomes }));
  if (report.violations > 0) process.exitCode = 1;
}

function summary(outcomes: readonly WorldOutcome[]) {
  const sum = (of: (outcome: WorldOutcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0);
  return {
    seeds: outcomes.length,
    violations: outcomes.filter(({ violation }) => violation !== null).length,
    versions: sum(({ versions }) => versions),
    answered: sum(({ answered }) => answered),
    crashes: sum(({ crashes }) => crashes),
    counts: totals(outcomes),
  };
}

function totals(outcomes: readonly WorldOutcome[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const { counts } of outcomes) {
    for (const [what, times] of Object.entries(counts)) total[what] = (total[what] ?? 0) + times;
  }
  return Object.fromEntries(Object.entries(total).sort(([left], [right]) => left.localeCompare(right)));
}

function plantedFaultOf(text: string | undefined): PlantedFault | null {
  if (text === undefined) return null;
  return PLANTED_FAULTS.find((fault) => fault === text) ?? refuse(`no fault is called ${text}`);
}
