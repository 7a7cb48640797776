import type { ServiceId } from '../../shared/hall/configuration.ts';
import type { AheadPoint, HallForecast } from '../../shared/hall/forecast/hall-forecast.ts';
import type { ToldWait, Unknowable } from '../../shared/hall/forecast/wait-range.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import { MINUTE_MS } from './past-waits.ts';

/** How far ahead the table tells, minutes. */
export const LOOK_AHEAD_MINUTES = [15, 30, 60] as const;
/** A point of the forecast stands for a moment that is no further from it. */
const NEAR_MS = 5 * MINUTE_MS;

/** Nine of ten who come then wait no longer, minutes rounded up; null: not known. */
export interface AheadFigure {
  readonly inMinutes: number;
  readonly minutes: number | null;
  readonly overPromise: boolean;
}

export interface PredictedPoint {
  readonly at: EpochMs;
  readonly p50Ms: number;
  readonly p90Ms: number;
}

/** What is expected of one service's line, fit to be drawn: finite and in order, or not there. */
export interface Outlook {
  readonly service: ServiceId;
  /** Somebody of the standard class who takes a ticket now. */
  readonly newcomer: ToldWait;
  readonly figures: readonly AheadFigure[];
  readonly line: readonly PredictedPoint[];
}

/**
 * `forecast`: null while the hub sends none or it is stale. `promisedMinutes`: null where the service promises nothing. A service
 * that the forecast does not have yet (a changed configuration) is one whose forecast is missing.
 */
export function outlookOf(forecast: HallForecast | null, service: ServiceId, promisedMinutes: number | null): Outlook {
  const own = forecast?.services.find((each) => each.service === service);
  if (forecast === null || own === undefined) return unknown(service, 'stale');
  const newcomer = soundWait(own.newcomer);
  const ahead = own.ahead.filter(isSound);
  return {
    service,
    newcomer,
    figures: LOOK_AHEAD_MINUTES.map((inMinutes) => figureAt(ahead, inMinutes, promisedMinutes)),
    line: ahead.map(({ inMs, waitP50Ms: p50Ms, waitP90Ms: p90Ms }) => ({ at: forecast.at + inMs, p50Ms, p90Ms })),
  };
}

function unknown(service: ServiceId, why: Unknowable): Outlook {
  const figures = LOOK_AHEAD_MINUTES.map((inMinutes) => ({ inMinutes, minutes: null, overPromise: false }));
  return { service, newcomer: { is: 'unknown', why }, figures, line: [] };
}

function figureAt(ahead: readonly AheadPoint[], inMinutes: number, promisedMinutes: number | null): AheadFigure {
  const wantMs = inMinutes * MINUTE_MS;
  const nearest = [...ahead].sort((left, right) => Math.abs(left.inMs - wantMs) - Math.abs(right.inMs - wantMs))[0];
  if (nearest === undefined || Math.abs(nearest.inMs - wantMs) > NEAR_MS) return { inMinutes, minutes: null, overPromise: false };
  const minutes = Math.ceil(nearest.waitP90Ms / MINUTE_MS);
  return { inMinutes, minutes, overPromise: promisedMinutes !== null && minutes > promisedMinutes };
}

/** A figure that is no number, negative or upside down is a fault of the forecast's maker: it is not drawn. */
function isSound({ inMs, waitP50Ms, waitP90Ms }: AheadPoint): boolean {
  return [inMs, waitP50Ms, waitP90Ms].every((ms) => Number.isFinite(ms) && ms >= 0) && waitP50Ms <= waitP90Ms;
}

function soundWait(told: ToldWait): ToldWait {
  if (told.is === 'unknown') return told;
  const { fromMs, toMs } = told.range;
  const sound = Number.isFinite(fromMs) && Number.isFinite(toMs) && fromMs >= 0 && toMs >= fromMs;
  return sound ? told : { is: 'unknown', why: 'too-far' };
}
