import { expect, it } from 'vitest';
import { slowestTests } from './slowest-tests.mjs';

it('names the slowest tests of all runs, slowest first', () => {
  const report = (...results: [string, number | undefined][]) => ({
    testResults: [
      {
        assertionResults: results.map(([fullName, duration]) => ({ fullName, ...(duration === undefined ? {} : { duration }) })),
      },
    ],
  });
  expect(
    slowestTests([report(['quick', 20], ['slow', 61_000]), report(['middling', 5_300], ['unmeasured', undefined])], 2),
  ).toEqual(['   61.0 s  slow', '    5.3 s  middling']);
});
