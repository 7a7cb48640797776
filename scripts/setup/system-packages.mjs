import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { capture, run } from './program.mjs';

/** @param {string} program */
function isOnPath(program) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}

/** Debian keeps the server's programs off the path, one folder per version. */
function hasPostgres() {
  const versions = '/usr/lib/postgresql';
  if (isOnPath('postgres')) return true;
  return existsSync(versions) && readdirSync(versions).some((version) => existsSync(join(versions, version, 'bin/postgres')));
}

async function hasChineseFont() {
  const { code, output } = await capture('fc-list', [':lang=zh-cn', 'family']);
  return code === 0 && output.trim() !== '';
}

/** What the tests run besides Node, by the name of its Debian package. */
const NEEDED = [
  { name: 'chromium', isThere: () => isOnPath('chromium') },
  { name: 'redis-server', isThere: () => isOnPath('redis-server') },
  { name: 'postgresql', isThere: hasPostgres },
  // Off the path of who is not root.
  { name: 'haproxy', isThere: () => isOnPath('haproxy') || existsSync('/usr/sbin/haproxy') },
  // For harnesses: what a hub tells the disk, and machines whose lines can be cut.
  { name: 'strace', isThere: () => isOnPath('strace') },
  { name: 'iproute2', isThere: () => isOnPath('ip') || existsSync('/usr/sbin/ip') },
  // Without one the screenshots would show boxes where Chinese should be.
  { name: 'fonts-noto-cjk', isThere: hasChineseFont },
];

async function missingPackages() {
  const found = await Promise.all(NEEDED.map(async ({ name, isThere }) => ((await isThere()) ? [] : [name])));
  return found.flat();
}

/** Installs what the tests need, as root on a Debian; elsewhere says what to type. False: something is still missing. */
export async function ensureSystemPackages() {
  const missing = await missingPackages();
  if (missing.length === 0) return true;
  const install = ['install', '-y', '--no-install-recommends', ...missing];
  const canInstall = process.getuid?.() === 0 && isOnPath('apt-get');
  if (canInstall) {
    console.log(`Installing for the tests: ${missing.join(', ')} …`);
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-q'], { env });
    await run('apt-get', ['-q', ...install], { env });
    if ((await missingPackages()).length === 0) return true;
  }
  console.error(`The tests need: ${(await missingPackages()).join(', ')}. On Debian or Ubuntu type:`);
  console.error(`  sudo apt-get update && sudo apt-get ${install.join(' ')}`);
  return false;
}
