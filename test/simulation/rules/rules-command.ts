import { writeFileSync } from 'node:fs';
import { formulaChecks, type FormulaCheck } from './formula-checks.ts';
import { comparedRules, type ComparedRule, type RuleFigures } from './rules-table.ts';
import { readOptions, refuseWith, wholeNumber, writableFile } from '../options.ts';

const RULES_USAGE = `Plays every routing rule over the same customers: 5 counters, services of 6 minutes, 20 % VIP.

  npm run simulate -- rules [--json FILE] [--tickets N] [--seed S]

  --json FILE  writes the figures: waits in minutes, overtakes of a standard ticket
  --tickets N  so many for each rule and load (2000000)
  --seed S     the customers (1)
`;

const FORMULAS_USAGE = `Compares mean waits of the routing with those of theory; each must be within 3 standard errors.

  npm run simulate -- formulas [--rho R] [--tickets N] [--seed S] [--json FILE]

  --rho R      how busy the counters are, from 0.1 to 0.98 (0.9)
  --tickets N  so many for each rule (2000000)
  --seed S     the customers (1)
  --json FILE  writes the comparison
`;

/** `simulate rules`: the table of what each rule does to whom. */
export function simulateRules(args: readonly string[], say: Say = toStdout): void {
  const refuse = refuseWith(RULES_USAGE);
  const values = readOptions(
    args,
    {
      json: { type: 'string' },
      tickets: { type: 'string', default: '2000000' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
    refuse,
  );
  if (values.help) return say(RULES_USAGE);
  const json = writableFile(values.json, refuse);
  const tickets = wholeNumber(values.tickets, refuse);
  if (tickets < 1_000) refuse('fewer than 1000 tickets say nothing');
  const figures: RuleFigures[] = [];
  say(row(['rule', 'rho', 'VIP mean', 'standard mean', 'p99', 'overtakes', 'most']));
  for (const compared of comparedRules({ tickets, seed: wholeNumber(values.seed, refuse) })) {
    figures.push(compared.figures);
    say(rulesRow(compared));
  }
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(figures, null, 2)}\n`);
}

/** `simulate formulas`: exit code 1 when a mean is not what theory says. */
export function simulateFormulas(args: readonly string[], say: Say = toStdout): void {
  const refuse = refuseWith(FORMULAS_USAGE);
  const values = readOptions(
    args,
    {
      rho: { type: 'string', default: '0.9' },
      tickets: { type: 'string', default: '2000000' },
      seed: { type: 'string', default: '1' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
    refuse,
  );
  if (values.help) return say(FORMULAS_USAGE);
  const json = writableFile(values.json, refuse);
  const rho = Number(values.rho);
  if (!(rho >= 0.1 && rho <= 0.98)) refuse(`${values.rho} is no load from 0.1 to 0.98`);
  const tickets = wholeNumber(values.tickets, refuse);
  if (tickets < 1_000) refuse('fewer than 1000 tickets say nothing');
  const checks = formulaChecks({ rho, tickets, seed: wholeNumber(values.seed, refuse) });
  say(row(['mean wait, minutes', 'theory', 'simulated', 'errors away']));
  for (const check of checks) say(formulaRow(check));
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(checks, null, 2)}\n`);
  if (checks.some(({ isWithin }) => !isWithin)) process.exitCode = 1;
}

function rulesRow({ figures, vipError, regularError }: ComparedRule): string {
  const { rule, rho, vipMean, regularMean, regularP99, overtakesMean, overtakesMax } = figures;
  const means = [`${vipMean.toFixed(2)} ± ${vipError.toFixed(2)}`, `${regularMean.toFixed(2)} ± ${regularError.toFixed(2)}`];
  return row([rule, String(rho), ...means, regularP99.toFixed(1), overtakesMean.toFixed(2), String(overtakesMax)]);
}

function formulaRow({ name, formula, simulated, standardError, isWithin }: FormulaCheck): string {
  const away = ((simulated - formula) / standardError).toFixed(2);
  return row([name, formula.toFixed(4), `${simulated.toFixed(4)} ± ${standardError.toFixed(4)}`, isWithin ? away : `${away} !`]);
}

function row(cells: readonly string[]): string {
  return `${cells.map((cell, index) => (index === 0 ? cell.padEnd(30) : cell.padStart(18))).join('')}\n`;
}

type Say = (text: string) => void;

function toStdout(text: string): void {
  process.stdout.write(text);
}
