import { describe, expect, it } from 'vitest';
import { ADVICE_TARGETS } from '../forecast/advice/advice-command.ts';
import { adviceReport } from '../forecast/advice/advice-report.ts';

/** Few half-hours and runs: a tenth of what `npm run simulate -- advice` looks at every night. */
const report = adviceReport({ halfHours: 24, runs: 30, seed: 1 });

describe('advice in a hall whose truth is known', () => {
  it('[F104] promises what is saved: within 0.7 minutes in the mean of such days, and about as closely on the very day', () => {
    const { arms, savingError, savingErrorPlayed, waiting } = report.congested;
    expect(waiting).toBeGreaterThan(8);
    expect(savingError).toBeLessThanOrEqual(ADVICE_TARGETS.savingErrorMax);
    expect(savingErrorPlayed).toBeLessThanOrEqual(1.1);
    for (const { meanPredicted, meanReal, p90Predicted, p90Real, withinP90 } of arms) {
      expect(Math.abs(meanPredicted - meanReal)).toBeLessThanOrEqual(1.2);
      expect(Math.abs(p90Predicted - p90Real)).toBeLessThanOrEqual(2.5);
      expect(withinP90).toBeGreaterThan(0.82);
      expect(withinP90).toBeLessThan(0.97);
    }
  });

  it('[F104] chooses the better of two counters', () => {
    expect(report.congested.rightChoicePlayed).toBeGreaterThanOrEqual(ADVICE_TARGETS.rightChoiceMin);
    expect(report.congested.regret).toBeLessThanOrEqual(0.3);
  });

  it('[F104] says nothing in quiet half-hours', () => {
    expect(report.quiet.halfHours).toBeGreaterThanOrEqual(18);
    expect(report.quiet.silent).toBeGreaterThanOrEqual(ADVICE_TARGETS.silentMin);
  });
});
