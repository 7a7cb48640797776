import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { BUNDLE_OPTIONS } from '../../scripts/setup/bundle-options.mjs';
import { layRedisFunctionsIn } from '../support/redis-functions.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Inside the repository, where the packages are found; one for each run, for two may run at once. */
const FOLDER = join(ROOT, 'dist', `bench-${process.pid}`);

/** The measurements, their programs, and the journal's thread, which is looked for beside its program. */
const ENTRIES = {
  'run-bench': 'test/bench/run-bench.ts',
  'hub-program': 'test/bench/hub-program.ts',
  'broadcast-program': 'test/bench/broadcast-program.ts',
  'echo-program': 'test/bench/echo-program.ts',
  'journal-worker': 'server/journal/sqlite-journal-worker.ts',
  'forecast-worker': 'server/watch/forecast-worker.ts',
};

/**
 * Bundles the bench as the hub itself is bundled, and gives the address of the measurements. Straight from the sources a
 * loader would wrap every function to keep its name, and the figures would be those of another program.
 */
export async function bundledBench(): Promise<string> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: Object.entries(ENTRIES).map(([name, file]) => ({ in: join(ROOT, file), out: name })),
    outdir: FOLDER,
    ...BUNDLE_OPTIONS,
    external: [...BUNDLE_OPTIONS.external, 'playwright-core', '@axe-core/playwright'],
  });
  layRedisFunctionsIn(FOLDER);
  return pathToFileURL(join(FOLDER, 'run-bench.mjs')).href;
}

export function removeBundle(): void {
  rmSync(FOLDER, { recursive: true, force: true });
}
