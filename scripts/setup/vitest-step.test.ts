import { describe, expect, it } from 'vitest';
import { countOf } from './vitest-step.mjs';

const report = (passed: number, failed: number, total: number, notLoaded = 0) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numTotalTests: total,
  testResults: [
    { status: 'passed', assertionResults: [{}] },
    ...Array.from({ length: notLoaded }, () => ({ status: 'failed', assertionResults: [] })),
  ],
});

describe('the count of a test run', () => {
  it('is what passed and what failed', () => {
    expect(countOf(report(5, 0, 5), 0)).toEqual({ passed: 5, failed: 0 });
    expect(countOf(report(5, 2, 7), 1)).toEqual({ passed: 5, failed: 2 });
  });

  it('takes a skipped test for a failure', () => {
    expect(countOf(report(5, 0, 6), 0)).toEqual({ passed: 5, failed: 1 });
  });

  it('takes a file that could not be loaded for a failure', () => {
    expect(countOf(report(5, 0, 5, 1), 1)).toEqual({ passed: 5, failed: 1 });
  });

  it('takes an exit code that no test explains for a failure', () => {
    expect(countOf(report(5, 0, 5), 1)).toEqual({ passed: 5, failed: 1 });
    expect(countOf(null, 1)).toEqual({ passed: 0, failed: 1 });
    expect(countOf(null, 0)).toEqual({ passed: 0, failed: 1 });
  });
});
