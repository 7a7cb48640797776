import type { ReportForecast } from '../../shared/hall/commands.ts';
import type { AlertRule, HallConfiguration, ServiceId } from '../../shared/hall/configuration.ts';
import type { HallForecast, ServiceForecast } from '../../shared/hall/forecast/hall-forecast.ts';
import { AHEAD_MINUTES_BY_DEFAULT } from '../../shared/hall/predicted-wait.ts';
import {
  AHEAD_CLEAR_AFTER_MS,
  AHEAD_CLEAR_SHARE,
  AHEAD_RAISE_AFTER_MS,
  AHEAD_REPORT_AGAIN_MS,
  FORECAST_HORIZON_MS,
} from './limits.ts';

type Finding = ReportForecast['waits'][number];

interface Watching {
  isFound: boolean;
  /** Since when it has been on the other side of its threshold. */
  turnedAtMs: number | null;
}

const MINUTE_MS = 60_000;

/**
 * Which expected waits of a hall concern an alert. Runs are draws, so what is expected swings around a threshold: it is found when it stays above for
 * a while, and over only when it stays clearly below for longer.
 *
 * Told again and again while it lasts, for the hall believes nothing that nobody repeats (`PREDICTED_KEPT_MS`). Times are of a clock that nobody sets.
 */
export class AheadAlerts {
  readonly #services = new Map<ServiceId, Watching>();
  #reported: readonly ServiceId[] = [];
  #reportedAtMs = Number.NEGATIVE_INFINITY;

  /** What is to be reported now; null: nothing new. */
  look(forecast: HallForecast, configuration: HallConfiguration, nowMs: number): readonly Finding[] | null {
    const rules = (configuration.alerts ?? []).filter(({ kind }) => kind === 'predicted-wait');
    if (rules.length === 0 && this.#reported.length === 0) return null;
    const found = forecast.services.flatMap((service) => this.#finding(service, rules, nowMs) ?? []);
    const services = found.map(({ service }) => service);
    const isSame = services.length === this.#reported.length && services.every((each, index) => each === this.#reported[index]);
    const isFresh = services.length === 0 || nowMs - this.#reportedAtMs < AHEAD_REPORT_AGAIN_MS;
    return isSame && isFresh ? null : found;
  }

  /** The hall has taken it. One that was refused is found again. */
  reported(found: readonly Finding[], nowMs: number): void {
    this.#reported = found.map(({ service }) => service);
    this.#reportedAtMs = nowMs;
  }

  #finding(forecast: ServiceForecast, rules: readonly AlertRule[], nowMs: number): Finding | null {
    const { service } = forecast;
    const rule = rules.find((each) => each.service === service) ?? rules.find((each) => each.service === undefined);
    if (rule === undefined) return null;
    const inMinutes = rule.aheadMinutes ?? AHEAD_MINUTES_BY_DEFAULT;
    // Where nothing can be said of so late a moment any more, the last of which something can.
    const point = forecast.ahead.find(({ inMs }) => inMs >= inMinutes * MINUTE_MS) ?? forecast.ahead.at(-1);
    // Longer than the hall looks ahead is told as no wait at all, and is the worst there is.
    const isTooFar = forecast.newcomer.is === 'unknown' && forecast.newcomer.why === 'too-far';
    const waitMs = isTooFar ? FORECAST_HORIZON_MS : (point?.waitP90Ms ?? 0);
    const watching = this.#services.get(service) ?? { isFound: false, turnedAtMs: null };
    this.#services.set(service, watching);
    const isOver = waitMs >= rule.threshold * MINUTE_MS * (watching.isFound ? AHEAD_CLEAR_SHARE : 1);
    turn(watching, isOver, nowMs);
    return watching.isFound ? { service, minutes: Math.round(waitMs / MINUTE_MS), inMinutes } : null;
  }
}

function turn(watching: Watching, isOver: boolean, nowMs: number): void {
  if (isOver === watching.isFound) {
    watching.turnedAtMs = null;
    return;
  }
  watching.turnedAtMs ??= nowMs;
  if (nowMs - watching.turnedAtMs < (isOver ? AHEAD_RAISE_AFTER_MS : AHEAD_CLEAR_AFTER_MS)) return;
  watching.isFound = isOver;
  watching.turnedAtMs = null;
}
