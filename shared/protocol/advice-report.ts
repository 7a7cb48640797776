import * as z from 'zod/mini';
import type { AdviceAnswer } from '../hall/answered-advice.ts';
import type { Advice } from '../hall/forecast/advice.ts';
import type { StaffNumber } from '../hall/ticket.ts';
import type { EpochMs } from '../lib/clock.ts';

/**
 * What became of advice: `GET /api/halls/:hall/advice?from=YYYY-MM-DD&to=YYYY-MM-DD`, for those who see the accuracy report. Business days of
 * the hall, both included; at most `ACCURACY_DAYS_MAX` of them.
 */
export const adviceQuerySchema = z.strictObject({
  from: z.optional(z.iso.date()),
  to: z.optional(z.iso.date()),
});

/** In one report; the oldest are left out. */
export const ADVICE_REPORTED_MAX = 500;

export interface AdviceReport {
  readonly from: string;
  readonly to: string;
  /** The latest first. */
  readonly advice: readonly AdviceOutcome[];
  readonly accepted: number;
  readonly declined: number;
  /** Of the accepted that were measured; null: none was. Mean of |measured − predicted|, milliseconds for each ticket. */
  readonly savingErrorMs: number | null;
}

export interface AdviceOutcome {
  readonly day: string;
  readonly answeredAt: EpochMs;
  readonly by: StaffNumber | null;
  readonly answer: AdviceAnswer;
  /** As it was shown, with what was predicted. */
  readonly advice: Advice;
  readonly effect: AdviceEffect;
}

export type AdviceEffect =
  /** Its time is not over yet. */
  | { readonly is: 'measuring' }
  | ({ readonly is: 'measured' } & MeasuredAdvice)
  /** The hub was stopped in the meantime, or made no forecasts. */
  | { readonly is: 'unknown' };

/**
 * Of everybody whom the advice was about: who waited when it was answered, or took a ticket within its horizon. Waits to the first call, as far as
 * it was looked (twice the horizon), milliseconds.
 */
export interface MeasuredAdvice {
  readonly tickets: number;
  readonly realMeanMs: number;
  readonly realP90Ms: number;
  /** The model's replay with the customers who really came, nothing done. */
  readonly withoutMeanMs: number;
  /** The same with what was advised. Null: it was no longer possible. */
  readonly withMeanMs: number | null;
  /** Accepted: what the replay says that was saved for each ticket, `withoutMeanMs − realMeanMs`. Declined: what was missed, `realMeanMs − withMeanMs`. */
  readonly savedMs: number | null;
}
