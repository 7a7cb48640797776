import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const LIBRARY_NAME = 'hallcall';
/** One integer for what the functions do and for the keys that they keep: raised with each change that a hub could notice. */
export const LIBRARY_VERSION = 2;
/**
 * The oldest hubs, by the version that they came with, that may go on calling these functions while hubs are updated one after the
 * other: same names, keys and arguments, and answers that they understand. Raised only for a change that they could not live with;
 * then all hubs are stopped for the update.
 */
export const SERVES_FROM = 1;
/** Beside this file, and beside the bundle. */
const PARTS = ['journal-functions.lua', 'duty-functions.lua'];

export interface LibraryVersions {
  readonly version: number;
  readonly servesFrom: number;
}

export const OWN_VERSIONS: LibraryVersions = { version: LIBRARY_VERSION, servesFrom: SERVES_FROM };

/**
 * The library as `FUNCTION LOAD` takes it. Its name carries the version and its functions' names do not: Redis itself refuses a second
 * one beside it, and whoever takes an older one out must name the one that was seen.
 */
export function libraryText({ servesFrom, version }: LibraryVersions = OWN_VERSIONS): string {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const parts = PARTS.map((name) => readFileSync(join(folder, name), 'utf8'));
  // A chunk of its own for each part: what is local to one is not seen by the other.
  const chunks = parts.map((part) => `do\n${part}end\n`);
  const callback = `function() return { ${version}, ${servesFrom} } end`;
  const told = `redis.register_function({ function_name = 'hallcall_version', callback = ${callback}, flags = { 'no-writes' } })\n`;
  return `#!lua name=${LIBRARY_NAME}_${version}\n${chunks.join('')}${told}`;
}
