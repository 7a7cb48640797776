import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const LIBRARY_NAME = 'hallcall';
/**
 * One integer for what the functions do and for the keys that they keep. A hub refuses another one rather than guess: the library
 * is changed only in ways that the hubs of the release before can live with, or under another name.
 */
export const LIBRARY_VERSION = 1;
/** Beside this file, and beside the bundle. */
const PARTS = ['journal-functions.lua', 'duty-functions.lua'];

/** The library as `FUNCTION LOAD` takes it. */
export function libraryText(): string {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const parts = PARTS.map((name) => readFileSync(join(folder, name), 'utf8'));
  // A chunk of its own for each part: what is local to one is not seen by the other.
  const chunks = parts.map((part) => `do\n${part}end\n`);
  const version = `redis.register_function({ function_name = 'hallcall_version', callback = function() return ${LIBRARY_VERSION} end, flags = { 'no-writes' } })\n`;
  return `#!lua name=${LIBRARY_NAME}\n${chunks.join('')}${version}`;
}
