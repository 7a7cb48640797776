import type { HallConfiguration } from '../hall/configuration.ts';
import { DIFFERENCE_VALUE_LENGTH_MAX, type ConfigurationDifference } from './configuration-history.ts';

/**
 * What is other in `after`, field by field. A list of things with ids is compared by id, so that one new counter is one
 * difference and not a shift of all that follow; that they stand in another order is told once, as `order`.
 */
export function configurationDifferences(before: HallConfiguration, after: HallConfiguration): ConfigurationDifference[] {
  return differencesAt([], before, after);
}

function differencesAt(path: readonly string[], before: unknown, after: unknown): ConfigurationDifference[] {
  if (isRecord(before) && isRecord(after)) {
    return keysOf(before, after).flatMap((key) => differencesAt([...path, key], before[key], after[key]));
  }
  const [left, right] = [byId(before), byId(after)];
  if (left !== null && right !== null) {
    const changed = keysOf(left, right).flatMap((id) => differencesAt([...path, id.replace(/^#/, '')], left[id], right[id]));
    return [...changed, ...orderAt(path, Object.keys(left), Object.keys(right))];
  }
  const [was, is] = [shown(before), shown(after)];
  return isSame(before, after) ? [] : [{ path, before: was, after: is }];
}

/** Of what stands in both lists; what came and went is told by itself. */
function orderAt(path: readonly string[], before: readonly string[], after: readonly string[]): ConfigurationDifference[] {
  const was = before.filter((id) => after.includes(id)).join(', ');
  const is = after.filter((id) => before.includes(id)).join(', ');
  return was === is ? [] : [{ path: [...path, 'order'], before: shown(was), after: shown(is) }];
}

function keysOf(left: object, right: object): string[] {
  return [...new Set([...Object.keys(left), ...Object.keys(right)])];
}

/** Null for anything but a list of things that all have an id of their own. Figures get a mark, for objects sort them. */
function byId(value: unknown): Readonly<Record<string, unknown>> | null {
  if (!Array.isArray(value) || !value.every((item) => isRecord(item) && ['string', 'number'].includes(typeof item['id'])))
    return null;
  const entries = value.map((item: { readonly id: string | number }) => [
    typeof item.id === 'number' ? `#${item.id}` : item.id,
    item,
  ]);
  const found = Object.fromEntries(entries) as Record<string, unknown>;
  return Object.keys(found).length === value.length ? found : null;
}

/** Whatever the order of the fields: a journal sorts them, a form does not. An absent field is as good as an undefined one. */
function isSame(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => isSame(item, right[index]));
  }
  if (!isRecord(left) || !isRecord(right)) return left === right;
  return keysOf(left, right).every((key) => isSame(left[key], right[key]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string | null {
  if (value === undefined) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > DIFFERENCE_VALUE_LENGTH_MAX ? `${text.slice(0, DIFFERENCE_VALUE_LENGTH_MAX)}…` : text;
}
