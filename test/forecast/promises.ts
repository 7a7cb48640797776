import type { Evaluation } from './evaluate.ts';

/** What is promised of forecasts on months that were not used for fitting; errors as shares of those of usual predictors. */
export const PROMISED = {
  maeOfQueueOverServers: 0.8,
  maeOfRolling: 0.76,
  mseOfRolling: 0.6,
  coverage90Min: 0.88,
  coverage90Max: 0.92,
};

/** One line for each promise that is not kept. */
export function brokenPromises({ predictors }: Evaluation): string[] {
  const { hallcall } = predictors;
  const rolling = predictors['rolling-10'];
  const lines: string[] = [];
  const atMost = (what: string, value: number, most: number) => {
    if (!(value <= most)) lines.push(`${what} is ${value.toFixed(3)}, promised is at most ${String(most)}`);
  };
  atMost('MAE / queue-over-servers', hallcall.mae / predictors['queue-over-servers'].mae, PROMISED.maeOfQueueOverServers);
  atMost('MAE / rolling-10', hallcall.mae / rolling.mae, PROMISED.maeOfRolling);
  atMost('MSE / rolling-10', (hallcall.rmse / rolling.rmse) ** 2, PROMISED.mseOfRolling);
  atMost('coverage of p90', hallcall.coverage90, PROMISED.coverage90Max);
  atMost('what p90 leaves uncovered', 1 - hallcall.coverage90, 1 - PROMISED.coverage90Min);
  return lines;
}
