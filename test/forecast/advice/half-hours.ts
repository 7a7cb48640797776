import { linesToHelp } from '../../../shared/hall/forecast/advise.ts';
import { isWorth, outlookOf, savingOf, waitsOf, type Outlook } from '../../../shared/hall/forecast/advise-judge.ts';
import { ADVICE_HORIZON_MS, ADVICE_RUN_MS } from '../../../shared/hall/forecast/advise-limits.ts';
import { ascending, quantile } from '../../../shared/hall/forecast/quantile.ts';
import type { EpochMs } from '../../../shared/lib/clock.ts';
import { seededRandom } from '../../../shared/lib/random.ts';
import { HOUR_MS, MINUTE_MS, pausesOf, SYNTHETIC_HALL as HALL, syntheticDay, type SyntheticDay } from '../synthetic-hall.ts';
import { playDay, type ExtraCounter, type PlayedDay } from '../synthetic-play.ts';
import { dayFactorSeen, EXTRA, sceneAt, trueModel, withCounter } from './advice-hall.ts';

/** Minutes. */
export interface ArmFigures {
  readonly meanPredicted: number;
  readonly meanReal: number;
  readonly p90Predicted: number;
  readonly p90Real: number;
  /** Of the real waits, how many were within the predicted p90. */
  readonly withinP90: number;
}

export interface HalfHour {
  readonly day: number;
  readonly atMinute: number;
  readonly waiting: number;
  /** Mean wait without anything on a day as busy as this one, minutes: what is quiet and what only begins so. */
  readonly expectedMean: number;
  /** Without anything, then with each of `EXTRA`. */
  readonly arms: readonly ArmFigures[];
  /** By each of `EXTRA`: minutes saved for each ticket. */
  readonly savings: readonly HalfHourSaving[];
}

export interface HalfHourSaving {
  readonly predicted: number;
  /** On average, on a day as busy as this one is: what the model would say if it knew the day. */
  readonly expected: number;
  /** On this day, with these customers: one throw of the dice. */
  readonly played: number;
  readonly isAdvised: boolean;
}

export interface HalfHourOptions {
  readonly load: number;
  readonly runs: number;
  readonly seed: number;
  /** Half-hours that are looked at, by who waits at their beginning. */
  readonly isWanted: (waiting: number) => boolean;
  readonly count: number;
}

/** A day that never gets so busy or so quiet ends the search. */
const DAYS_MAX = 2_000;

/**
 * Half-hours of played days: what the runs predict at their beginning, without and with one more counter, and what then happens when that
 * counter is there (the same customers, who need as long).
 */
export function* halfHours(options: HalfHourOptions): Generator<HalfHour> {
  const model = trueModel(options.load);
  let found = 0;
  for (let index = 0; index < DAYS_MAX; index += 1) {
    const day = withPauses(syntheticDay({ index, load: options.load, seed: options.seed }), options.seed * 31 + index);
    const played = playDay(HALL, day);
    // From an hour after opening on; the last hour has no two hours behind it.
    for (let ms = HALL.opensMs + HOUR_MS; ms <= HALL.closesMs - HOUR_MS; ms += ADVICE_HORIZON_MS) {
      const at = day.midnight + ms;
      const scene = sceneAt(played, at, { ...model, dayFactor: dayFactorSeen(day, at, options.load) });
      if (!options.isWanted(scene.waiting.length)) continue;
      yield halfHour({ day, played, at, index }, scene, options);
      found += 1;
      if (found === options.count) return;
    }
  }
  throw new Error(`no ${options.count} such half-hours in ${DAYS_MAX} days`);
}

function halfHour(
  { day, played, at, index }: { day: SyntheticDay; played: PlayedDay; at: EpochMs; index: number },
  scene: ReturnType<typeof sceneAt>,
  { load, runs, seed }: HalfHourOptions,
): HalfHour {
  const options = { runs, seed: seed * 1_000_003 + index };
  const before = outlookOf(scene, options);
  const realBefore = realWaits(played, at);
  const arms = [figures(before, realBefore)];
  const isWorthALook = linesToHelp(before, scene.model).length > 0;
  // Other dice than the prediction's: what both would have in common by chance is no merit.
  const truly = { runs, seed: options.seed + 500_009 };
  const onSuchADay = { ...scene, model: { ...scene.model, dayFactor: { median: day.factor / load, logSd: 0 } } };
  const truth = outlookOf(onSuchADay, truly);
  const expectedMean = mean(truth.runs.all.waitMs) / mean(truth.runs.all.tickets) / MINUTE_MS;
  const savings = EXTRA.map((extra) => {
    const after = outlookOf(withCounter(scene, extra), options);
    const opened: ExtraCounter = { counter: extra, from: at, to: at + ADVICE_HORIZON_MS };
    const real = realWaits(playDay(HALL, day, [opened]), at);
    arms.push(figures(after, real));
    const saving = savingOf(before, after);
    const expected = savingOf(truth, outlookOf(withCounter(onSuchADay, extra), truly)).meanMs / MINUTE_MS;
    const isAdvised = isWorthALook && isWorth(saving);
    return { predicted: saving.meanMs / MINUTE_MS, expected, played: mean(realBefore) - mean(real), isAdvised };
  });
  return { day: index, atMinute: (at - day.midnight) / MINUTE_MS, waiting: scene.waiting.length, expectedMean, arms, savings };
}

/** A teller who is not there yet pauses as often as the others. */
function withPauses(day: SyntheticDay, seed: number): SyntheticDay {
  const random = seededRandom(seed);
  const extra = EXTRA.map(({ id }) => [id, pausesOf(HALL, day.midnight, random)] as const);
  return { ...day, pauses: new Map([...day.pauses, ...extra]) };
}

/** Minutes, of whom the advice is about. */
function realWaits({ tickets }: PlayedDay, at: EpochMs): number[] {
  return tickets
    .filter(({ calledAt, customer }) => customer.at < at + ADVICE_HORIZON_MS && calledAt > at)
    .map(({ calledAt, customer }) => (Math.min(calledAt, at + ADVICE_RUN_MS) - customer.at) / MINUTE_MS);
}

function figures(outlook: Outlook, real: readonly number[]): ArmFigures {
  const { tickets, waitMs } = outlook.runs.all;
  const p90Predicted = quantile(waitsOf(outlook, null), 0.9) / MINUTE_MS;
  return {
    meanPredicted: mean(waitMs) / mean(tickets) / MINUTE_MS,
    meanReal: mean(real),
    p90Predicted,
    p90Real: real.length === 0 ? 0 : quantile(ascending(real), 0.9),
    withinP90: real.length === 0 ? 1 : real.filter((wait) => wait <= p90Predicted).length / real.length,
  };
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index]!;
  return values.length === 0 ? 0 : sum / values.length;
}
