import { parseArgs } from 'node:util';
import { UnusableFile } from './ticket-rows.ts';

export const USAGE = [
  'usage: npm run forecast:evaluate -- --tickets FILE.csv.gz --fit FROM..TO --judge FROM..TO [--json OUT] [--runs N] [--promised]',
  '       npm run forecast:evaluate -- --synthetic [--load 1.25] [--seed 1] [--json OUT] [--runs N]',
].join('\n');

export interface Period {
  /** ISO dates, both within. */
  readonly from: string;
  readonly to: string;
}

export type Source =
  | { readonly is: 'file'; readonly tickets: string; readonly fit: Period; readonly judge: Period }
  | { readonly is: 'synthetic'; readonly load: number; readonly seed: number };

export interface Options {
  readonly source: Source;
  readonly json: string | null;
  /** Of each forecast. */
  readonly runs: number;
  /** Ends with exit code 1 where what is promised is missed. */
  readonly promised: boolean;
}

const RUNS = 200;
const RUNS_MAX = 5_000;

/**
 * Null: help is asked for.
 *
 * @throws {UnusableFile} the options make no sense, in one line.
 */
export function readOptions(args: readonly string[]): Options | null {
  const { values } = parsed(args);
  if (values.help === true) return null;
  const options = {
    json: values.json ?? null,
    promised: values.promised === true,
    runs: numberOf('--runs', values.runs ?? String(RUNS), { from: 10, to: RUNS_MAX }),
  };
  if (values.synthetic === true) {
    const load = numberOf('--load', values.load ?? '1.25', { from: 0.1, to: 3 });
    return { ...options, source: { is: 'synthetic', load, seed: numberOf('--seed', values.seed ?? '1', { from: 0, to: 1e9 }) } };
  }
  const { tickets, fit, judge } = values;
  if (tickets === undefined || fit === undefined || judge === undefined) {
    throw new UnusableFile('--tickets, --fit and --judge are needed, or --synthetic');
  }
  const periods = { fit: periodOf('--fit', fit), judge: periodOf('--judge', judge) };
  if (periods.fit.from <= periods.judge.to && periods.judge.from <= periods.fit.to) {
    throw new UnusableFile(`--fit ${fit} and --judge ${judge} overlap`);
  }
  return { ...options, source: { is: 'file', tickets, ...periods } };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    tickets: text,
    fit: text,
    judge: text,
    json: text,
    runs: text,
    load: text,
    seed: text,
    synthetic: flag,
    promised: flag,
    help: flag,
  };
  try {
    return parseArgs({ args: [...args], options });
  } catch (error) {
    throw new UnusableFile(error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown option');
  }
}

function periodOf(option: string, text: string): Period {
  const [from = '', to = '', ...more] = text.split('..');
  if (more.length > 0 || !isDate(from) || !isDate(to))
    throw new UnusableFile(`${option} ${text}: two dates are needed, as 1999-01-01..1999-01-31`);
  if (from > to) throw new UnusableFile(`${option} ${text}: the first date is after the last`);
  return { from, to };
}

function isDate(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function numberOf(option: string, text: string, { from, to }: { from: number; to: number }): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= from && value <= to))
    throw new UnusableFile(`${option} ${text}: a number from ${String(from)} to ${String(to)} is needed`);
  return value;
}
