import type { ClassId, RoutingRule } from '../../../shared/hall/configuration.ts';
import type { ServeTimes } from '../../../shared/hall/forecast/hall-model.ts';
import { ascending, quantile } from '../../../shared/hall/forecast/quantile.ts';
import { runScene } from '../../../shared/hall/forecast/run-scene.ts';
import type { ServiceLaw } from '../../../shared/hall/forecast/run/run-law.ts';
import { must } from '../../../shared/lib/assert.ts';
import { lognormal, plainScene, SCENE_AT } from '../../support/plain-scene.ts';

export const MINUTE_MS = 60_000;
/** Runs of equal length from an empty hall, each one batch: independent of the others, so their spread is the error of their mean. */
const BATCHES = 40;
/** Of each batch, until it has forgotten that the hall began empty. */
const WARM_UP_SHARE = 0.1;

/** A hall of equal counters and one service, to which customers come evenly all the time. */
export interface SteadyHall {
  readonly counters: number;
  readonly serviceMeanMs: number;
  /** Exponential, or lognormal of this coefficient of variation. */
  readonly variation: 'exponential' | number;
  /** Tickets a minute. */
  readonly perMinute: Readonly<Record<ClassId, number>>;
  readonly rule?: RoutingRule;
  readonly patienceMs?: number;
}

export interface Estimate {
  readonly value: number;
  readonly standardError: number;
}

/** Waits in minutes. */
export interface LongRun {
  readonly mean: (classId?: ClassId) => Estimate;
  readonly p90: Estimate;
  readonly delayed: Estimate;
  readonly left: Estimate;
  /** Of everybody, those who left among them. */
  readonly meanOfAll: Estimate;
  /** How many wait, by Little: where nobody leaves without what the warm-up holds, else of the whole time. */
  readonly inLine: Estimate;
}

/** The runs of a forecast, for days instead of an hour. */
export function longRun(hall: SteadyHall, { tickets, seed }: { readonly tickets: number; readonly seed: number }): LongRun {
  const rates = Object.values(hall.perMinute);
  const perMinute = rates.reduce((sum, each) => sum + each, 0);
  const horizonMs = (tickets / BATCHES / perMinute) * MINUTE_MS;
  const countsFrom = SCENE_AT + horizonMs * WARM_UP_SHARE;
  const batches = Array.from({ length: BATCHES }, (_, batch) => {
    const waits = new Map<ClassId, number[]>();
    const scene = steadyScene(hall, horizonMs);
    const options = { runs: 1, horizonMs, seed: seed * 1_000 + batch, newcomers: [], serviceLaw: lawOf(hall), eventsMax: 1e9 };
    const runs = runScene(scene, { ...options, aheadStepMs: horizonMs }, ({ at, ticket }) => {
      if (ticket.came < countsFrom) return;
      const own = waits.get(ticket.class);
      if (own === undefined) waits.set(ticket.class, [at - ticket.came]);
      else own.push(at - ticket.came);
    });
    return { waits, all: runs.all };
  });
  const over = (figure: (batch: (typeof batches)[number]) => number): Estimate => estimate(batches.map(figure));
  const everybody = ({ waits }: (typeof batches)[number]): number[] => [...waits.values()].flat();
  return {
    mean: (classId) =>
      over(
        ({ waits }) =>
          meanOf(classId === undefined ? [...waits.values()].flat() : must(waits.get(classId), 'a class')) / MINUTE_MS,
      ),
    p90: over((batch) => quantile(ascending(everybody(batch)), 0.9) / MINUTE_MS),
    delayed: over((batch) => everybody(batch).filter((wait) => wait > 0).length / everybody(batch).length),
    left: over(({ all }) => all.left[0]! / all.tickets[0]!),
    meanOfAll: over(({ all }) => all.waitMs[0]! / all.tickets[0]! / MINUTE_MS),
    inLine: over(({ all, waits }) =>
      hall.patienceMs === undefined
        ? sumOf([...waits.values()].flat()) / (horizonMs * (1 - WARM_UP_SHARE))
        : all.waitMs[0]! / horizonMs,
    ),
  };
}

function steadyScene(hall: SteadyHall, horizonMs: number) {
  const classes = Object.keys(hall.perMinute);
  const scene = plainScene({
    classes,
    counters: hall.counters,
    services: { A: timesOf(hall) },
    ...(hall.rule !== undefined && { rule: hall.rule }),
    leavesPerMs: Object.fromEntries(classes.map((id) => [id, hall.patienceMs === undefined ? 0 : 1 / hall.patienceMs])),
  });
  const slots = new Map(Object.entries(hall.perMinute).map(([id, rate]) => [id, [(rate * horizonMs * 2) / MINUTE_MS]]));
  return { ...scene, model: { ...scene.model, arrivals: { slotMs: horizonMs * 2, expected: new Map([['A', slots]]) } } };
}

export function lawOf({ variation }: Pick<SteadyHall, 'variation'>): ServiceLaw {
  return variation === 'exponential' ? 'exponential' : 'lognormal';
}

/** The mean is what the exponential law takes of it. */
export function timesOf({ serviceMeanMs, variation }: Pick<SteadyHall, 'serviceMeanMs' | 'variation'>): ServeTimes {
  return lognormal(serviceMeanMs, variation === 'exponential' ? 1 : variation);
}

/** Of independent figures: their mean and its standard error. */
export function estimate(figures: readonly number[]): Estimate {
  const value = meanOf(figures);
  const variance = figures.reduce((sum, each) => sum + (each - value) ** 2, 0) / (figures.length - 1);
  return { value, standardError: Math.sqrt(variance / figures.length) };
}

export function meanOf(samples: ArrayLike<number>): number {
  return sumOf(samples) / samples.length;
}

function sumOf(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < samples.length; index += 1) sum += samples[index]!;
  return sum;
}
