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
  /** Before each click: an announcement in one language is over by then, so the next one's sound waits for nobody. */
  readonly audienceQuietMs: number;
  /** Simulated hours of `wall-heap`: until the first reading and until the last; calls in each minute. */
  readonly wallHours: readonly [before: number, after: number];
  readonly wallCallsPerMinute: number;
  /** What the stage still has to show of a played hour, and what it says of it to the hub, is done by then: 80 calls, nine in 1.6 s. */
  readonly wallDrainedMs: number;
  readonly wallReadings: number;
  /** Of `redis-appends`. */
  readonly redisRounds: number;
  readonly redisAppendsPerRound: number;
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
    audienceQuietMs: 500,
    wallHours: [0.1, 0.2],
    wallCallsPerMinute: 1,
    redisRounds: 2,
    redisAppendsPerRound: 200,
    wallDrainedMs: 500,
    wallReadings: 1,
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
    audienceQuietMs: 6_000,
    wallHours: [1, 8],
    wallCallsPerMinute: 4,
    redisRounds: 7,
    redisAppendsPerRound: 10_000,
    wallDrainedMs: 17_000,
    wallReadings: 3,
  },
};
