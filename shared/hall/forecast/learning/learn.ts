import { unreachable } from '../../../lib/unreachable.ts';
import { uncalibrated, withPosition, withTold } from './calibration.ts';
import { HALF_LIFE_DAYS, NO_SHOW_LOST_MS_MAX, WAIT_MS_MAX } from './figures.ts';
import { withArrival, withDay, withDayEnd } from './arrivals.ts';
import { ownOf, withWarning, type ById, type Learned, type LearnedNoShows, type Moments } from './learned.ts';
import type { Observation } from './observation.ts';
import { isStillLearning, withServed } from './serve-times.ts';

type Seen<Is extends Observation['is']> = Extract<Observation, { is: Is }>;

const MINUTE_MS = 60_000;
/** What a day that opens leaves of what was learned before. */
const FADES_TO = 0.5 ** (1 / HALF_LIFE_DAYS);

/** What is known after one more observation. Never throws: what cannot be is left out and counted in `warnings`. */
export function learn(learned: Learned, observation: Observation): Learned {
  if (!isSound(observation)) return withWarning(learned, 'negative-time');
  switch (observation.is) {
    case 'day-opened':
      return withDay(faded(learned), observation.day, observation.minute);
    case 'day-closed':
      return withDayEnd(learned, observation.day, observation.minute);
    case 'arrived':
      return withArrival(learned, observation);
    case 'served':
      return withServed(learned, observation);
    case 'waited':
      return withWait(learned, observation);
    case 'came':
      return { ...learned, noShows: withCall(learned.noShows, observation.waitedMs, 0) };
    case 'missed': {
      const noShows = withCall(learned.noShows, observation.waitedMs, 1);
      const lostMs = noShows.lostMs + Math.min(observation.lostMs, NO_SHOW_LOST_MS_MAX);
      return { ...learned, noShows: { ...noShows, lostMs } };
    }
    case 'told':
      return withToldWait(learned, observation);
    case 'placed': {
      const next = withPosition(ownOf(learned.calibration, observation.service) ?? uncalibrated(), observation.position);
      return { ...learned, calibration: { ...learned.calibration, [observation.service]: next } };
    }
    case 'odd':
      return withWarning(learned, observation.warning);
    default:
      return unreachable(observation);
  }
}

export function learnAll(learned: Learned, observations: readonly Observation[]): Learned {
  return observations.reduce(learn, learned);
}

/** Every number is one, and no length of time is below 0. */
function isSound(observation: Observation): boolean {
  return (
    Object.entries(observation).every(([, value]) => typeof value !== 'number' || Number.isFinite(value)) &&
    lengths(observation).every((ms) => ms >= 0)
  );
}

function lengths(observation: Observation): number[] {
  switch (observation.is) {
    case 'served':
      return [observation.heldMs, observation.to - observation.from - observation.heldMs];
    case 'waited':
      return [observation.ms];
    case 'came':
    case 'told':
      return [observation.waitedMs];
    case 'missed':
      return [observation.waitedMs, observation.lostMs];
    case 'day-opened':
    case 'day-closed':
    case 'arrived':
      return [observation.minute];
    default:
      return [];
  }
}

function withWait(learned: Learned, { class: classId, ms, gaveUp }: Seen<'waited'>): Learned {
  const before = ownOf(learned.patience, classId) ?? { waitedMs: 0, left: 0 };
  const after = { waitedMs: before.waitedMs + Math.min(ms, WAIT_MS_MAX), left: before.left + (gaveUp ? 1 : 0) };
  return { ...learned, patience: { ...learned.patience, [classId]: after } };
}

function withCall(noShows: LearnedNoShows, waitedMs: number, missed: 0 | 1): LearnedNoShows {
  const minutes = Math.min(waitedMs, WAIT_MS_MAX) / MINUTE_MS;
  return {
    ...noShows,
    calls: noShows.calls + 1,
    minutes: noShows.minutes + minutes,
    minutesSquared: noShows.minutesSquared + minutes * minutes,
    missed: noShows.missed + missed,
    minutesMissed: noShows.minutesMissed + minutes * missed,
  };
}

/** While a service's range is told wider for want of experience, what comes of it says nothing about the model. */
function withToldWait(learned: Learned, { service, quote, waitedMs }: Seen<'told'>): Learned {
  if (isStillLearning(ownOf(learned.served, service))) return learned;
  const next = withTold(ownOf(learned.calibration, service) ?? uncalibrated(), quote, waitedMs);
  return { ...learned, calibration: { ...learned.calibration, [service]: next } };
}

function faded(learned: Learned): Learned {
  const { noShows } = learned;
  return {
    ...learned,
    served: mapped(learned.served, ({ seen, all, byTeller }) => ({
      seen,
      all: fadedMoments(all),
      byTeller: mapped(byTeller, fadedMoments),
    })),
    patience: mapped(learned.patience, ({ waitedMs, left }) => ({ waitedMs: waitedMs * FADES_TO, left: left * FADES_TO })),
    noShows: {
      calls: noShows.calls * FADES_TO,
      minutes: noShows.minutes * FADES_TO,
      minutesSquared: noShows.minutesSquared * FADES_TO,
      missed: noShows.missed * FADES_TO,
      minutesMissed: noShows.minutesMissed * FADES_TO,
      lostMs: noShows.lostMs * FADES_TO,
    },
  };
}

function fadedMoments({ n, mean, squares }: Moments): Moments {
  return { n: n * FADES_TO, mean, squares: squares * FADES_TO };
}

function mapped<From, To>(values: ById<From>, change: (value: From) => To): ById<To> {
  return Object.fromEntries(Object.entries(values).map(([id, value]) => [id, change(value)]));
}
