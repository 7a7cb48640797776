import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import {
  DIFFERENCE_VALUE_LENGTH_MAX,
  DIFFERENCES_MAX,
  type ConfigurationDifference,
} from '../../shared/protocol/configuration-history.ts';

export interface Differences {
  readonly differences: readonly ConfigurationDifference[];
  readonly differencesInAll: number;
}

/**
 * What changes from one configuration to another. Things with an id are compared by it, so a service that moved up in its list is
 * no difference of everything behind it; that the order changed is told once.
 */
export function configurationDifferences(before: HallConfiguration, after: HallConfiguration): Differences {
  const all: ConfigurationDifference[] = [];
  compare([], before, after, all);
  return { differences: all.slice(0, DIFFERENCES_MAX), differencesInAll: all.length };
}

function compare(path: readonly string[], before: unknown, after: unknown, found: ConfigurationDifference[]): void {
  if (isSame(before, after)) return;
  const lists = Array.isArray(before) && Array.isArray(after);
  if (lists && hasIds(before) && hasIds(after)) {
    compareById(path, before, after, found);
  } else if (lists) {
    for (let index = 0; index < Math.max(before.length, after.length); index += 1) {
      compare([...path, String(index + 1)], before[index], after[index], found);
    }
  } else if (isObject(before) && isObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare([...path, key], before[key], after[key], found);
    }
  } else {
    found.push({ path, before: shown(before), after: shown(after) });
  }
}

interface WithId {
  readonly id: string | number;
}

function compareById(
  path: readonly string[],
  before: readonly WithId[],
  after: readonly WithId[],
  found: ConfigurationDifference[],
): void {
  const was = new Map(before.map((each) => [each.id, each]));
  const is = new Map(after.map((each) => [each.id, each]));
  for (const id of new Set([...was.keys(), ...is.keys()])) compare([...path, String(id)], was.get(id), is.get(id), found);
  const stayed = (list: readonly WithId[]) => list.map(({ id }) => id).filter((id) => was.has(id) && is.has(id));
  if (!isSame(stayed(before), stayed(after))) {
    found.push({ path: [...path, 'order'], before: shown(stayed(before)), after: shown(stayed(after)) });
  }
}

function hasIds(list: readonly unknown[]): list is readonly WithId[] {
  return list.length > 0 && list.every((each) => isObject(each) && 'id' in each);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whatever the order of the fields; an absent field is as good as an undefined one. */
function isSame(before: unknown, after: unknown): boolean {
  if (Array.isArray(before) && Array.isArray(after)) {
    return before.length === after.length && before.every((each, index) => isSame(each, after[index]));
  }
  if (!isObject(before) || !isObject(after)) return before === after;
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].every((key) => isSame(before[key], after[key]));
}

/** Short enough for a line on a screen. */
function shown(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > DIFFERENCE_VALUE_LENGTH_MAX ? `${text.slice(0, DIFFERENCE_VALUE_LENGTH_MAX - 1)}…` : text;
}
