import type { ClassId, CounterId, HeadStartRule, ServiceId } from '../../shared/hall/configuration.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import { seededRandom, type Random } from '../../shared/lib/random.ts';

/**
 * A hall whose truth is known, to judge forecasts and advice on: seven counters with their own skills, three services (5, 11 and 2.5
 * minutes), VIPs with a head start, lunches that are planned, pauses that are not, busier and quieter days, people who do not come.
 * Everything random of a day is drawn before it is played, for each customer and counter by itself: the same day can be played with another
 * counter open, and only what that changes differs.
 */
export interface SyntheticHall {
  readonly services: readonly SyntheticService[];
  readonly counters: readonly SyntheticCounter[];
  readonly rule: HeadStartRule;
  readonly vipShare: number;
  /** Coefficient of variation of the day's demand. */
  readonly dayCv: number;
  /** A called customer does not come: `base + perMinute × minutes waited`; the counter loses so long. */
  readonly noShow: { readonly base: number; readonly perMinute: number; readonly lostMs: number };
  /** Each counter's unplanned pauses: so many in an hour, so long in the mean (exponential). */
  readonly pauses: { readonly perHour: number; readonly meanMs: number };
  readonly opensMs: number;
  readonly closesMs: number;
}

export interface SyntheticService {
  readonly id: ServiceId;
  readonly meanMinutes: number;
  readonly cv: number;
  /** Customers in an hour at load 1, on a usual day, in the mean of the day. */
  readonly perHour: number;
}

export interface SyntheticCounter {
  readonly id: CounterId;
  readonly services: readonly ServiceId[];
  /** Added to the logarithm of each service's length. */
  readonly logSpeed: number;
  /** From midnight; absent: none. */
  readonly lunch?: Span | undefined;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface SyntheticDay {
  readonly midnight: EpochMs;
  /** How busy it is against a usual day at load 1: the load, times what nobody knows beforehand. */
  readonly factor: number;
  readonly customers: readonly SyntheticCustomer[];
  /** Unplanned: the counter stops at its first free moment after `from`, for `to - from`. In order. */
  readonly pauses: ReadonlyMap<CounterId, readonly Span[]>;
}

export interface SyntheticCustomer {
  readonly at: EpochMs;
  readonly service: ServiceId;
  readonly class: ClassId;
  /** With a teller of the usual speed. */
  readonly serveMs: number;
  /** In [0, 1): does not come when it is below the chance. */
  readonly comes: number;
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
export const STANDARD = 'standard';
export const VIP = 'vip';

const lunchAt = (hours: number): Span => ({ from: hours * HOUR_MS, to: hours * HOUR_MS + 30 * MINUTE_MS });

export const SYNTHETIC_HALL: SyntheticHall = {
  services: [
    { id: 'A', meanMinutes: 5, cv: 0.8, perHour: 26.5 },
    { id: 'B', meanMinutes: 11, cv: 0.7, perHour: 9.5 },
    { id: 'C', meanMinutes: 2.5, cv: 0.9, perHour: 22 },
  ],
  counters: [
    { id: 1, services: ['A', 'C'], logSpeed: -0.1, lunch: lunchAt(11.5) },
    { id: 2, services: ['A', 'C'], logSpeed: 0.12, lunch: lunchAt(12.25) },
    { id: 3, services: ['A', 'B', 'C'], logSpeed: 0, lunch: lunchAt(11.5) },
    { id: 4, services: ['A', 'B'], logSpeed: 0.15, lunch: lunchAt(12.25) },
    { id: 5, services: ['B'], logSpeed: -0.08, lunch: lunchAt(13) },
    { id: 6, services: ['A', 'B', 'C'], logSpeed: -0.15, lunch: lunchAt(13) },
    { id: 7, services: ['C', 'A'], logSpeed: 0.06, lunch: lunchAt(13.75) },
  ],
  rule: { kind: 'head-start', minutes: { [VIP]: 10 }, passedMax: null },
  vipShare: 0.15,
  dayCv: 0.12,
  noShow: { base: 0.02, perMinute: 0.002, lostMs: 30_000 },
  pauses: { perHour: 0.4, meanMs: 7 * MINUTE_MS },
  opensMs: 9 * HOUR_MS,
  closesMs: 17 * HOUR_MS,
};

/** How busy an hour is against the mean of the day, from opening on. */
export const PROFILE = [1, 1.2, 1.15, 0.95, 0.85, 0.95, 1.05, 0.85];

/** Day number `index` (from Monday 1999-03-01, UTC) of a hall; `load` 1.25: a quarter more customers. The same seed draws the same day. */
export function syntheticDay(options: { hall?: SyntheticHall; index: number; load: number; seed: number }): SyntheticDay {
  const { hall = SYNTHETIC_HALL, index, load, seed } = options;
  const midnight = Date.UTC(1999, 2, 1) + index * DAY_MS;
  const random = seededRandom((seed * 7919 + index * 104_729 + 17) >>> 0);
  const factor = load * lognormal(random, 1, hall.dayCv);
  const customers = hall.services.flatMap((service) => customersOf(hall, service, { midnight, factor, random }));
  customers.sort((left, right) => left.at - right.at);
  return { midnight, factor, customers, pauses: new Map(hall.counters.map(({ id }) => [id, pausesOf(hall, midnight, random)])) };
}

interface Drawing {
  readonly midnight: EpochMs;
  readonly factor: number;
  readonly random: Random;
}

/** A Poisson process whose rate changes by the hour: drawn at the highest rate and thinned. */
function customersOf(hall: SyntheticHall, service: SyntheticService, { midnight, factor, random }: Drawing): SyntheticCustomer[] {
  const customers: SyntheticCustomer[] = [];
  const most = Math.max(...PROFILE);
  const perMs = (service.perHour * factor * most) / HOUR_MS;
  for (let ms = hall.opensMs; ;) {
    ms += -Math.log(1 - random()) / perMs;
    if (ms >= hall.closesMs) return customers;
    const slot = Math.floor((ms - hall.opensMs) / HOUR_MS);
    if (random() * most > (PROFILE[slot] ?? 0)) continue;
    customers.push({
      at: midnight + Math.round(ms),
      service: service.id,
      class: random() < hall.vipShare ? VIP : STANDARD,
      serveMs: Math.round(lognormal(random, service.meanMinutes * MINUTE_MS, service.cv)),
      comes: random(),
    });
  }
}

export function pausesOf(hall: SyntheticHall, midnight: EpochMs, random: Random): Span[] {
  const pauses: Span[] = [];
  for (let ms = hall.opensMs; ;) {
    ms += (-Math.log(1 - random()) / hall.pauses.perHour) * HOUR_MS;
    if (ms >= hall.closesMs) return pauses;
    const length = -Math.log(1 - random()) * hall.pauses.meanMs;
    pauses.push({ from: midnight + Math.round(ms), to: midnight + Math.round(ms + length) });
    ms += length;
  }
}

/** By mean and coefficient of variation: log-variance ln(1 + cv²). */
function lognormal(random: Random, mean: number, cv: number): number {
  const variance = Math.log(1 + cv * cv);
  return mean * Math.exp(Math.sqrt(variance) * normal(random) - variance / 2);
}

/** Source: Box and Muller 1958. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
