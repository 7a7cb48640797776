import type { CounterId, ServiceId } from '../../../shared/hall/configuration.ts';
import type { DayFactor, Gaps, HallModel, ServeTimes } from '../../../shared/hall/forecast/hall-model.ts';
import { ADVICE_HORIZON_MS } from '../../../shared/hall/forecast/advise-limits.ts';
import type { Scene, SceneCounter } from '../../../shared/hall/forecast/scene.ts';
import type { EpochMs } from '../../../shared/lib/clock.ts';
import {
  HOUR_MS,
  MINUTE_MS,
  PROFILE,
  STANDARD,
  SYNTHETIC_HALL as HALL,
  VIP,
  type SyntheticCounter,
  type SyntheticDay,
} from '../synthetic-hall.ts';
import { queuesOfServices, type PlayedDay } from '../synthetic-play.ts';

/**
 * What is true of the synthetic hall, but for how busy today is: the model is right and the day unknown, so that what is left of the error of an
 * advice is the day's and chance's.
 */
export function trueModel(load: number): HallModel {
  const dayVariance = Math.log(1 + HALL.dayCv * HALL.dayCv);
  const slots = (perHour: number, share: number): number[] =>
    Array.from({ length: 24 }, (_, hour) => load * perHour * share * (PROFILE[hour - HALL.opensMs / HOUR_MS] ?? 0));
  return {
    services: new Map(HALL.services.map(({ id, meanMinutes, cv }) => [id, lognormal(meanMinutes, cv)])),
    tellers: new Map([...HALL.counters, ...EXTRA].map(({ id, logSpeed }) => [tellerOf(id), logSpeed])),
    arrivals: {
      slotMs: HOUR_MS,
      expected: new Map(
        HALL.services.map(({ id, perHour }) => [
          id,
          new Map([
            [STANDARD, slots(perHour, 1 - HALL.vipShare)],
            [VIP, slots(perHour, HALL.vipShare)],
          ]),
        ]),
      ),
    },
    dayFactor: { median: Math.exp(-dayVariance / 2), logSd: Math.sqrt(dayVariance) },
    leavesPerMs: new Map(),
    noShows: HALL.noShow,
    gaps: pauses(),
  };
}

function lognormal(meanMinutes: number, cv: number): ServeTimes {
  const variance = Math.log(1 + cv * cv);
  const logMean = Math.log(meanMinutes * MINUTE_MS) - variance / 2;
  return { logMean, logSd: Math.sqrt(variance), seen: 1_000, learning: false };
}

/** A service of the mean length ends with a pause that fell due in it, or with the next call at once. */
function pauses(): Gaps {
  const customers = HALL.services.reduce((sum, { perHour }) => sum + perHour, 0);
  const meanMinutes = HALL.services.reduce((sum, { perHour, meanMinutes: each }) => sum + (each * perHour) / customers, 0);
  const chance = 1 - Math.exp(-(HALL.pauses.perHour * meanMinutes) / 60);
  return {
    spans: [
      { untilMs: 1, callsPerMs: -Math.log(chance) },
      { untilMs: Number.POSITIVE_INFINITY, callsPerMs: 1 / HALL.pauses.meanMs },
    ],
  };
}

/**
 * How busy today is, from who came by now: the usual spread of days, narrowed by the count (its relative variance is 1 / count). Normal in the
 * logarithm, as the product's own (`learning/arrivals.ts`).
 */
export function dayFactorSeen({ customers, midnight }: SyntheticDay, at: EpochMs, load: number): DayFactor {
  const { dayFactor } = trueModel(load);
  const hours = (at - midnight - HALL.opensMs) / HOUR_MS;
  const perHour = load * HALL.services.reduce((sum, service) => sum + service.perHour, 0);
  const expected = PROFILE.reduce((sum, share, hour) => sum + perHour * share * Math.min(1, Math.max(0, hours - hour)), 0);
  const came = customers.filter((customer) => customer.at <= at).length;
  const spread = dayFactor.logSd ** 2;
  const weight = spread / (spread + 1 / expected);
  const usual = Math.log(dayFactor.median);
  return {
    median: Math.exp(usual + weight * (Math.log(Math.max(1, came) / expected) - usual)),
    logSd: Math.sqrt(spread * (1 - weight)),
  };
}

/** What could be opened besides: for A and C, for B, for all three. */
export const EXTRA: readonly SyntheticCounter[] = [
  { id: 8, services: ['A', 'C'], logSpeed: 0 },
  { id: 9, services: ['B'], logSpeed: 0 },
  { id: 10, services: ['A', 'B', 'C'], logSpeed: 0 },
];

const tellerOf = (counter: CounterId): string => String(1_000 + counter);

/** The hall at a moment of a day that was played without anything: only what has happened by then. */
export function sceneAt({ day, tickets, paused }: PlayedDay, at: EpochMs, model: HallModel): Scene {
  const atHand = new Map(
    tickets.flatMap((each) => (each.calledAt <= at && at < each.freeAt ? [[each.counter, each] as const] : [])),
  );
  const gap = new Map(paused.flatMap((each) => (each.from <= at && at < each.to ? [[each.counter, each.from] as const] : [])));
  return {
    at,
    rule: HALL.rule,
    ratio: { turn: 0, calls: 0 },
    waiting: tickets.flatMap(({ calledAt, customer, index }) =>
      customer.at <= at && calledAt > at
        ? [
            {
              ticket: String(index),
              service: customer.service,
              class: customer.class,
              credit: { at: customer.at, order: index },
              passed: 0,
              passesNobody: false,
              queuedAt: customer.at,
            },
          ]
        : [],
    ),
    counters: HALL.counters.map((counter) => {
      const serving = atHand.get(counter.id);
      const lunch =
        counter.lunch === undefined ? [] : [{ from: day.midnight + counter.lunch.from, to: day.midnight + counter.lunch.to }];
      return {
        ...counterOf(counter),
        atHand:
          serving === undefined
            ? null
            : { service: serving.customer.service, since: serving.calledAt, heldMs: 0, class: serving.customer.class },
        freeSince: gap.get(counter.id) ?? null,
        away: lunch.filter(({ to }) => to > at),
      };
    }),
    coming: [],
    issuing: new Set<ServiceId>(HALL.services.map(({ id }) => id)),
    nextStep: new Map(),
    emptySince: () => null,
    model,
    midnight: day.midnight,
  };
}

/** For the horizon, as the product counts it (`advise-what-if.ts`). */
export function withCounter(scene: Scene, extra: SyntheticCounter): Scene {
  const away = [{ from: scene.at + ADVICE_HORIZON_MS, to: Number.POSITIVE_INFINITY }];
  return { ...scene, counters: [...scene.counters, { ...counterOf(extra), away }] };
}

function counterOf({ id, services }: SyntheticCounter): SceneCounter {
  return {
    id,
    teller: tellerOf(id),
    tiers: [queuesOfServices(services)],
    helps: null,
    later: null,
    atHand: null,
    away: [],
  };
}
