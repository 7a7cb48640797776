import { assert, must } from '../../shared/lib/assert.ts';
import { applyEntry } from '../../shared/hall/evolve.ts';
import { causesOf } from '../../shared/hall/forecast/causes.ts';
import { HallTelling } from '../../shared/hall/forecast/hall-telling.ts';
import { runScene, type SceneRuns } from '../../shared/hall/forecast/run-scene.ts';
import { sceneOf } from '../../shared/hall/forecast/scene-of.ts';
import type { Scene } from '../../shared/hall/forecast/scene.ts';
import type { HallEvent } from '../../shared/hall/events.ts';
import { fromSnapshot, toSnapshot } from '../../shared/hall/snapshot.ts';
import type { HallState } from '../../shared/hall/state.ts';
import { hallForecastSchema, ticketForecastsSchema } from '../../shared/protocol/forecast-schema.ts';
import type { AdviceMaker } from './advice-maker.ts';
import type { EffectMaker } from './effect-maker.ts';
import type { ForecastBasis, ForecastJob, ForecastOutcome } from './forecast-job.ts';
import { FORECAST_EVENTS_MAX, FORECAST_HORIZON_MS, FORECAST_RUNS_FIRST, FORECAST_RUNS_MAX, FORECAST_RUNS_MIN } from './limits.ts';

/** The same customers in every forecast of a hall: what changes from one to the next is the hall, not the dice. */
const SEED = 20_261_122;

interface KnownHall {
  readonly state: HallState;
  readonly telling: HallTelling;
  basis: ForecastBasis | null;
  runs: number;
  /** Since the last forecast that was made. */
  events: HallEvent[];
}

/** Forecasts of halls that it keeps a copy of. Runs in the forecasts' thread; a test calls it directly. */
export class ForecastMaker {
  readonly #halls = new Map<string, KnownHall>();
  readonly #monotonicMs: () => number;
  readonly #advice: AdviceMaker | null;
  readonly #effects: EffectMaker | null;

  /** Without `advice` nobody is advised. */
  constructor(monotonicMs: () => number, advice: AdviceMaker | null = null, effects: EffectMaker | null = null) {
    this.#monotonicMs = monotonicMs;
    this.#advice = advice;
    this.#effects = effects;
  }

  make(job: ForecastJob): ForecastOutcome {
    try {
      const hall = this.#brought(job);
      return hall === null ? { is: 'behind' } : this.#forecast(hall, job);
    } catch (error) {
      this.#halls.delete(job.hall);
      this.#effects?.forget(job.hall);
      return { is: 'failed', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  }

  /** The hall as it was committed; null when something between is missing. */
  #brought({ basis, entries, hall: name, snapshot }: ForecastJob): KnownHall | null {
    const before = this.#halls.get(name);
    if (snapshot !== null) {
      if (before !== undefined) this.#effects?.forget(name);
      const { basis: known = null, runs = FORECAST_RUNS_FIRST, telling = new HallTelling() } = before ?? {};
      this.#halls.set(name, { state: fromSnapshot(snapshot), telling, basis: known, runs, events: [] });
    }
    const hall = this.#halls.get(name);
    if (hall === undefined) return null;
    if (basis !== null) hall.basis = basis;
    for (const entry of entries) {
      if (entry.version <= hall.state.version) continue;
      if (entry.version > hall.state.version + 1) return null;
      if (hall.basis !== null) this.#effects?.before(name, entry, { state: hall.state, model: hall.basis.model });
      applyEntry(hall.state, entry);
      hall.events.push(...entry.events);
    }
    return hall;
  }

  #forecast(hall: KnownHall, { at, budgetMs, hall: name }: ForecastJob): ForecastOutcome {
    const { state, telling } = hall;
    const { calibrations, model } = must(hall.basis, 'a hall comes with what it has learned');
    const configuration = must(state.configuration, 'a hall that is forecast is configured');
    const startedMs = this.#monotonicMs();
    const scene = sceneOf(state, model, Math.max(at, state.at));
    const runs = this.#run(hall, scene);
    const told = telling.tell({
      version: state.version,
      scene,
      runs,
      horizonMs: FORECAST_HORIZON_MS,
      services: configuration.services.map(({ id }) => id),
      classes: configuration.classes.map(({ id }) => id),
      calibrations,
      causes: causesOf(hall.events),
    });
    hall.events = [];
    hallForecastSchema.parse(told.hall);
    ticketForecastsSchema.parse(told.tickets);
    const ms = this.#monotonicMs() - startedMs;
    const made = runs?.runs ?? 0;
    if (made > 0) hall.runs = runsFor(budgetMs, { runs: made, ms });
    this.#advice?.look(name, { at, model, version: state.version, snapshot: () => toSnapshot(state) });
    const advice = this.#advice?.take(name) ?? null;
    this.#effects?.passed(name, Math.max(at, state.at));
    const effects = this.#effects?.take(name) ?? [];
    const { hall: forecast, steps, tickets } = told;
    return { is: 'made', forecast, tickets, steps, runs: made, ms, cut: runs?.cut ?? 0, advice, effects };
  }

  /** A hall without a day has nobody to tell anything. */
  #run({ runs, state }: KnownHall, scene: Scene): SceneRuns | null {
    if (state.day.is !== 'open' || (scene.issuing.size === 0 && scene.waiting.length === 0)) return null;
    return runScene(scene, { runs, horizonMs: FORECAST_HORIZON_MS, seed: SEED, eventsMax: FORECAST_EVENTS_MAX });
  }
}

/** As many as would have filled the budget, no more than twice as many as before: what was measured may have been a lull. */
export function runsFor(budgetMs: number, measured: { readonly runs: number; readonly ms: number }): number {
  assert(measured.runs > 0, 'something was measured');
  const wanted = Math.floor((measured.runs * budgetMs) / Math.max(1, measured.ms));
  const most = Math.min(FORECAST_RUNS_MAX, 2 * measured.runs);
  return Math.max(FORECAST_RUNS_MIN, Math.min(most, Number.isFinite(wanted) ? wanted : FORECAST_RUNS_MIN));
}
