import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './root.mjs';

export const DIST = join(ROOT, 'dist');
const STAMPS = join(DIST, '.built');

const OFTEN = ['package.json', 'package-lock.json', 'tsconfig.json', 'scripts/build.mjs', 'scripts/setup/build-targets.mjs'];
const SCREENS = ['svelte.config.js', 'vite.config.ts', 'shared'];

/** What is built, and the files and folders that it is made of. */
export const TARGETS = /** @type {const} */ ({
  hub: [...OFTEN, 'server', 'shared'],
  kiosk: [...OFTEN, ...SCREENS, 'kiosk'],
  display: [...OFTEN, ...SCREENS, 'scripts/legacy', 'display'],
  counter: [...OFTEN, ...SCREENS, 'counter'],
  phone: [...OFTEN, ...SCREENS, 'phone'],
});

/** @typedef {keyof typeof TARGETS} Target */

export const TARGET_NAMES = /** @type {Target[]} */ (Object.keys(TARGETS));

/**
 * Every file below a path, sorted; the path itself when it is a file; nothing when it is not there. Tests are not built.
 *
 * @param {string} path
 * @returns {string[]}
 */
export function filesBelow(path) {
  const full = join(ROOT, path);
  if (!existsSync(full)) return [];
  if (/\.\w+$/.test(path)) return [path];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
}

/** @param {Target} target */
function fingerprint(target) {
  const hash = createHash('sha256').update(process.version);
  for (const file of TARGETS[target].flatMap(filesBelow)) hash.update(`\0${file}\0`).update(readFileSync(join(ROOT, file)));
  return hash.digest('hex');
}

/**
 * Whether a target's files changed since it was built. By content: a checkout changes times, not contents.
 *
 * @param {Target} target
 */
export function isStale(target) {
  const stamp = join(STAMPS, target);
  return !existsSync(stamp) || readFileSync(stamp, 'utf8') !== fingerprint(target);
}

/**
 * Builds and marks as built; a build that fails leaves its target stale.
 *
 * @param {Target} target
 * @param {() => Promise<void>} build
 */
export async function buildMarked(target, build) {
  const stamp = join(STAMPS, target);
  const before = fingerprint(target);
  rmSync(stamp, { force: true });
  await build();
  mkdirSync(STAMPS, { recursive: true });
  writeFileSync(stamp, before);
}
