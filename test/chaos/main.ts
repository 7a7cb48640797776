import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { hubKill } from './hub-kill.ts';
import { plantedFaults } from './planted-faults.ts';

const USAGE = `npm run chaos -- KIND [--rounds N] [--seed S] [--json FILE]

KIND      hub-kill   kill -9 of the hub under load; every answer is held against the journal
          planted    the same with a fault planted in the hub, which must be caught
--rounds  how often the hub is killed (default 100; planted: 8 for each fault)
--seed    of the moments and of what people do (default 1)
--json    where to write the figures`;

const KINDS = {
  'hub-kill': async (rounds: number | undefined, seed: number) => {
    const report = await hubKill({ rounds: rounds ?? 100, seed });
    return { report, isGood: report.violations.length === 0 && report.unsureUnresolved === 0 };
  },
  planted: async (rounds: number | undefined, seed: number) => {
    const report = await plantedFaults({ rounds: rounds ?? 8, seed });
    return { report, isGood: report.faults.every(({ caught }) => caught) };
  },
} as const;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string' }, seed: { type: 'string' }, json: { type: 'string' }, help: { type: 'boolean' } },
});
const kind = Object.keys(KINDS).find((each): each is keyof typeof KINDS => each === positionals[0]);
const numbers = [values.rounds, values.seed].every((each) => each === undefined || /^\d{1,9}$/.test(each));

if (values.help === true || kind === undefined || !numbers) {
  console.log(USAGE);
  process.exitCode = values.help === true ? 0 : 2;
} else {
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  const { report, isGood } = await KINDS[kind](rounds, Number(values.seed ?? 1));
  const text = `${JSON.stringify({ kind, seed: Number(values.seed ?? 1), ...report }, null, 2)}\n`;
  if (values.json !== undefined) writeFileSync(values.json, text);
  process.stdout.write(text);
  process.exitCode = isGood ? 0 : 1;
}
