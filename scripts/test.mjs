import './setup/node-version.mjs';
import { CHECK_STEPS } from './setup/check-steps.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { ensureBuild } from './setup/fresh-build.mjs';
import { slowestTests } from './setup/slowest-tests.mjs';
import { printTimes, runSteps, total } from './setup/steps.mjs';
import { ensureSystemPackages } from './setup/system-packages.mjs';
import { readReport, vitestStep } from './setup/vitest-step.mjs';

/** Two of the checks at once; tests use both cores by themselves. */
const CHECK_LANES = 2;
const PROJECTS = ['architecture', 'unit', 'contract', 'simulation', 'integration', 'chaos', 'browser', 'balanced'];

const SLOWEST_SHOWN = 10;

/** @typedef {import('./setup/steps.mjs').Ran} Ran */

/** @returns {Promise<Ran[]>} */
async function setUp() {
  const ready = (await ensureDependencies()) && (await ensureSystemPackages()) && (await ensureBuild());
  return [{ name: 'set-up', seconds: performance.now() / 1000, count: { passed: 0, failed: ready ? 0 : 1 } }];
}

/** @type {Ran[]} */
const ran = await setUp();
for (const [steps, lanes] of /** @type {const} */ ([
  [CHECK_STEPS, CHECK_LANES],
  [PROJECTS.map(vitestStep), 1],
])) {
  if (total(ran).failed === 0) ran.push(...(await runSteps(steps, lanes)));
}

const { passed, failed } = total(ran);
const reports = PROJECTS.filter((project) => ran.some(({ name }) => name === project)).map(readReport);
const slowest = slowestTests(
  reports.filter((report) => report !== null),
  SLOWEST_SHOWN,
);
if (slowest.length > 0) console.log(`\nslowest tests:\n${slowest.join('\n')}`);
console.log('');
printTimes(ran);
console.log(`all of it: ${(performance.now() / 1000).toFixed(0)} s\n`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
