import './setup/node-version.mjs';
import { copyFileSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { BUNDLE_OPTIONS } from './setup/bundle-options.mjs';
import { DIST, TARGET_NAMES, buildMarked, filesBelow } from './setup/build-targets.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { ROOT } from './setup/root.mjs';

/** @typedef {import('./setup/build-targets.mjs').Target} Target */

/** Programs and worker threads of the server, by the name of their bundle. A thread is looked for beside its program. */
const ENTRIES = {
  hub: 'server/main.ts',
  'journal-worker': 'server/journal/sqlite-journal-worker.ts',
  'forecast-worker': 'server/watch/forecast-worker.ts',
  demo: 'server/demo.ts',
  'kiosk-agent': 'server/kiosk-agent/main.ts',
  region: 'server/region/main.ts',
  device: 'server/device.ts',
  hall: 'server/hall.ts',
  voice: 'server/voice.ts',
  'redis-config': 'server/redis-config.ts',
  'redis-node': 'server/redis-node.ts',
  'redis-migrate': 'server/redis-migrate.ts',
};

/** `import.meta.url` of a bundle is in `dist/`, so what a source file reads beside itself is copied there. */
const ASSETS = /\.(ya?ml|sql|lua)$/;

async function buildHub() {
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: ROOT,
    entryPoints: Object.entries(ENTRIES).map(([name, file]) => ({ in: join(ROOT, file), out: name })),
    outdir: DIST,
    sourcemap: true,
    ...BUNDLE_OPTIONS,
  });
  mkdirSync(DIST, { recursive: true });
  for (const file of filesBelow('server').filter((name) => ASSETS.test(name)))
    copyFileSync(join(ROOT, file), join(DIST, basename(file)));
}

/** Modes of vite.config.ts, in order, where an app has more than one. @type {Partial<Record<Target, string[]>>} */
const MODES = { display: ['display', 'display-legacy'] };

/** @param {Exclude<Target, 'hub'>} app */
async function buildScreens(app) {
  const { build } = await import('vite');
  for (const mode of MODES[app] ?? [app]) {
    await build({
      configFile: join(ROOT, 'vite.config.ts'),
      mode,
      logLevel: 'warn',
      // A busy machine is no fault of the build.
      build: { rolldownOptions: { checks: { pluginTimings: false } } },
    });
  }
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !TARGET_NAMES.includes(/** @type {Target} */ (name)));
if (unknown.length > 0) {
  console.error(`Unknown target: ${unknown.join(', ')}. There are: ${TARGET_NAMES.join(', ')}; without a name all are built.`);
  process.exit(1);
}

if (!(await ensureDependencies())) process.exit(1);
for (const target of TARGET_NAMES.filter((name) => asked.length === 0 || asked.includes(name))) {
  const startedAt = performance.now();
  try {
    await buildMarked(target, () => (target === 'hub' ? buildHub() : buildScreens(target)));
  } catch (error) {
    console.error(`${target} cannot be built: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
  console.log(`built ${target} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}
