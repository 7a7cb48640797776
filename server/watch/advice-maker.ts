import { fromSnapshot, type HallSnapshot } from '../../shared/hall/snapshot.ts';
import type { Advice } from '../../shared/hall/forecast/advice.ts';
import { advising } from '../../shared/hall/forecast/advise.ts';
import { ADVICE_RUNS } from '../../shared/hall/forecast/advise-limits.ts';
import type { HallModel } from '../../shared/hall/forecast/hall-model.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { NewId } from '../../shared/lib/ids.ts';
import { adviceMessageSchema } from '../../shared/protocol/advice-schema.ts';
import type { AdviceMessage } from '../../shared/protocol/advice.ts';
import { ADVICE_EVERY_MS, ADVICE_RUNS_MIN, ADVICE_STEP_MS } from './limits.ts';

/** The same customers all day, so that advice changes with the hall and not with the dice. */
const SEED = 20_261_122;

interface AdvisedHall {
  /** Of a clock that nobody sets: when it was last begun. */
  begunAtMs: number;
  /** What managers were told last. */
  shown: readonly Advice[];
  runs: number;
  work: Work | null;
  found: AdviceMessage | null;
}

interface Work {
  readonly at: EpochMs;
  readonly version: number;
  readonly steps: ReturnType<typeof advising>;
}

export interface AdvisedScene {
  readonly snapshot: () => HallSnapshot;
  readonly version: number;
  readonly model: HallModel;
  readonly at: EpochMs;
}

/**
 * Advice of the halls, in the forecasts' thread and behind them: made anew every minute, a what-if at a time, so that a forecast never waits
 * for more than one of them. What is found waits to be taken with the hall's next forecast.
 */
export class AdviceMaker {
  readonly #halls = new Map<string, AdvisedHall>();
  readonly #monotonicMs: () => number;
  readonly #newId: NewId;

  constructor(monotonicMs: () => number, newId: NewId) {
    this.#monotonicMs = monotonicMs;
    this.#newId = newId;
  }

  /** A forecast of this hall was made: begins its advice when a minute has passed. What was not finished by then goes on. */
  look(name: string, { at, model, snapshot, version }: AdvisedScene): void {
    const now = this.#monotonicMs();
    const hall = this.#hall(name);
    if (hall.work !== null || now - hall.begunAtMs < ADVICE_EVERY_MS) return;
    hall.begunAtMs = now;
    // The forecasts' own copy goes on with the hall while this one is thought about.
    const state = fromSnapshot(snapshot());
    const { runs, shown } = hall;
    const steps = advising({ state, model, at, shown, newId: this.#newId, runs, seed: SEED });
    hall.work = { at: Math.max(at, state.at), version, steps };
  }

  /** One what-if of one hall; false: there is nothing to do. A bug in one hall's advice ends that advice and is thrown. */
  step(): boolean {
    for (const hall of this.#halls.values()) {
      if (hall.work === null) continue;
      this.#stepOf(hall, hall.work);
      return true;
    }
    return false;
  }

  /** What managers of this hall have not been told; null: nothing new. */
  take(name: string): AdviceMessage | null {
    const hall = this.#halls.get(name);
    const found = hall?.found ?? null;
    if (hall !== undefined) hall.found = null;
    return found;
  }

  #stepOf(hall: AdvisedHall, { at, steps, version }: Work): void {
    const startedMs = this.#monotonicMs();
    hall.work = null;
    const step = steps.next();
    hall.runs = runsFor(hall.runs, this.#monotonicMs() - startedMs);
    if (step.done !== true) {
      hall.work = { at, version, steps };
      return;
    }
    const wasSilent = hall.shown.length === 0;
    hall.shown = step.value;
    if (wasSilent && step.value.length === 0) return;
    const found = { at, version, advice: step.value };
    adviceMessageSchema.parse(found);
    hall.found = found;
  }

  #hall(name: string): AdvisedHall {
    let hall = this.#halls.get(name);
    if (hall === undefined) {
      hall = { begunAtMs: Number.NEGATIVE_INFINITY, shown: [], runs: ADVICE_RUNS_MIN, work: null, found: null };
      this.#halls.set(name, hall);
    }
    return hall;
  }
}

/** For the next minute: as many as keep one what-if within `ADVICE_STEP_MS`, no more than half as many again at once. */
export function runsFor(runs: number, ms: number): number {
  const most = Math.min(ADVICE_RUNS, Math.ceil(runs * 1.5));
  const wanted = Math.floor((runs * ADVICE_STEP_MS) / Math.max(1, ms));
  // One that is short says nothing about the others: only what is too long takes runs away at once.
  return Math.max(ADVICE_RUNS_MIN, Math.min(most, wanted));
}
