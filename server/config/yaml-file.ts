import { isMap, isNode, isPair, LineCounter, parseDocument, visit, type Document, type Node } from 'yaml';
import { en } from 'zod/locales';
import type * as z from 'zod/mini';
import { failed, ok, type Result } from '../../shared/lib/result.ts';

/** Where, in a person's words, and what is wrong there. Lines and columns count from 1. */
export interface YamlProblem {
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly problem: string;
}

export type YamlPath = readonly (string | number)[];

export interface YamlFault {
  readonly path: YamlPath;
  readonly problem: string;
}

const messages = en().localeError;

/**
 * A file that a person writes, with every fault of it at once: YAML that does not parse (also a key given twice), shape, then
 * sense. `prepare` turns shorter ways to write a thing into the whole one before the shape is looked at.
 */
export function readYaml<Schema extends z.ZodMiniType>(
  text: string,
  schema: Schema,
  {
    prepare = (value) => value,
    sense = () => [],
  }: {
    readonly prepare?: (value: unknown) => unknown;
    readonly sense?: (value: z.infer<Schema>) => readonly YamlFault[];
  } = {},
): Result<z.infer<Schema>, readonly YamlProblem[]> {
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
  const place = ({ path, problem }: YamlFault): YamlProblem => {
    const { line, col } = lines.linePos(offsetOf(document, path));
    return { line, column: col, path: shownPath(path), problem };
  };
  const alias = firstAlias(document);
  if (alias !== null) {
    const { line, col } = lines.linePos(alias.at);
    return failed([{ line, column: col, path: '', problem: `*${alias.name}: aliases are not read, write the value out` }]);
  }
  const read = schema.safeParse(prepare(document.toJS() as unknown), { error: messages });
  if (!read.success) return failed(read.error.issues.flatMap(toFaults).map(place));
  const senseless = sense(read.data);
  return senseless.length > 0 ? failed(senseless.map(place)) : ok(read.data);
}

/** `FILE:LINE:COLUMN path: what is wrong`, a line each. */
export function describeProblems(file: string, problems: readonly YamlProblem[]): string {
  return problems
    .map(({ line, column, path, problem }) => `${file}:${line}:${column} ${path === '' ? '' : `${path}: `}${problem}`)
    .join('\n');
}

/** An unknown key is shown where it stands, not at the thing it stands in. */
function toFaults(issue: z.core.$ZodIssue): YamlFault[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key], problem: 'nobody knows this key' }));
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined'))
    return [{ path, problem: `is missing (${issue.expected})` }];
  return [{ path, problem: issue.message }];
}

function shownPath(path: YamlPath): string {
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
function offsetOf(document: Document, path: YamlPath): number {
  for (let length = path.length; length > 0; length -= 1) {
    const start = startOf(document, path.slice(0, length));
    if (start !== null) return start;
  }
  return isNode(document.contents) ? (document.contents.range?.[0] ?? 0) : 0;
}

function startOf(document: Document, path: YamlPath): number | null {
  const parent = document.getIn(path.slice(0, -1), true);
  const last = path[path.length - 1];
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isPair(item) && isNode(item.key) && String(item.key) === String(last));
    return isNode(pair?.key) ? ((pair.key as Node).range?.[0] ?? null) : null;
  }
  const node = document.getIn(path, true);
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}
