import './setup/node-version.mjs';
import { CHECK_STEPS } from './setup/check-steps.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { printTimes, runSteps, total } from './setup/steps.mjs';
import { vitestStep } from './setup/vitest-step.mjs';

const LANES = 2;

if (!(await ensureDependencies())) process.exit(1);
const checked = await runSteps(CHECK_STEPS, LANES);
const ran = total(checked).failed > 0 ? checked : [...checked, ...(await runSteps(['architecture', 'unit'].map(vitestStep)))];
printTimes(ran);
process.exitCode = total(ran).failed > 0 ? 1 : 0;
