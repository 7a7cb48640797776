import type { EpochMs } from '../../shared/lib/clock.ts';

export interface AdviceTables {
  readonly advice_answers: AdviceTable;
}

/** An advice that was answered, and what it came to. The answers are the journal's, too; the effects are here alone. */
export interface AdviceTable {
  readonly hall: string;
  readonly advice: string;
  readonly answered_at: EpochMs;
  /** Staff number. */
  readonly by: string | null;
  /** JSON of `AdviceAnswer`, and of the `Advice` as it was shown. */
  readonly answer: string;
  readonly shown: string;
  /** JSON of `MeasuredAdvice`; SQL null: not measured yet; JSON null: there was nobody to measure. */
  readonly effect: string | null;
}
