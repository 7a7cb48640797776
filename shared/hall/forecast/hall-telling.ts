import type { EpochMs } from '../../lib/clock.ts';
import type { ClassId, ServiceId } from '../configuration.ts';
import type { TicketId } from '../ticket.ts';
import { joinedInAll, type Causes } from './causes.ts';
import type { AheadPoint, HallForecast, ServiceForecast, TicketForecast, TicketForecasts } from './hall-forecast.ts';
import { countersFor, whyNewcomerUnknown, whyUnknown, type Line } from './knowable.ts';
import { rangeOf, uncalibrated, type Calibration } from './learning/calibration.ts';
import { lineStep, type LineStep } from './line-step.ts';
import { ascending, quantile } from './quantile.ts';
import type { AheadSample, SceneRuns } from './run-scene.ts';
import type { Scene, SceneTicket } from './scene.ts';
import { smoothed, type ShownWait } from './smoothing.ts';
import { RANGE_TO, type ToldWait } from './wait-range.ts';

/** What runs of a hall are told with. */
export interface Telling {
  readonly version: number;
  readonly scene: Scene;
  /** Null: the hall was not run, for nobody can be told anything (the day is not open). */
  readonly runs: SceneRuns | null;
  readonly horizonMs: number;
  /** In the order of the configuration. The first class is the standard one. */
  readonly services: readonly ServiceId[];
  readonly classes: readonly ClassId[];
  readonly calibrations: ReadonlyMap<ServiceId, Calibration>;
  readonly causes: Causes;
}

export interface Told {
  readonly hall: HallForecast;
  readonly tickets: TicketForecasts;
  /** Of each line whose newcomers are told a wait. */
  readonly steps: readonly LineStep[];
}

/** An arrival moves the upper end of a wait by more than the mean of a service. */
const WORTH = 1.5;
/** Of `AheadPoint`: how far screens look, whatever the horizon of the runs. */
const AHEAD_MS = 60 * 60_000;

/**
 * What is told of a hall, forecast after forecast: quantiles of runs, calibrated, widened while learning, hidden when not knowable, and
 * smoothed against what was told last. Remembers only that; another one for each hall. Every number in it is finite.
 */
export class HallTelling {
  readonly #newcomers = new Map<string, ShownWait>();
  #tickets = new Map<TicketId, ShownWait>();

  tell(telling: Telling): Told {
    const { scene, services, version } = telling;
    const at = scene.at;
    const hall = { at, version, services: services.map((service) => this.#service(telling, service)) };
    return { hall, tickets: { at, version, tickets: this.#allTickets(telling) }, steps: stepsOf(telling, hall) };
  }

  #service(telling: Telling, service: ServiceId): ServiceForecast {
    const [standard = '', ...others] = telling.classes;
    const newcomer = this.#newcomer(telling, { service, class: standard });
    const byClass = others
      .map((classId) => ({ class: classId, newcomer: this.#newcomer(telling, { service, class: classId }) }))
      .filter((other) => !isSame(other.newcomer, newcomer));
    const ahead = telling.runs === null || newcomer.is === 'unknown' ? [] : aheadOf(telling.runs, service);
    return { service, newcomer, byClass, ahead };
  }

  #newcomer(telling: Telling, line: Line): ToldWait {
    const { causes, horizonMs, runs, scene } = telling;
    const key = `${line.service} ${line.class}`;
    const why = whyNewcomerUnknown(scene, line, horizonMs) ?? (runs === null ? 'not-issuing' : null);
    if (why !== null || runs === null) return this.#unknown(key, why ?? 'not-issuing');
    const sorted = ascending(runs.newcomer(line.service, line.class));
    const computed = computedWait(telling, line, sorted);
    if (computed.is === 'unknown') return this.#unknown(key, computed.why);
    const worthMs = this.#worthMs(telling, line);
    const shown = smoothed(this.#newcomers.get(key) ?? null, computed.range, {
      at: scene.at,
      free: causes.great,
      longerMs: joinedInAll(causes) * worthMs,
      shorterMs: causes.left * worthMs,
      shrinksOnly: false,
    });
    this.#newcomers.set(key, shown);
    return { ...computed, range: shown.range };
  }

  #unknown(key: string, why: Extract<ToldWait, { is: 'unknown' }>['why']): ToldWait {
    this.#newcomers.delete(key);
    return { is: 'unknown', why };
  }

  #allTickets(telling: Telling): TicketForecast[] {
    const { runs, scene } = telling;
    const shown = new Map<TicketId, ShownWait>();
    const told = scene.waiting.map((ticket, index): TicketForecast => {
      const why = whyUnknown(scene, ticket, telling.horizonMs);
      const samples = runs?.waiting[index];
      if (why !== null || samples === undefined) {
        return { ticket: ticket.ticket, left: { is: 'unknown', why: why ?? 'too-far' }, breaksPromise: null };
      }
      const sorted = ascending(samples);
      const left = this.#left(telling, ticket, { sorted, shown });
      return { ticket: ticket.ticket, left, breaksPromise: breaksPromise(scene, ticket, sorted) };
    });
    this.#tickets = shown;
    return told;
  }

  #left(
    telling: Telling,
    ticket: SceneTicket,
    { sorted, shown }: { readonly sorted: Float64Array; readonly shown: Map<TicketId, ShownWait> },
  ): ToldWait {
    const computed = computedWait(telling, ticket, sorted);
    if (computed.is === 'unknown') return computed;
    const { causes, scene } = telling;
    const worthMs = this.#worthMs(telling, ticket);
    const next = smoothed(this.#tickets.get(ticket.ticket) ?? null, computed.range, {
      at: scene.at,
      free: causes.great,
      longerMs: joinedInAll(causes) * worthMs,
      shorterMs: causes.left * worthMs,
      shrinksOnly: true,
    });
    shown.set(ticket.ticket, next);
    return { ...computed, range: next.range };
  }

