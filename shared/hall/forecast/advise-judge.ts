import type { ServiceId } from '../configuration.ts';
import { quantile } from './quantile.ts';
import type { AdviceFigures } from './advice.ts';
import {
  ADVICE_HIGH,
  ADVICE_HORIZON_MS,
  ADVICE_LOW,
  ADVICE_RUN_MS,
  ADVICE_SAVED_TOTAL_MIN_MS,
  ADVICE_SAVING_MIN_MS,
} from './advise-limits.ts';
import { runScene, type SceneRuns } from './run-scene.ts';
import type { Scene } from './scene.ts';

export interface AdviseRuns {
  readonly runs: number;
  readonly seed: number;
}

/** A hall that is run on as it stands, for what-ifs to be held against. */
export interface Outlook {
  readonly scene: Scene;
  readonly runs: SceneRuns;
}

/** Everybody who waits or comes within `ADVICE_HORIZON_MS`, until all of them are called, as far as `ADVICE_RUN_MS`. */
export function outlookOf(scene: Scene, { runs, seed }: AdviseRuns): Outlook {
  const options = {
    runs,
    seed,
    horizonMs: ADVICE_RUN_MS,
    countedMs: ADVICE_HORIZON_MS,
    aheadStepMs: ADVICE_HORIZON_MS,
    newcomers: [],
  };
  return { scene, runs: runScene(scene, options) };
}

/** Per ticket, over the whole hall: what one line gains and another loses is in it. */
export interface Saving {
  readonly meanMs: number;
  readonly lowMs: number;
  readonly highMs: number;
  /** Of all tickets together, in the mean. */
  readonly totalMs: number;
}

/**
 * What the action saves, run by run: both scenes meet the same customers who need the same time (common random numbers), so the difference
 * is the action's. The interval is that of the runs.
 */
export function savingOf(before: Outlook, after: Outlook): Saving {
  const { tickets, waitMs } = before.runs.all;
  const perTicket = new Float64Array(tickets.length);
  let [meanMs, totalMs] = [0, 0];
  for (let run = 0; run < tickets.length; run += 1) {
    const savedMs = waitMs[run]! - after.runs.all.waitMs[run]!;
    perTicket[run] = tickets[run]! > 0 ? savedMs / tickets[run]! : 0;
    meanMs += perTicket[run]! / tickets.length;
    totalMs += savedMs / tickets.length;
  }
  perTicket.sort();
  return { meanMs, totalMs, lowMs: quantile(perTicket, ADVICE_LOW), highMs: quantile(perTicket, ADVICE_HIGH) };
}

/** Sure, and worth a walk. `share`: of the minimum, for what is shown already. */
export function isWorth({ lowMs, meanMs, totalMs }: Omit<Saving, 'highMs'>, share = 1): boolean {
  return lowMs > 0 && meanMs >= share * ADVICE_SAVING_MIN_MS && totalMs >= share * ADVICE_SAVED_TOTAL_MIN_MS;
}

/** Of one line: everybody who waits in it or comes to it within the horizon, their whole waits. */
export function figuresOf({ scene, runs }: Outlook, service: ServiceId): AdviceFigures {
  const sums = runs.sums.get(service);
  const waits = waitsOf({ scene, runs }, service);
  const tickets = sums === undefined ? 0 : mean(sums.tickets);
  const waitP90Ms = waits.length === 0 ? 0 : quantile(waits, 0.9);
  return {
    waitMeanMs: Math.round(sums === undefined || tickets === 0 ? 0 : mean(sums.waitMs) / tickets),
    waitP90Ms: Number.isFinite(waitP90Ms) ? Math.round(waitP90Ms) : null,
    late: sums === undefined || scene.promisedMs?.get(service) === undefined ? null : round(mean(sums.late)),
    tickets: round(tickets),
  };
}

/** Of one line, or of the whole hall (null): the waits that are counted, all runs together, ascending, from when each began. */
export function waitsOf({ scene, runs }: Outlook, service: ServiceId | null): Float64Array {
  const waited = scene.waiting.flatMap((ticket, index) =>
    service === null || ticket.service === service
      ? [{ sinceMs: scene.at - (ticket.queuedAt ?? ticket.credit.at), left: runs.waiting[index]! }]
      : [],
  );
  const coming = [...runs.ahead].flatMap(([id, spans]) => (service === null || id === service ? [spans[0]?.waits ?? NONE] : []));
  const waits = new Float64Array(waited.length * runs.runs + coming.reduce((sum, { length }) => sum + length, 0));
  waited.forEach(({ sinceMs, left }, index) => {
    for (let run = 0; run < runs.runs; run += 1) waits[index * runs.runs + run] = sinceMs + left[run]!;
  });
  let place = waited.length * runs.runs;
  for (const each of coming) {
    waits.set(each, place);
    place += each.length;
  }
  return waits.sort();
}

const NONE = new Float64Array();

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? 0 : sum / values.length;
}

/** A tenth of a ticket. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
