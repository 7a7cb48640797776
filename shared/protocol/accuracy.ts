import * as z from 'zod/mini';
import type { Role } from '../hall/actor.ts';
import type { ClassId, ServiceId } from '../hall/configuration.ts';
import type { LearningWarning } from '../hall/forecast/learning/warning.ts';

/**
 * How honest the hall was: what customers were told when they took their ticket, against what they waited. Over REST alone:
 * `GET /api/halls/:hall/accuracy?from=YYYY-MM-DD&to=YYYY-MM-DD[&service=…][&class=…]`. Business days of the hall, both included.
 */
export const ACCURACY_ROLES = ['manager', 'admin'] as const satisfies readonly Role[];

/** Days that one report may span. */
export const ACCURACY_DAYS_MAX = 92;
/** The trend shows so many days up to `to`, whatever `from` is. */
export const ACCURACY_TREND_DAYS = 30;
/** A customer who waits longer than the upper end of the range by more than this was under-promised. */
export const UNDER_PROMISED_MS = 5 * 60_000;

/** `from` absent: 30 days up to `to`; `to` absent: today. `service` and `class` narrow every figure down. */
export const accuracyQuerySchema = z.strictObject({
  from: z.optional(z.iso.date()),
  to: z.optional(z.iso.date()),
  service: z.optional(z.string().check(z.minLength(1), z.maxLength(32))),
  class: z.optional(z.string().check(z.minLength(1), z.maxLength(32))),
});

export interface AccuracyReport {
  readonly from: string;
  readonly to: string;
  /** Entries of the hall that the history has not read yet: 0, or a few of the last seconds, or many while it is rebuilt. */
  readonly behind: number;
  readonly overall: AccuracyFigures;
  readonly byService: readonly { readonly service: ServiceId; readonly figures: AccuracyFigures }[];
  readonly byClass: readonly { readonly class: ClassId; readonly figures: AccuracyFigures }[];
  /** By the local hour in which the ticket was taken, 0 to 23; hours without tickets are absent. */
  readonly byHour: readonly { readonly hour: number; readonly figures: AccuracyFigures }[];
  /** Oldest first; days without tickets are absent. */
  readonly byDay: readonly { readonly day: string; readonly figures: AccuracyFigures }[];
  /** What forecasts are made from: services seen, and what is odd about them. */
  readonly learned: LearnedReport;
}

/** Counts of waits (one ticket has another after a transfer, which is told nothing). Durations in milliseconds. */
export interface AccuracyFigures {
  /** Were told a range and were called: all that is judged. A no-show was called. */
  readonly judged: number;
  /** Were told a range and never called (left, cancelled, unserved when the day closed): how long they would have waited is not known. */
  readonly unserved: number;
  /** Were called and had been told nothing. */
  readonly untold: number;
  /** Null when nobody is judged. */
  readonly scores: AccuracyScores | null;
}

export interface AccuracyScores {
  readonly waitedMeanMs: number;
  readonly toldFromMeanMs: number;
  readonly toldToMeanMs: number;
  /** Share (0 to 1) that waited at most the upper end. Meant to be .9. */
  readonly withinUpper: number;
  /** Share that waited at least the lower end and at most the upper. Meant to be .65. */
  readonly withinRange: number;
  /** Share that waited longer than the upper end by more than `UNDER_PROMISED_MS`. */
  readonly underPromised: number;
  /** Mean pinball loss at the lower end's level (.25) and at the upper end's (.9): small is good. */
  readonly pinballFromMs: number;
  readonly pinballToMs: number;
  /** Mean of (waited − middle of the range): above 0, customers waited longer than they were told. */
  readonly biasMs: number;
  /** Mean distance between the wait and the middle of the range. */
  readonly missMeanMs: number;
  /** People ahead × mean service ÷ open counters, on the same tickets; null where it was not kept. */
  readonly simple: {
    readonly judged: number;
    readonly biasMs: number;
    readonly missMeanMs: number;
    readonly oursMissMeanMs: number;
  } | null;
}

export interface LearnedReport {
  readonly services: readonly {
    readonly service: ServiceId;
    readonly seen: number;
    readonly learning: boolean;
    /** Null: nothing is known of it. */
    readonly medianMs: number | null;
  }[];
  readonly warnings: readonly { readonly kind: LearningWarning; readonly count: number }[];
}
