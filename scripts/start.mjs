import './setup/node-version.mjs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DIST } from './setup/build-targets.mjs';
import { setUpOrExit } from './setup/fresh-build.mjs';
import { endWithNpm } from './setup/parent.mjs';

// The hub then runs in this very process: signals, arguments and the exit code need no passing on, and nothing is left
// behind when it is killed.
endWithNpm();
await setUpOrExit();
const hub = join(DIST, 'hub.mjs');
process.argv[1] = hub;
await import(pathToFileURL(hub).href);
