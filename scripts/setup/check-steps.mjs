import { join } from 'node:path';
import { capture } from './program.mjs';
import { ROOT } from './root.mjs';

/** @typedef {import('./steps.mjs').Step} Step */

/** Name of the check, its program in `node_modules` and the arguments; the long ones first: two of them run at once. */
const CHECKS = /** @type {const} */ ([
  ['lint', 'eslint/bin/eslint.js', ['--max-warnings=0', '.']],
  // Of everything: what tsc says of the .ts files, it says too.
  ['types', 'svelte-check/bin/svelte-check', ['--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human']],
  ['format', 'prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '--cache', '.']],
  [
    'rooms',
    'dependency-cruiser/bin/dependency-cruise.mjs',
    ['shared', 'server', 'kiosk', 'display', 'counter', 'phone', 'test', '--output-type', 'err'],
  ],
  ['unused', 'knip/bin/knip.js', ['--no-progress']],
]);

/** Checks that need no test: each counts as one, passed or failed, and shows its words only when it fails. */
/** @type {Step[]} */
export const CHECK_STEPS = CHECKS.map(([name, program, args]) => ({
  name,
  run: async () => {
    const { code, output } = await capture(process.execPath, [join(ROOT, 'node_modules', program), ...args]);
    if (code === 0) return { passed: 1, failed: 0 };
    console.log(`\n── ${name} ──\n${output.trimEnd()}\n`);
    return { passed: 0, failed: 1 };
  },
}));