  /** What one customer more or less is worth to the wait of this line, milliseconds. */
  #worthMs({ horizonMs, scene }: Telling, line: Line): number {
    const times = scene.model.services.get(line.service);
    if (times === undefined) return 0;
    const meanMs = Math.exp(times.logMean + (times.logSd * times.logSd) / 2);
    const worthMs = (WORTH * meanMs) / Math.max(1, countersFor(scene, line, horizonMs));
    return Number.isFinite(worthMs) ? worthMs : 0;
  }
}

/** The range before smoothing: as calibrated, and wider while the service is being learned. */
function computedWait({ calibrations, scene }: Telling, { service }: Line, sorted: Float64Array): ToldWait {
  const learning = scene.model.services.get(service)?.learning ?? true;
  const range = rangeOf(sorted, calibrations.get(service) ?? uncalibrated(), { learning });
  return range === null ? { is: 'unknown', why: 'too-far' } : { is: 'known', range, learning };
}

/** Chance that the promised wait is over before the call. `sorted`: of the wait that is left. */
function breaksPromise({ at, promisedMs }: Scene, ticket: SceneTicket, sorted: Float64Array): number | null {
  const promised = promisedMs?.get(ticket.service);
  if (promised === undefined) return null;
  const leftMs = promised - (at - (ticket.queuedAt ?? ticket.credit.at));
  const kept = sorted.findIndex((wait) => wait > leftMs);
  return kept < 0 ? 0 : (sorted.length - kept) / sorted.length;
}

function stepsOf({ classes, horizonMs, scene, services }: Telling, hall: HallForecast): LineStep[] {
  const lines = services.flatMap((service) => classes.map((classId) => ({ service, class: classId })));
  const told = lines.filter((line) => newcomerOf(hall, line.service, line.class)?.is === 'known');
  return told.flatMap((line) => lineStep(scene, line, horizonMs) ?? []);
}

function aheadOf({ ahead }: SceneRuns, service: ServiceId): AheadPoint[] {
  return (ahead.get(service) ?? []).filter(({ toMs }) => toMs <= AHEAD_MS).flatMap((sample) => aheadPoint(sample) ?? []);
}

/** Null where nobody came in any run, or where it is too far to say. */
function aheadPoint({ toMs: inMs, waits, waiting }: AheadSample): AheadPoint | null {
  const sorted = ascending(waits);
  const waitP50Ms = quantile(sorted, 0.5);
  const waitP90Ms = quantile(sorted, RANGE_TO);
  if (!Number.isFinite(waitP90Ms)) return null;
  return {
    inMs,
    waitP50Ms: Math.round(waitP50Ms),
    waitP90Ms: Math.round(waitP90Ms),
    waitingP50: quantile(ascending(waiting), 0.5),
  };
}

function isSame(left: ToldWait, right: ToldWait): boolean {
  if (left.is === 'unknown' || right.is === 'unknown') return left.is === right.is && whyOf(left) === whyOf(right);
  return left.range.fromMs === right.range.fromMs && left.range.toMs === right.range.toMs && left.learning === right.learning;
}

function whyOf(told: ToldWait): string | null {
  return told.is === 'unknown' ? told.why : null;
}

/** What a newcomer of this service and class is told; the hub quotes the same. */
export function newcomerOf({ services }: HallForecast, service: ServiceId, classId: ClassId): ToldWait | null {
  const found = services.find((each) => each.service === service);
  if (found === undefined) return null;
  return found.byClass.find((each) => each.class === classId)?.newcomer ?? found.newcomer;
}

/** Whether a forecast is too old, or of a clock that is not this one's. */
export function isForecastOld({ at }: { readonly at: EpochMs }, now: EpochMs, staleMs: number): boolean {
  return Math.abs(now - at) >= staleMs;
}
