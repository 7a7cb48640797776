import type { EpochMs } from '../../../lib/clock.ts';
import type { HallConfiguration } from '../../configuration.ts';
import { localTime } from '../../local-time.ts';
import type { HallModel } from '../hall-model.ts';
import { arrivalsOf } from './arrivals.ts';
import { nothingLearned, ownOf, type Learned } from './learned.ts';
import { leavesPerMs, noShowsOf } from './patience.ts';
import { serveEstimate } from './serve-times.ts';
import { LEARNING_WARNINGS, type LearningWarning } from './warning.ts';

const MINUTE_MS = 60_000;

/** What a forecast at this moment knows besides the hall's state. Every number in it is finite. */
export function modelOf(learned: Learned, configuration: HallConfiguration, at: EpochMs): HallModel {
  const { day, minutes: minute } = localTime(at, configuration.timeZone);
  const typical = configuration.services.map(
    ({ id, typicalMinutes }) => [id, typicalMinutes === undefined ? null : typicalMinutes * MINUTE_MS] as const,
  );
  const { arrivals, dayFactor } = arrivalsOf(learned.days, configuration, { day, minute });
  return {
    ...serveEstimate(learned.served, new Map(typical)),
    arrivals,
    dayFactor,
    leavesPerMs: leavesPerMs(learned.patience),
    noShows: noShowsOf(learned.noShows),
  };
}

/** Of a hall that has seen nothing yet: its hall file's typical minutes, and nobody comes. */
export function priorModel(configuration: HallConfiguration, at: EpochMs): HallModel {
  return modelOf(nothingLearned(), configuration, at);
}

/** What is odd about what was seen, and how often. */
export function warningsOf(
  learned: Learned,
  configuration: HallConfiguration,
  at: EpochMs,
): readonly { readonly kind: LearningWarning; readonly count: number }[] {
  const { day, minutes: minute } = localTime(at, configuration.timeZone);
  const { isUnusual, likeDays } = arrivalsOf(learned.days, configuration, { day, minute });
  const served = configuration.services.filter(({ id }) => (ownOf(learned.served, id)?.seen ?? 0) > 0);
  const now: { readonly [kind in LearningWarning]?: number } = {
    ...learned.warnings,
    ...(likeDays === 0 && { 'no-history': 1 }),
    ...(served.length === 1 && configuration.services.length > 1 && { 'one-service': 1 }),
    ...(isUnusual && { 'unusual-day': 1 }),
  };
  return LEARNING_WARNINGS.flatMap((kind) => {
    const count = now[kind] ?? 0;
    return count === 0 ? [] : [{ kind, count }];
  });
}
