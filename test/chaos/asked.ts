import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { failed, ok, type Result } from '../../shared/lib/result.ts';
import type { CopiesRule } from './house.ts';
import type { CutBy } from './partition.ts';

/** Each kind and the options that mean something to it, besides `--rounds`, `--seed` and `--json`. */
const OPTIONS_OF = {
  'hub-kill': ['store', 'hubs', 'copies', 'level'],
  failover: ['hubs', 'copies', 'level'],
  partition: ['hubs', 'copies', 'level', 'cut'],
  cluster: ['hubs', 'copies', 'level'],
  pause: ['hubs', 'copies', 'level'],
  database: ['hubs'],
  'disk-full': [],
  clock: [],
  'slow-clients': [],
  planted: [],
} as const satisfies Readonly<Record<string, readonly OfSomeKinds[]>>;

type OfSomeKinds = 'store' | 'hubs' | 'copies' | 'level' | 'cut';
export type KindName = keyof typeof OPTIONS_OF;

const VALUES = {
  store: ['sqlite', 'redis'],
  copies: ['strict', 'relaxed'],
  level: ['bare', 'product'],
  cut: ['namespaces', 'proxies'],
} as const;
/** Processes on one machine. */
const HUBS_MAX = 16;

/** What a run of the harness was asked for. */
export interface Asked {
  readonly kind: KindName;
  readonly rounds: number | undefined;
  readonly seed: number;
  readonly hubs: number | undefined;
  readonly isRedis: boolean;
  readonly copies: CopiesRule;
  readonly level: 'bare' | 'product';
  /** How lines are cut; undefined: by the kernel where it can be. */
  readonly cut: CutBy | undefined;
  /** The file for the figures. */
  readonly json: string | null;
}

/** Reads the words of the command line; null when help was asked for. The error is a sentence. */
export function readAsked(words: readonly string[]): Result<Asked | null, string> {
  try {
    return understood(words);
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

function understood(words: readonly string[]): Result<Asked | null, string> {
  const { positionals, values } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      rounds: { type: 'string' },
      seed: { type: 'string' },
      json: { type: 'string' },
      hubs: { type: 'string' },
      store: { type: 'string' },
      copies: { type: 'string' },
      level: { type: 'string' },
      cut: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) return ok(null);
  const [word = '', ...more] = positionals;
  if (!isKind(word) || more.length > 0) return failed(`one kind is asked for, not "${positionals.join(' ')}"`);
  const { copies, cut, hubs, json, level, rounds, seed, store } = values;
  const isRedis = word !== 'hub-kill' || store === 'redis';
  const problem =
    outOfRange('rounds', rounds, 1) ??
    outOfRange('seed', seed, 0) ??
    outOfRange('hubs', hubs, 1, HUBS_MAX) ??
    unknownValue({ copies, cut, level, store }) ??
    meaningless(word, { copies, cut, hubs, level, store }) ??
    (isRedis ? null : onlyOnRedis({ copies, hubs, level })) ??
    cannotBeWritten(json);
  if (problem !== null) return failed(problem);
  return ok({
    kind: word,
    rounds: numberOf(rounds),
    seed: numberOf(seed) ?? 1,
    hubs: numberOf(hubs),
    isRedis,
    copies: copies === 'relaxed' ? 'relaxed' : 'strict',
    level: level === 'product' ? 'product' : 'bare',
    cut: cut === 'namespaces' || cut === 'proxies' ? cut : undefined,
    json: json ?? null,
  });
}

type Given = Readonly<Partial<Record<OfSomeKinds, string | undefined>>>;

function isKind(word: string): word is KindName {
  return Object.hasOwn(OPTIONS_OF, word);
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function outOfRange(name: string, text: string | undefined, least: number, most = 999_999_999): string | null {
  if (text === undefined || (/^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most)) return null;
  return `--${name} is a number from ${least} to ${most}, not "${text}"`;
}

function unknownValue(given: Given): string | null {
  for (const [name, known] of Object.entries(VALUES)) {
    const value = given[name as keyof typeof VALUES];
    if (value !== undefined && !known.some((each) => each === value)) return `--${name} is ${known.join(' or ')}, not "${value}"`;
  }
  return null;
}

/** A figure that was measured with other settings than the ones that were typed would be told as theirs. */
function meaningless(kind: KindName, given: Given): string | null {
  const known: readonly string[] = OPTIONS_OF[kind];
  const other = Object.entries(given).find(([name, value]) => value !== undefined && !known.includes(name));
  return other === undefined ? null : `--${other[0]} says nothing to the kind ${kind}`;
}

function onlyOnRedis(given: Given): string | null {
  const other = Object.entries(given).find(([, value]) => value !== undefined);
  return other === undefined ? null : `--${other[0]} needs --store redis: on a disk of its own there is one hub`;
}

/** Known before an hour of rounds and not after it. */
function cannotBeWritten(path: string | undefined): string | null {
  if (path === undefined) return null;
  try {
    accessSync(dirname(path), constants.W_OK);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return `--json ${path} is a folder`;
    return null;
  } catch {
    return `--json ${path} cannot be written: there is no such folder, or it is another user's`;
  }
}
