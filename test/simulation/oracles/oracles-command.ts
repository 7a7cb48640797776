import { writeFileSync } from 'node:fs';
import { readOptions, refuseWith, wholeNumber, writableFile } from '../options.ts';
import type { OracleCheck } from './oracle-check.ts';
import { oracleChecks } from './oracle-checks.ts';

const USAGE = `Runs halls that theory knows with the runs of a forecast; each figure must be within 3 standard errors.

  npm run simulate -- oracles [--tickets N] [--seed S] [--quick] [--json FILE]

  --tickets N  so many in each long run (2000000)
  --seed S     the customers (1)
  --quick      one hall of each table
  --json FILE  writes the comparison
`;

/** `simulate oracles`: exit code 1 when a figure is not what theory says. */
export function simulateOracles(args: readonly string[]): void {
  const refuse = refuseWith(USAGE);
  const options = {
    tickets: { type: 'string', default: '2000000' },
    seed: { type: 'string', default: '1' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  } as const;
  const values = readOptions(args, options, refuse);
  if (values.help) return say(USAGE);
  const json = writableFile(values.json, refuse);
  const tickets = wholeNumber(values.tickets, refuse);
  if (tickets < 20_000) refuse('fewer than 20000 tickets say nothing');
  const checks: OracleCheck[] = [];
  say(row(['', 'waits in minutes', 'theory', 'simulated', 'errors away']));
  for (const check of oracleChecks({ tickets, seed: wholeNumber(values.seed, refuse), isWhole: !values.quick })) {
    checks.push(check);
    say(oracleRow(check));
  }
  const missed = checks.filter(({ isWithin }) => !isWithin);
  say(`${checks.length} figures, ${missed.length} further away than 3 standard errors\n`);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(checks, null, 2)}\n`);
  if (missed.length > 0) process.exitCode = 1;
}

function oracleRow({ table, name, theory, simulated, standardError, isWithin }: OracleCheck): string {
  const away = standardError === 0 ? '0' : ((simulated - theory) / standardError).toFixed(2);
  return row([
    table,
    name,
    theory.toFixed(4),
    `${simulated.toFixed(4)} ± ${standardError.toFixed(4)}`,
    isWithin ? away : `${away} !`,
  ]);
}

function row([table, name, ...figures]: readonly string[]): string {
  return `${table!.padEnd(5)}${name!.padEnd(32)}${figures.map((figure) => figure.padStart(20)).join('')}\n`;
}

function say(text: string): void {
  process.stdout.write(text);
}
