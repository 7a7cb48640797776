/**
 * @typedef {{ fullName: string, duration?: number | null }} TestResult
 * @typedef {{ testResults: { assertionResults: TestResult[] }[] }} Report
 */

/**
 * The tests that took longest, as lines to print: where to look when the whole becomes slow.
 *
 * @param {readonly Report[]} reports what vitest wrote
 * @param {number} count
 */
export function slowestTests(reports, count) {
  return reports
    .flatMap(({ testResults }) => testResults.flatMap(({ assertionResults }) => assertionResults))
    .map(({ fullName, duration }) => ({ fullName, seconds: (duration ?? 0) / 1000 }))
    .sort((one, other) => other.seconds - one.seconds)
    .slice(0, count)
    .map(({ fullName, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${fullName}`);
}
