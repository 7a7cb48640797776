import type { ClassId, ServiceId } from '../configuration.ts';
import { countersFor } from './knowable.ts';
import type { Scene, SceneCounter } from './scene.ts';
import { RANGE_FROM, RANGE_TO, type WaitRange } from './wait-range.ts';
import { normalQuantile } from './normal.ts';

const MINUTE_MS = 60_000;
const FROM_SDS = -normalQuantile(RANGE_FROM);
const TO_SDS = normalQuantile(RANGE_TO);

/**
 * What one customer more ahead is worth in a line, until the next forecast is made: forecasts are a second apart, and tickets may be issued
 * faster than that. Kept beside a forecast; screens do not need it.
 */
export interface LineStep {
  readonly service: ServiceId;
  readonly class: ClassId;
  /** So many may wait in the line for the told wait to be that of who comes then. */
  readonly ahead: number;
  /** One service of the line at its counters together, milliseconds. */
  readonly meanMs: number;
  readonly sdMs: number;
}

/** Null where the service is not known or nobody serves it. Work: O(counters × queues + waiting). */
export function lineStep(
  scene: Scene,
  { service, class: classId }: Pick<LineStep, 'service' | 'class'>,
  horizonMs: number,
): LineStep | null {
  const times = scene.model.services.get(service);
  const line = { service, class: classId };
  const counters = countersFor(scene, line, horizonMs);
  if (times === undefined || counters === 0) return null;
  const variance = times.logSd * times.logSd;
  const meanMs = Math.exp(times.logMean + variance / 2) / counters;
  const sdMs = meanMs * Math.sqrt(Math.expm1(variance));
  if (!Number.isFinite(meanMs) || !Number.isFinite(sdMs)) return null;
  const waiting = scene.waiting.filter((each) => each.service === service && each.class === classId && each.to === undefined);
  const idle = countersFor({ ...scene, counters: scene.counters.filter((counter) => isIdle(counter, scene.at)) }, line, 1);
  return { ...line, ahead: Math.max(waiting.length, idle - 1), meanMs, sdMs };
}

function isIdle({ atHand, away }: SceneCounter, at: number): boolean {
  return atHand === null && !away.some(({ from, to }) => from <= at && to > at);
}

/**
 * The told range for somebody before whom `waiting` wait by now: as it is while those are no more than it was made for; else later by
 * so many services, and wider by their spread, as that of a sum of independent times. Whole minutes outwards; neither end falls as more
 * come. Null: longer than `horizonMs`, which is not told.
 */
export function rangeBehind(
  told: WaitRange,
  step: LineStep | null,
  { waiting, horizonMs }: { readonly waiting: number; readonly horizonMs: number },
): WaitRange | null {
  const more = step === null ? 0 : waiting - step.ahead;
  if (step === null || !(more > 0)) return told;
  const sdMs = (told.toMs - told.fromMs) / (FROM_SDS + TO_SDS);
  const widerMs = Math.sqrt(sdMs * sdMs + more * step.sdMs * step.sdMs) - sdMs;
  const laterMs = more * step.meanMs;
  const fromMs = told.fromMs + Math.max(0, laterMs - FROM_SDS * widerMs);
  const toMs = told.toMs + laterMs + TO_SDS * widerMs;
  if (!(toMs <= horizonMs)) return null;
  return { fromMs: Math.floor(fromMs / MINUTE_MS) * MINUTE_MS, toMs: Math.ceil(toMs / MINUTE_MS) * MINUTE_MS };
}
