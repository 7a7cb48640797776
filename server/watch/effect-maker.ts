import type { AppliedEntry } from '../../shared/hall/applied-entry.ts';
import type { AdviceId } from '../../shared/hall/forecast/advice.ts';
import {
  beginTrial,
  effectOf,
  followTrial,
  isTrialOver,
  type Effect,
  type EffectTrial,
} from '../../shared/hall/forecast/advise-effect.ts';
import type { HallModel } from '../../shared/hall/forecast/hall-model.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import { EFFECT_RUNS, TRIALS_MAX } from './limits.ts';

const SEED = 20_261_123;

/** What an advice came to; null: nobody waited whom it was about. */
export interface MadeEffect {
  readonly advice: AdviceId;
  readonly effect: Effect | null;
}

/**
 * Follows what happens after each answer to an advice, in the forecasts' thread, which sees every entry anyhow; and measures it when its
 * time is over. Kept in memory alone: after a restart, or a gap in the entries, the effect is not known, and is said to be so.
 */
export class EffectMaker {
  readonly #trials = new Map<string, EffectTrial[]>();
  readonly #due: { readonly hall: string; readonly trial: EffectTrial }[] = [];
  readonly #made = new Map<string, MadeEffect[]>();

  /** Before an entry is applied: the hall as it was is what the answer is held against. */
  before(hall: string, entry: AppliedEntry, { model, state }: { readonly model: HallModel; readonly state: HallState }): void {
    const trials = this.#trials.get(hall) ?? [];
    for (const trial of trials) followTrial(trial, entry);
    for (const event of entry.events) {
      if (event.type !== 'advice-accepted' && event.type !== 'advice-declined') continue;
      const answered = { advice: event.advice, isAccepted: event.type === 'advice-accepted', at: entry.at };
      trials.push(beginTrial(state, model, answered));
      if (trials.length > TRIALS_MAX) trials.shift();
      this.#trials.set(hall, trials);
    }
  }

  /** Something between is missing: nothing that was followed is known any more. */
  forget(hall: string): void {
    this.#trials.delete(hall);
  }

  passed(hall: string, at: EpochMs): void {
    const trials = this.#trials.get(hall);
    if (trials === undefined) return;
    for (const trial of trials) if (isTrialOver(trial, at)) this.#due.push({ hall, trial });
    this.#trials.set(
      hall,
      trials.filter((trial) => !isTrialOver(trial, at)),
    );
  }

  /** Measures one; false: none is due. */
  step(): boolean {
    const next = this.#due.shift();
    if (next === undefined) return false;
    const { hall, trial } = next;
    const made = { advice: trial.advice.id, effect: effectOf(trial, { runs: EFFECT_RUNS, seed: SEED }) };
    this.#made.set(hall, [...(this.#made.get(hall) ?? []), made]);
    return true;
  }

  /** What was measured since it was asked last. */
  take(hall: string): readonly MadeEffect[] {
    const made = this.#made.get(hall) ?? [];
    this.#made.delete(hall);
    return made;
  }
}
