import type { ServiceId } from '../../configuration.ts';
import type { StaffNumber } from '../../ticket.ts';
import type { ServeTimes } from '../hall-model.ts';
import {
  LEARNED_FROM_SERVICES,
  SERVE_LIMIT_FROM,
  SERVE_LIMIT_SD_MIN,
  SERVE_LIMIT_SDS,
  SERVE_LOG_SD,
  SERVE_LOG_SD_MAX,
  SERVE_LOG_SD_MIN,
  SERVE_LOG_SD_WEIGHT,
  SERVE_MS_MAX,
  SERVE_MS_MAX_AT_FIRST,
  SERVE_MS_MIN,
  SERVICE_WEIGHT,
  TELLER_WEIGHT,
} from './figures.ts';
import {
  NO_MOMENTS,
  ownOf,
  withValue,
  withWarning,
  type ById,
  type Learned,
  type LearnedService,
  type Moments,
} from './learned.ts';
import type { Observation } from './observation.ts';

const NEVER_SERVED: LearnedService = { seen: 0, all: NO_MOMENTS, byTeller: {} };

export function isStillLearning(service: LearnedService | undefined): boolean {
  return (service?.seen ?? 0) < LEARNED_FROM_SERVICES;
}

/**
 * One more service. Those that still run are left out, and why: there is at most one at each counter, each is counted in full when it
 * ends, and a censored likelihood would need every single time where sums do. (A forecast draws what is left of a running
 * one from the tail beyond what has passed, which is where its length matters.)
 */
export function withServed(learned: Learned, served: Extract<Observation, { is: 'served' }>): Learned {
  const { service, teller, from, to, heldMs } = served;
  const ms = to - from - heldMs;
  const before = ownOf(learned.served, service) ?? NEVER_SERVED;
  // While a customer is on hold the teller serves others: only unbroken services can overlap.
  const overlaps = teller !== null && heldMs === 0 && from < (ownOf(learned.servedUntil, teller) ?? 0);
  if (overlaps) return withWarning(learned, 'overlapping');
  if (ms < SERVE_MS_MIN) return withWarning(learned, 'too-short');
  const limit = serveLimitMs(before.all);
  const log = Math.log(Math.min(ms, limit));
  const after: LearnedService = {
    seen: before.seen + 1,
    all: withValue(before.all, log),
    byTeller: { ...before.byTeller, [teller ?? '']: withValue(ownOf(before.byTeller, teller ?? '') ?? NO_MOMENTS, log) },
  };
  const servedUntil = teller === null ? learned.servedUntil : { ...learned.servedUntil, [teller]: to };
  const next = { ...learned, servedUntil, served: { ...learned.served, [service]: after } };
  return ms > limit ? withWarning(next, 'too-long') : next;
}

/** The longest that one service counts as (winsorised): a teller who forgets to finish moves the mean by one long service, not by hours. */
export function serveLimitMs(all: Moments): number {
  if (all.n < SERVE_LIMIT_FROM) return SERVE_MS_MAX_AT_FIRST;
  const sd = Math.max(SERVE_LIMIT_SD_MIN, Math.sqrt(all.squares / all.n));
  return Math.min(SERVE_MS_MAX, Math.max(4 * SERVE_MS_MIN, Math.exp(all.mean + SERVE_LIMIT_SDS * sd)));
}

export interface ServeEstimate {
  readonly services: ReadonlyMap<ServiceId, ServeTimes>;
  readonly tellers: ReadonlyMap<StaffNumber, number>;
}

/** Mean of a service's logarithms, and what each teller adds to it, by turns until neither moves. */
const ROUNDS = 4;

/**
 * log S = service + teller + chance. Both are drawn towards what is known without them by n / (n + weight) (James, Stein; the weight is
 * the variance within over the variance between): a service towards its typical minutes, or the mean of all services where the hall
 * file says none; a teller towards 0. `typicalMs`: medians of the hall file. Services of which nothing is known are missing.
 */
export function serveEstimate(served: ById<LearnedService>, typicalMs: ReadonlyMap<ServiceId, number | null>): ServeEstimate {
  const known = [...typicalMs].map(([id, typical]) => ({
    id,
    seen: ownOf(served, id)?.seen ?? 0,
    prior: typical === null ? null : Math.log(typical),
    cells: Object.entries(ownOf(served, id)?.byTeller ?? {}).filter(([, { n }]) => n > 0),
  }));
  const tellers = new Map<string, number>();
  let means = new Map<ServiceId, number>();
  for (let round = 0; round < ROUNDS; round += 1) {
    means = serviceMeans(known, tellers);
    tellerEffects(known, means, tellers);
  }
  const services = new Map<ServiceId, ServeTimes>();
  for (const { id, seen, cells } of known) {
    const logMean = means.get(id);
    if (logMean === undefined) continue;
    services.set(id, { logMean, logSd: spread(cells, logMean, tellers), seen, learning: seen < LEARNED_FROM_SERVICES });
  }
  return { services, tellers };
}

interface KnownService {
  readonly id: ServiceId;
  readonly prior: number | null;
  readonly cells: readonly (readonly [teller: string, Moments])[];
}

function serviceMeans(known: readonly KnownService[], tellers: ReadonlyMap<string, number>): Map<ServiceId, number> {
  const sums = known.map(({ id, prior, cells }) => {
    const n = cells.reduce((sum, [, cell]) => sum + cell.n, 0);
    const total = cells.reduce((sum, [teller, cell]) => sum + cell.n * (cell.mean - (tellers.get(teller) ?? 0)), 0);
    return { id, prior, n, own: n > 0 ? total / n : null };
  });
  const seen = sums.flatMap(({ own }) => (own === null ? [] : [own]));
  const ofAll = seen.length === 0 ? null : seen.reduce((sum, own) => sum + own, 0) / seen.length;
  const means = new Map<ServiceId, number>();
  for (const { id, prior, n, own } of sums) {
    if (own === null && prior === null) continue;
    const towards = prior ?? ofAll ?? 0;
    means.set(id, own === null ? towards : (n * own + SERVICE_WEIGHT * towards) / (n + SERVICE_WEIGHT));
  }
  return means;
}

function tellerEffects(
  known: readonly KnownService[],
  means: ReadonlyMap<ServiceId, number>,
  tellers: Map<string, number>,
): void {
  const sums = new Map<string, { n: number; away: number }>();
  for (const { id, cells } of known) {
    for (const [teller, cell] of cells) {
      if (teller === '') continue;
      const sum = sums.get(teller) ?? { n: 0, away: 0 };
      sums.set(teller, { n: sum.n + cell.n, away: sum.away + cell.n * (cell.mean - (means.get(id) ?? cell.mean)) });
    }
  }
  for (const [teller, { n, away }] of sums) tellers.set(teller, away / (n + TELLER_WEIGHT));
}

/** Around what is expected of each teller. */
function spread(cells: KnownService['cells'], mean: number, tellers: ReadonlyMap<string, number>): number {
  let n = SERVE_LOG_SD_WEIGHT;
  let squares = SERVE_LOG_SD_WEIGHT * SERVE_LOG_SD ** 2;
  for (const [teller, cell] of cells) {
    n += cell.n;
    squares += cell.squares + cell.n * (cell.mean - mean - (tellers.get(teller) ?? 0)) ** 2;
  }
  return Math.min(Math.max(Math.sqrt(squares / n), SERVE_LOG_SD_MIN), SERVE_LOG_SD_MAX);
}
