import { assert, AssertionError } from '../../shared/lib/assert.ts';

/** What a canonical text needs quoting for: quotes, backslashes, control characters, lone surrogates. */
const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/;
/** From here on `sort` is faster than inserting. */
const INSERTION_KEYS_MAX = 24;

/**
 * The one text of a JSON value: keys sorted by UTF-16 code units, no white space, numbers and strings as `JSON.stringify`
 * writes them (the form of RFC 8785). A property that is `undefined` is left out, so a value has the same text before and
 * after a round trip through storage. Throws `AssertionError` for anything that JSON cannot hold: numbers that are not finite,
 * `undefined` in a list, functions, bigints, class instances.
 *
 * It is on the path of every command, so it makes no intermediate objects.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'number':
      assert(Number.isFinite(value), 'canonical JSON holds finite numbers only');
      return value === 0 ? '0' : String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? listText(value) : objectText(value as Readonly<Record<string, unknown>>);
    default:
      throw notJson(typeof value);
  }
}

function quoted(text: string): string {
  return NEEDS_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`;
}

function listText(list: readonly unknown[]): string {
  let text = '';
  for (const item of list) text += text === '' ? canonicalJson(item) : `,${canonicalJson(item)}`;
  return `[${text}]`;
}

function objectText(object: Readonly<Record<string, unknown>>): string {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) throw notJson('class instance');
  const keys = Object.keys(object);
  sortKeys(keys);
  let text = '';
  for (const key of keys) {
    const member = object[key];
    if (member === undefined) continue;
    text += text === '' ? `${quoted(key)}:${canonicalJson(member)}` : `,${quoted(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

/** In place. Objects have few keys and often in order already: inserting beats the general sort there. */
function sortKeys(keys: string[]): void {
  if (keys.length > INSERTION_KEYS_MAX) {
    keys.sort();
    return;
  }
  for (let end = 1; end < keys.length; end += 1) {
    const key = keys[end]!;
    let place = end;
    while (place > 0 && keys[place - 1]! > key) {
      keys[place] = keys[place - 1]!;
      place -= 1;
    }
    keys[place] = key;
  }
}

function notJson(what: string): AssertionError {
  return new AssertionError(`canonical JSON cannot hold a ${what}`);
}
