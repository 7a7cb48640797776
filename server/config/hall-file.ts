import { isMap, isNode, isPair, LineCounter, parseDocument, stringify, visit, type Document, type Node } from 'yaml';
import { en } from 'zod/locales';
import * as z from 'zod/mini';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import { configurationProblems } from '../../shared/hall/configuration-problems.ts';
import { failed, ok, type Result } from '../../shared/lib/result.ts';
import { configurationSchema } from '../../shared/protocol/configuration-schema.ts';

/**
 * `hall.yaml`: one hall as a person writes it. It is the configuration as the journal holds it, and two things more: the
 * hall's own id, and a shorter way to write what a counter serves (`serves: [A, B]` for tiers of one service each, also
 * `serves: [{ service: A, class: vip }, A]`).
 */
export interface HallFile {
  readonly hall: string;
  readonly configuration: HallConfiguration;
}

/** Where, in a person's words, and what is wrong there. Lines and columns count from 1. */
export interface HallFileProblem {
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly problem: string;
}

type Path = readonly (string | number)[];

/** A hall's id: part of addresses and of file names, so nothing that either would have to escape. */
export const HALL_ID_PATTERN = /^[a-z0-9][a-z0-9-]{0,31}$/;

const hallFileSchema = z.extend(configurationSchema, { hall: z.string().check(z.regex(HALL_ID_PATTERN)) });
const messages = en().localeError;

/** Every fault of the text at once: YAML that does not parse (also a key given twice), shape, then sense. */
export function readHallFile(text: string): Result<HallFile, readonly HallFileProblem[]> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  if (document.errors.length > 0) {
    return failed(
      document.errors.map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        return { line, column: col, path: '', problem: error.message };
      }),
    );
  }
  const place = (path: Path, problem: string): HallFileProblem => {
    const { line, col } = lines.linePos(offsetOf(document, path));
    return { line, column: col, path: shownPath(path), problem };
  };
  const alias = firstAlias(document);
  if (alias !== null) {
    const { line, col } = lines.linePos(alias.at);
    return failed([{ line, column: col, path: '', problem: `*${alias.name}: aliases are not read, write the value out` }]);
  }
  const read = hallFileSchema.safeParse(withTiers(document.toJS() as unknown), { error: messages });
  if (!read.success) return failed(read.error.issues.flatMap(toFaults).map((fault) => place(fault.path, fault.problem)));
  const { hall, ...configuration } = read.data;
  const senseless = configurationProblems(configuration);
  if (senseless.length > 0) return failed(senseless.map((each) => place(each.path, each.problem)));
  return ok({ hall, configuration });
}

/** `FILE:LINE:COLUMN path: what is wrong`, a line each. */
export function describeProblems(file: string, problems: readonly HallFileProblem[]): string {
  return problems
    .map(({ line, column, path, problem }) => `${file}:${line}:${column} ${path === '' ? '' : `${path}: `}${problem}`)
    .join('\n');
}

/** The text that `readHallFile` reads back to the same hall. Comments of the file it came from are not in the journal. */
export function writeHallFile({ hall, configuration }: HallFile): string {
  const counters = configuration.counters.map((counter) => ({
    ...counter,
    serves: counter.serves.map((tier) => (tier.length === 1 ? tier[0] : tier)),
  }));
  // Readers of YAML 1.1 take 12:30 for a number and no for false, unless they are quoted.
  const layout = { lineWidth: 120, flowCollectionPadding: false, compat: 'yaml-1.1' } as const;
  // Aliases are not read: what a configuration in memory shares is written out at each place.
  return stringify({ hall, ...configuration, counters }, { ...layout, aliasDuplicateObjects: false });
}

/** A service, or one class of it, that stands alone in `serves` is a tier of its own. Anything else is left for the schema to name. */
function withTiers(value: unknown): unknown {
  if (!isRecord(value) || !Array.isArray(value['counters'])) return value;
  const counters = value['counters'].map((counter: unknown) => {
    if (!isRecord(counter) || !Array.isArray(counter['serves'])) return counter;
    return {
      ...counter,
      serves: counter['serves'].map((tier: unknown) => (typeof tier === 'string' || isRecord(tier) ? [tier] : tier)),
    };
  });
  return { ...value, counters };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface Fault {
  readonly path: Path;
  readonly problem: string;
}

/** An unknown key is shown where it stands, not at the thing it stands in. */
function toFaults(issue: z.core.$ZodIssue): Fault[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key], problem: 'nobody knows this key' }));
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined'))
    return [{ path, problem: `is missing (${issue.expected})` }];
  return [{ path, problem: issue.message }];
}

function shownPath(path: Path): string {
  return path.reduce<string>((shown, step) => {
    if (typeof step === 'number') return `${shown}[${step}]`;
    return shown === '' ? step : `${shown}.${step}`;
  }, '');
}

/** `*name`: an alias could make a file of a few lines a hall of billions, and a hall needs none. Null when there is none. */
function firstAlias(document: Document): { readonly name: string; readonly at: number } | null {
  let found: { readonly name: string; readonly at: number } | null = null;
  visit(document, {
    Alias(_key, { source, range }) {
      found = { name: source, at: range?.[0] ?? 0 };
      return visit.BREAK;
    },
  });
  return found;
}

/** Of the key, or of the item of a list; of the nearest thing around it when the path is not in the file. */
function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const start = startOf(document, path.slice(0, length));
    if (start !== null) return start;
  }
  return isNode(document.contents) ? (document.contents.range?.[0] ?? 0) : 0;
}

function startOf(document: Document, path: Path): number | null {
  const parent = document.getIn(path.slice(0, -1), true);
  const last = path[path.length - 1];
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isPair(item) && isNode(item.key) && String(item.key) === String(last));
    return isNode(pair?.key) ? ((pair.key as Node).range?.[0] ?? null) : null;
  }
  const node = document.getIn(path, true);
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}
