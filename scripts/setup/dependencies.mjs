import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './program.mjs';
import { ROOT } from './root.mjs';

/**
 * @typedef {{ version?: string, optional?: boolean, devOptional?: boolean }} LockedPackage
 * @typedef {{ packages: Record<string, LockedPackage> }} Lock
 */

/**
 * npm writes what it really installed to `node_modules/.package-lock.json`, at the very end. So comparing that file with the
 * committed lock tells a fresh, a stale and a half-finished install apart, whoever made it; times of files do not.
 *
 * @param {Lock} wanted the committed lock
 * @param {Lock} installed npm's own record
 */
export function installMatches(wanted, installed) {
  const surplus = Object.keys(installed.packages).some((path) => wanted.packages[path] === undefined);
  if (surplus) return false;
  return Object.entries(wanted.packages).every(([path, { version, optional, devOptional }]) => {
    if (path === '') return true;
    const there = installed.packages[path];
    // An optional package is left out where the platform is another.
    return there === undefined ? Boolean(optional ?? devOptional) : there.version === version;
  });
}

/** @param {string} path @returns {Lock} */
function readLock(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function isInstalled() {
  const record = join(ROOT, 'node_modules/.package-lock.json');
  return existsSync(record) && installMatches(readLock(join(ROOT, 'package-lock.json')), readLock(record));
}

/** Installs the locked packages unless they are there. False, after a sentence: it could not. */
export async function ensureDependencies() {
  if (isInstalled()) return true;
  console.log('Installing the packages of package-lock.json (npm ci) …');
  const npm = process.env['npm_execpath'];
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const code = npm?.endsWith('npm-cli.js')
    ? await run(process.execPath, [npm, ...args])
    : await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args);
  if (code === 0) return true;
  console.error(
    'npm ci failed (its own words are above). It needs the package registry, once; then nothing is fetched any more.',
  );
  return false;
}
