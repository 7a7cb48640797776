import { ensureDependencies } from './dependencies.mjs';
import { TARGET_NAMES, isStale } from './build-targets.mjs';
import { run } from './program.mjs';

/** Builds what is stale, in a process of its own: the tools of the build do not belong in the hub's memory. False: it failed. */
export async function ensureBuild() {
  const stale = TARGET_NAMES.filter(isStale);
  if (stale.length === 0) return true;
  const code = await run(process.execPath, ['scripts/build.mjs', ...stale]);
  if (code === 0) return true;
  console.error('The build failed; what is wrong is said above.');
  return false;
}

/** What a program needs before it can run; ends the process when it cannot be had. */
export async function setUpOrExit() {
  if (!((await ensureDependencies()) && (await ensureBuild()))) process.exit(1);
}
