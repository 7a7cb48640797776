import { failed, ok, type Result } from '../../shared/lib/result.ts';
import type { Option, OptionTable, ValuesOf } from './option.ts';

export interface Given {
  readonly arguments: readonly string[];
  readonly environment: { readonly [variable: string]: string | undefined };
}

export type Read<Table extends OptionTable> =
  { readonly is: 'help' } | { readonly is: 'options'; readonly values: ValuesOf<Table>; readonly positionals: readonly string[] };

/**
 * Flags over variables over fallbacks. `--flag value` and `--flag=value` are the same; `--help` asks for help. Fails with
 * every mistake at once, a sentence each.
 */
export function readOptions<Table extends OptionTable>(table: Table, given: Given): Result<Read<Table>, readonly string[]> {
  const split = splitArguments(table, given.arguments);
  if (split.help) return ok({ is: 'help' });
  const problems = [...split.problems];
  const values = Object.entries(table).map(([name, option]) => {
    const source = textOf(option, split.flags, given.environment);
    if (source === null) return [name, option.fallback] as const;
    const parsed = option.kind.parse(source.text);
    const shown = option.kind.secret === true ? '' : ` is "${source.text}"`;
    if (!parsed.ok) problems.push(`${source.name}${shown}: expected ${parsed.error}`);
    return [name, parsed.ok ? parsed.value : undefined] as const;
  });
  if (problems.length > 0) return failed(problems);
  return ok({ is: 'options', values: Object.fromEntries(values) as ValuesOf<Table>, positionals: split.positionals });
}

function textOf(
  option: Option<unknown>,
  flags: ReadonlyMap<string, string>,
  environment: Given['environment'],
): { readonly name: string; readonly text: string } | null {
  const flag = flags.get(option.flag);
  if (flag !== undefined) return { name: `--${option.flag}`, text: flag };
  if (option.variable === undefined) return null;
  const variable = environment[option.variable];
  return variable === undefined || variable === '' ? null : { name: option.variable, text: variable };
}

interface SplitArguments {
  readonly help: boolean;
  readonly flags: ReadonlyMap<string, string>;
  readonly positionals: readonly string[];
  readonly problems: readonly string[];
}

function splitArguments(table: OptionTable, all: readonly string[]): SplitArguments {
  const known = new Set(Object.values(table).map((option) => option.flag));
  const flags = new Map<string, string>();
  const positionals: string[] = [];
  const problems: string[] = [];
  const waiting = [...all];
  while (waiting.length > 0) {
    const argument = waiting.shift() ?? '';
    if (argument === '--help' || argument === '-h') return { help: true, flags, positionals, problems };
    if (!argument.startsWith('-')) {
      positionals.push(argument);
      continue;
    }
    const [, flag, value] = /^--([^=]+)(?:=(.*))?$/s.exec(argument) ?? [];
    if (flag === undefined || !known.has(flag)) {
      problems.push(`unknown option ${argument.split('=')[0]}; --help lists all`);
      if (value === undefined && waiting[0] !== undefined && !waiting[0].startsWith('-')) waiting.shift();
      continue;
    }
    const text = value ?? waiting.shift();
    if (text === undefined) problems.push(`--${flag} needs a value`);
    else if (flags.has(flag)) problems.push(`--${flag} is given twice`);
    else flags.set(flag, text);
  }
  return { help: false, flags, positionals, problems };
}

const DESCRIPTION_COLUMN = 34;

/** The text of `--help`: what the program does, how it is called, then every option with variable and default. */
export function helpText(usage: string, table: OptionTable): string {
  const lines = Object.values(table).flatMap((option) => {
    const flag = `  --${option.flag} ${option.kind.placeholder}`;
    const notes = [...(option.variable === undefined ? [] : [option.variable]), `default: ${shownFallback(option)}`];
    const indent = ' '.repeat(DESCRIPTION_COLUMN);
    const first =
      flag.length < DESCRIPTION_COLUMN - 1
        ? [flag.padEnd(DESCRIPTION_COLUMN) + option.description]
        : [flag, indent + option.description];
    return [...first, `${indent}(${notes.join(', ')})`];
  });
  return [usage, '', 'Options:', ...lines, `${'  --help'.padEnd(DESCRIPTION_COLUMN)}this text`, ''].join('\n');
}

function shownFallback(option: Option<unknown>): string {
  if (option.fallbackShown !== undefined) return option.fallbackShown;
  const { fallback } = option;
  if (fallback === null) return 'none';
  return typeof fallback === 'string' ? fallback : JSON.stringify(fallback);
}
