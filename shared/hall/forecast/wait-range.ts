/**
 * A wait as it is told, never one number (预计等候). Of those who are told it, one in four waits less than `fromMs` and one in ten
 * longer than `toMs`. Milliseconds, `0 <= fromMs <= toMs`.
 */
export interface WaitRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The quantiles behind a range. */
export const RANGE_FROM = 0.25;
export const RANGE_TO = 0.9;

/** Why no wait is told. One sentence in both languages for each (`shared/i18n/forecast.ts`). */
export const UNKNOWABLE = [
  /** No open counter serves this, and none is planned to within the horizon. */
  'no-open-counter',
  /** No ticket is issued for this service now. */
  'not-issuing',
  /** Nothing is known of this service: no typical minutes in the hall file and nobody served yet. */
  'no-data',
  /** It will take longer than the hall looks ahead. */
  'too-far',
  /** The forecast is older than `FORECAST_STALE_MS`: the hub computes none, or the line is cut. */
  'stale',
] as const;
export type Unknowable = (typeof UNKNOWABLE)[number];

/** A wait that is told, or why not. `learning`: from typical minutes and few services yet, and wider for that. */
export type ToldWait =
  | { readonly is: 'known'; readonly range: WaitRange; readonly learning: boolean }
  | { readonly is: 'unknown'; readonly why: Unknowable };
