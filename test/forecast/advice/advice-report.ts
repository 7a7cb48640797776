import { ADVICE_WAIT_MIN_MS } from '../../../shared/hall/forecast/advise-limits.ts';
import { MINUTE_MS, SYNTHETIC_HALL } from '../synthetic-hall.ts';
import { EXTRA } from './advice-hall.ts';
import { halfHours, mean, type HalfHour } from './half-hours.ts';

/** More people wait than there are counters. */
const CONGESTED_MIN = SYNTHETIC_HALL.counters.length + 1;
const CONGESTED_LOAD = 1.15;
/** Hardly anybody waits, and nothing is about to happen that makes them (two lunches at once). */
const QUIET_MAX = 3;
const QUIET_LOAD = 1;

/** Minutes, but for `rightChoice`, `withinP90` and `silent` (shares) and counts. */
export interface AdviceReport {
  readonly congested: {
    readonly halfHours: number;
    readonly waiting: number;
    readonly arms: readonly ArmReport[];
    readonly savings: readonly SavingReport[];
    /** Of all predicted savings, against what the model would say if it knew how busy the day is, with other dice. */
    readonly savingError: number;
    /** Against the one day that was played. */
    readonly savingErrorPlayed: number;
    /** How often the better of A and C, or B, was chosen: in the mean of such days, and on the day that was played. */
    readonly rightChoice: number;
    readonly rightChoicePlayed: number;
    /** What a wrong choice costs, in the mean of all. */
    readonly regret: number;
  };
  readonly quiet: { readonly halfHours: number; readonly silent: number };
}

export interface ArmReport {
  readonly open: string;
  readonly meanPredicted: number;
  readonly meanReal: number;
  readonly p90Predicted: number;
  readonly p90Real: number;
  readonly withinP90: number;
}

export interface SavingReport {
  readonly open: string;
  readonly predicted: number;
  readonly expected: number;
  readonly played: number;
  readonly error: number;
  readonly errorPlayed: number;
}

const NAMES = EXTRA.map(({ services }) => `+${services.join('')}`);

export function adviceReport(options: {
  readonly halfHours: number;
  readonly runs: number;
  readonly seed: number;
}): AdviceReport {
  const { halfHours: count, runs, seed } = options;
  const congested = [...halfHours({ load: CONGESTED_LOAD, runs, seed, count, isWanted: (waiting) => waiting >= CONGESTED_MIN })];
  const calm = [...halfHours({ load: QUIET_LOAD, runs, seed, count, isWanted: (waiting) => waiting <= QUIET_MAX })];
  const quiet = calm.filter(({ expectedMean }) => expectedMean < ADVICE_WAIT_MIN_MS / MINUTE_MS);
  const savings = NAMES.map((open, index) => savingReport(open, congested, index));
  return {
    congested: {
      halfHours: congested.length,
      waiting: meanOf(congested, ({ waiting }) => waiting),
      arms: ['nothing', ...NAMES].map((open, index) => armReport(open, congested, index)),
      savings,
      savingError: meanOf(savings, ({ error }) => error),
      savingErrorPlayed: meanOf(savings, ({ errorPlayed }) => errorPlayed),
      rightChoice: meanOf(congested, (each) => Number(isRight(each, 'expected'))),
      rightChoicePlayed: meanOf(congested, (each) => Number(isRight(each, 'played'))),
      regret: meanOf(congested, regret),
    },
    quiet: {
      halfHours: quiet.length,
      silent: meanOf(quiet, ({ savings: all }) => Number(all.every(({ isAdvised }) => !isAdvised))),
    },
  };
}

function armReport(open: string, congested: readonly HalfHour[], index: number): ArmReport {
  const of = (pick: (arm: HalfHour['arms'][number]) => number): number => meanOf(congested, ({ arms }) => pick(arms[index]!));
  return {
    open,
    meanPredicted: of((arm) => arm.meanPredicted),
    meanReal: of((arm) => arm.meanReal),
    p90Predicted: of((arm) => arm.p90Predicted),
    p90Real: of((arm) => arm.p90Real),
    withinP90: of((arm) => arm.withinP90),
  };
}

function savingReport(open: string, congested: readonly HalfHour[], index: number): SavingReport {
  const of = (pick: (saving: HalfHour['savings'][number]) => number): number =>
    meanOf(congested, ({ savings }) => pick(savings[index]!));
  return {
    open,
    predicted: of((saving) => saving.predicted),
    expected: of((saving) => saving.expected),
    played: of((saving) => saving.played),
    error: of((saving) => Math.abs(saving.predicted - saving.expected)),
    errorPlayed: of((saving) => Math.abs(saving.predicted - saving.played)),
  };
}

/** Of the first two counters that could be opened. */
function isRight({ savings: [first, second] }: HalfHour, by: 'expected' | 'played'): boolean {
  return first!.predicted >= second!.predicted === first![by] >= second![by];
}

function regret({ savings: [first, second] }: HalfHour): number {
  const chosen = first!.predicted >= second!.predicted ? first! : second!;
  return Math.max(first!.played, second!.played) - chosen.played;
}

function meanOf<Item>(items: readonly Item[], pick: (item: Item) => number): number {
  return Math.round(mean(items.map(pick)) * 1_000) / 1_000;
}
