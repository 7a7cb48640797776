import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { PlantedFault } from '../../server/hub/planted-fault.ts';
import { STEPS } from './seeds.ts';
import { World, type WorldOutcome } from './world.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: String(STEPS) },
    json: { type: 'string' },
    'planted-fault': { type: 'string' },
    trace: { type: 'boolean', default: false },
  },
});
const first = Number(values.seed);
const steps = Number(values.steps);
const outcomes: WorldOutcome[] = [];
const started = performance.now();
for (let seed = first; seed < first + Number(values.seeds); seed += 1) {
  const outcome = await new World({
    seed,
    steps,
    plantedFault: (values['planted-fault'] ?? null) as PlantedFault | null,
    onTrace: values.trace ? (line) => process.stdout.write(`${line}\n`) : undefined,
  }).run();
  outcomes.push(outcome);
  if (outcome.violation !== null) process.stdout.write(`seed ${seed}: ${outcome.violation}\n`);
}
const sum = (of: (outcome: WorldOutcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0);
const report = {
  seeds: outcomes.length,
  violations: outcomes.filter(({ violation }) => violation !== null).length,
  versions: sum(({ versions }) => versions),
  answered: sum(({ answered }) => answered),
  crashes: sum(({ crashes }) => crashes),
  counts: totals(outcomes),
  seconds: (performance.now() - started) / 1000,
};
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify({ ...report, outcomes }));

function totals(worlds: readonly WorldOutcome[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const { counts } of worlds) {
    for (const [what, times] of Object.entries(counts)) total[what] = (total[what] ?? 0) + times;
  }
  return Object.fromEntries(Object.entries(total).sort(([left], [right]) => left.localeCompare(right)));
}
