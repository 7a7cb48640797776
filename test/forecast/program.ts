import { closeSync, openSync, writeFileSync } from 'node:fs';
import type { Evaluation } from './evaluate.ts';
import { evaluateBank, readTickets } from './evaluate-bank.ts';
import { evaluateSynthetic } from './evaluate-synthetic.ts';
import { readOptions, USAGE, type Options } from './options.ts';
import { brokenPromises } from './promises.ts';
import { UnusableFile } from './ticket-rows.ts';

const UNUSABLE = 2;
const BROKEN = 1;

/** Where a program writes: `tell` for what was asked, `warn` for a line of what is wrong. */
export interface Terminal {
  tell(text: string): void;
  table(rows: Evaluation['predictors']): void;
  warn(line: string): void;
}

/** The JSON goes to a file, the table and warnings to the terminal. Gives the exit code: 2 for what it cannot be asked, in one line; 1 for a broken promise. */
export function evaluateProgram(args: readonly string[], terminal: Terminal): number {
  try {
    const options = readOptions(args);
    if (options === null) {
      terminal.tell(USAGE);
      return 0;
    }
    if (options.json !== null) mustBeWritable(options.json);
    const evaluation = rounded(evaluated(options, terminal));
    terminal.tell(`${String(evaluation.n)} tickets; seconds`);
    terminal.table(evaluation.predictors);
    if (options.json !== null) writeFileSync(options.json, `${JSON.stringify(evaluation, null, 2)}\n`);
    const broken = options.promised ? brokenPromises(evaluation) : [];
    for (const promise of broken) terminal.warn(`forecast:evaluate: ${promise}`);
    return broken.length === 0 ? 0 : BROKEN;
  } catch (error) {
    if (!(error instanceof UnusableFile)) throw error;
    terminal.warn(`forecast:evaluate: ${error.message}`);
    return UNUSABLE;
  }
}

function evaluated({ source, runs }: Options, terminal: Terminal): Evaluation {
  if (source.is === 'synthetic') return evaluateSynthetic({ load: source.load, seed: source.seed, runs });
  const tickets = readTickets(source.tickets);
  for (const warning of tickets.warnings) terminal.warn(`warning: ${warning}`);
  return evaluateBank({ tickets, fit: source.fit, judge: source.judge, runs });
}

/** Before a run of minutes: that nothing can be written there should not be found out after it. */
function mustBeWritable(file: string): void {
  try {
    closeSync(openSync(file, 'a'));
  } catch {
    throw new UnusableFile(`${file} cannot be written`);
  }
}

/** Nobody's wait is known to a thousandth of a second. */
function rounded({ n, predictors }: Evaluation): Evaluation {
  const round = (value: number) => Math.round(value * 1_000) / 1_000;
  const entries = Object.entries(predictors).map(([name, scores]) => [
    name,
    Object.fromEntries(Object.entries(scores).map(([score, value]) => [score, round(value as number)])),
  ]);
  return { n, predictors: Object.fromEntries(entries) as Evaluation['predictors'] };
}
