/**
 * How much is measured. `full` are the sizes that are promised; `ci` only shows in seconds that everything can be measured,
 * its figures mean nothing.
 */
export interface Size {
  /** Screens behind `fanout-200` and `fanout-2000`. */
  readonly screens: readonly [few: number, many: number];
  readonly fanOutBlocks: number;
  readonly fanOutRoundsPerBlock: number;
  readonly commandSockets: number;
  readonly watchers: number;
  readonly commandRounds: number;
  readonly commandsPerRound: number;
  /** Of `forecast-cost`: a whole forecast is 500. */
  readonly forecastRuns: number;
  readonly forecastCostRounds: number;
  readonly forecastWaiting: number;
  readonly forecastRounds: number;
  readonly forecastRoundMs: number;
  readonly waiting: readonly [few: number, many: number];
  readonly callRounds: number;
  readonly callsPerRound: number;
  readonly journalEntries: number;
  readonly startRounds: number;
  /** Screens behind `painted-200` and `sound-200`, and how often each is measured. */
  readonly audience: number;
  readonly audienceRounds: number;
  /** Simulated hours of `wall-heap`, the first of which is the one before; calls in each minute. */
  readonly wallHours: number;
  readonly wallCallsPerMinute: number;
}

export const SIZES: { readonly [Name in 'ci' | 'full']: Size } = {
  ci: {
    screens: [5, 20],
    fanOutBlocks: 2,
    fanOutRoundsPerBlock: 5,
    commandSockets: 8,
    watchers: 2,
    commandRounds: 2,
    commandsPerRound: 200,
    forecastRuns: 10,
    forecastCostRounds: 1,
    forecastWaiting: 20,
    forecastRounds: 1,
    forecastRoundMs: 200,
    waiting: [100, 1_000],
    callRounds: 3,
    callsPerRound: 50,
    journalEntries: 7_000,
    startRounds: 2,
    audience: 5,
    audienceRounds: 1,
    wallHours: 1.2,
    wallCallsPerMinute: 1,
  },
  full: {
    screens: [200, 2_000],
    fanOutBlocks: 5,
    fanOutRoundsPerBlock: 100,
    commandSockets: 64,
    watchers: 8,
    commandRounds: 7,
    commandsPerRound: 20_000,
    forecastRuns: 500,
    forecastCostRounds: 7,
    forecastWaiting: 300,
    forecastRounds: 24,
    forecastRoundMs: 2_000,
    waiting: [100, 100_000],
    callRounds: 201,
    callsPerRound: 100,
    journalEntries: 1_000_000,
    startRounds: 7,
    audience: 200,
    audienceRounds: 20,
    wallHours: 8,
    wallCallsPerMinute: 4,
  },
};
