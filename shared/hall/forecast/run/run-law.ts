import type { EpochMs } from '../../../lib/clock.ts';
import type { Gaps, HallModel, NoShows, ServeTimes } from '../hall-model.ts';
import { normalQuantile, upperQuantile, upperTail } from '../normal.ts';
import { exponential, unit, type Key } from './draws.ts';
import type { ResidualService } from './run-counter.ts';

const MINUTE_MS = 60_000;
/** Of a service that nobody ever saw, in a hall that says no typical minutes. */
const UNKNOWN_SERVICE: ServeTimes = { logMean: Math.log(5 * MINUTE_MS), logSd: 0.85, seen: 0, learning: true };
/** No service is longer: beyond it lies only a teller who forgot to finish. */
export const SERVICE_MAX_MS = 24 * 60 * MINUTE_MS;
/** Beyond so many deviations a share is too small for a number, and the tail is an exponential's. */
const DEVIATES_MAX = 30;

// All times are whole milliseconds, as in the hall's own log: a sum of them is exact, and so is every comparison.

/** What is known of a service's length; what cannot be a length (a model that went wrong) is the unknown's. */
export function serveTimesOf(model: HallModel, service: string): ServeTimes {
  const times = model.services.get(service);
  const isSound = times !== undefined && Number.isFinite(times.logMean) && Number.isFinite(times.logSd) && times.logSd >= 0;
  return isSound ? times : UNKNOWN_SERVICE;
}

/** A service, from a normal deviate. */
export function serviceMs({ logMean, logSd }: ServeTimes, effect: number, deviate: number): number {
  return Math.round(Math.min(SERVICE_MAX_MS, Math.exp(logMean + effect + logSd * deviate)));
}

export type ServiceLaw = 'lognormal' | 'exponential';

/** A service of the same mean, from an exponential of mean 1. */
export function exponentialMs({ logMean, logSd }: Pick<ServeTimes, 'logMean' | 'logSd'>, effect: number, drawn: number): number {
  return Math.round(Math.min(SERVICE_MAX_MS, Math.exp(logMean + effect + (logSd * logSd) / 2) * drawn));
}

/** What is left at one counter in one run; an exponential service has no memory of what has passed. */
export function residualDraw(residual: ResidualService, law: ServiceLaw, key: Key, question: number): number {
  return law === 'lognormal' ? residualMs(residual, unit(key, question)) : exponentialMs(residual, 0, exponential(key, question));
}

export function residualService({ logMean, logSd }: ServeTimes, effect: number, elapsedMs: number): ResidualService {
  const elapsed = Math.max(0, elapsedMs);
  const deviate = logSd > 0 && elapsed > 0 ? (Math.log(elapsed) - logMean - effect) / logSd : Number.NEGATIVE_INFINITY;
  const shareLonger = deviate === Number.NEGATIVE_INFINITY ? 1 : upperTail(deviate);
  return { logMean: logMean + effect, logSd, elapsedMs: elapsed, elapsedDeviate: deviate, shareLonger };
}

/**
 * What is left of a service that has lasted so long: S − e, drawn from S given S > e. The lognormal's tail is exact: the deviate is the
 * one that `share` (0 to 1) of those services exceed which last longer than e. Its hazard falls late, so a long service is expected
 * to go on for longer, not to end soon.
 */
export function residualMs({ logMean, logSd, elapsedMs, elapsedDeviate, shareLonger }: ResidualService, share: number): number {
  if (logSd === 0) return Math.max(0, Math.round(Math.min(SERVICE_MAX_MS, Math.exp(logMean))) - elapsedMs);
  const deviate =
    elapsedDeviate > DEVIATES_MAX
      ? Math.sqrt(elapsedDeviate * elapsedDeviate - 2 * Math.log(share))
      : shareLonger < 1
        ? upperQuantile(shareLonger * share)
        : -normalQuantile(share);
  return Math.round(Math.min(SERVICE_MAX_MS, Math.max(0, Math.exp(logMean + logSd * deviate) - elapsedMs)));
}

/** Chance, at most 1, that somebody who waited so long does not come when called. */
export function noShowChance({ base, perMinute }: NoShows, waitedMs: number): number {
  return base + perMinute * (waitedMs / MINUTE_MS);
}

/**
 * When a gap ends that had lasted `elapsedMs` already: so long from now. `work`: an exponential of mean 1, which the rates use up span by span.
 */
export function gapMs({ spans }: Gaps, elapsedMs: number, work: number): number {
  let at = elapsedMs;
  let left = work;
  for (const { untilMs, callsPerMs } of spans) {
    if (untilMs <= at) continue;
    const inSpan = callsPerMs * (untilMs - at);
    if (left <= inSpan) return Math.round(at + left / callsPerMs - elapsedMs);
    if (untilMs === Number.POSITIVE_INFINITY) break;
    left -= inSpan;
    at = untilMs;
  }
  return at - elapsedMs;
}

/** Tickets that are expected from `at` on in one queue, piece by piece. */
export class ArrivalRate {
  readonly #expected: readonly number[];
  readonly #slotMs: number;
  readonly #midnight: EpochMs;

  constructor(expected: readonly number[], slotMs: number, midnight: EpochMs) {
    this.#expected = expected;
    this.#slotMs = slotMs;
    this.#midnight = midnight;
  }

  /**
   * When the next comes after `from`; `Infinity`: nobody today. `work`: an exponential of mean 1, which the rate uses up. An
   * inhomogeneous Poisson stream by a change of time. Source: Cinlar 1975, Introduction to Stochastic Processes, chapter 4.
   */
  next(from: EpochMs, factor: number, work: number): EpochMs {
    let left = work;
    let at = Math.max(from, this.#midnight);
    for (let slot = Math.floor((at - this.#midnight) / this.#slotMs); slot < this.#expected.length; slot += 1) {
      const until = this.#midnight + (slot + 1) * this.#slotMs;
      const rate = ((this.#expected[slot] ?? 0) * factor) / this.#slotMs;
      const inSlot = rate > 0 ? rate * (until - at) : 0;
      if (left <= inSlot) return Math.ceil(at + left / rate);
      left -= inSlot;
      at = until;
    }
    return Number.POSITIVE_INFINITY;
  }
}
