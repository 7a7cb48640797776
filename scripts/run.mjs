import './setup/node-version.mjs';
import { join } from 'node:path';
import { DIST } from './setup/build-targets.mjs';
import { setUpOrExit } from './setup/fresh-build.mjs';
import { endWithNpm } from './setup/parent.mjs';
import { become } from './setup/program.mjs';
import { ROOT } from './setup/root.mjs';

/** What can be run by name: bundles belong to the product; sources in `test/` run as they are. */
const BUNDLES = ['demo', 'kiosk-agent', 'region', 'device', 'hall', 'voice', 'redis:config', 'redis:node', 'redis:migrate'];
/** @type {Record<string, string>} */
const SOURCES = {
  accessibility: 'test/accessibility/main.ts',
  bench: 'test/bench/main.ts',
  simulate: 'test/simulation/main.ts',
  chaos: 'test/chaos/main.ts',
  'forecast:evaluate': 'test/forecast/main.ts',
};

const [name = '', ...args] = process.argv.slice(2);
const source = SOURCES[name];
if (source === undefined && !BUNDLES.includes(name)) {
  console.error(`usage: npm run NAME -- [options], NAME one of ${[...BUNDLES, ...Object.keys(SOURCES)].join(', ')}`);
  process.exit(2);
}

endWithNpm();
await setUpOrExit();
await become(
  source === undefined
    ? [join(DIST, `${name.replace(':', '-')}.mjs`), ...args]
    : ['--import', 'tsx', join(ROOT, source), ...args],
);
