import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './program.mjs';
import { ROOT } from './root.mjs';

const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs');

/**
 * @typedef {import('./steps.mjs').Count} Count
 * @typedef {{ status: string, assertionResults: unknown[] }} FileResult
 * @typedef {{ numPassedTests: number, numFailedTests: number, numTotalTests: number, testResults: FileResult[] }} Report
 */

/**
 * The count of one run. A file that could not be loaded, a test that was skipped, and an error beside the tests are
 * failures too: nothing here is left out in silence.
 *
 * @param {Report | null} report what vitest wrote; null when it wrote nothing
 * @param {number} code its exit code
 * @returns {Count}
 */
export function countOf(report, code) {
  if (report === null) return { passed: 0, failed: 1 };
  const notRun = report.numTotalTests - report.numPassedTests - report.numFailedTests;
  const notLoaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const failed = report.numFailedTests + notRun + notLoaded.length;
  return { passed: report.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}

/** @param {string} project */
const reportFile = (project) => join(ROOT, 'test-results', `${project}.json`);

/**
 * What the last run of a project wrote; null when it wrote nothing.
 *
 * @param {string} project
 */
export function readReport(project) {
  const file = reportFile(project);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/**
 * @param {string} project of `vitest.config.ts`
 * @returns {import('./steps.mjs').Step}
 */
export function vitestStep(project) {
  const file = reportFile(project);
  return {
    name: project,
    run: async () => {
      rmSync(file, { force: true });
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
      const code = await run(process.execPath, [VITEST, 'run', '--project', project, ...reporters]);
      return countOf(readReport(project), code);
    },
  };
}
