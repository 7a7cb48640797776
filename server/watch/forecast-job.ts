import type { AppliedEntry } from '../../shared/hall/applied-entry.ts';
import type { ServiceId } from '../../shared/hall/configuration.ts';
import type { HallForecast, TicketForecasts } from '../../shared/hall/forecast/hall-forecast.ts';
import type { HallModel } from '../../shared/hall/forecast/hall-model.ts';
import type { LineStep } from '../../shared/hall/forecast/line-step.ts';
import type { Calibration } from '../../shared/hall/forecast/learning/calibration.ts';
import type { HallSnapshot } from '../../shared/hall/snapshot.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { AdviceMessage } from '../../shared/protocol/advice.ts';
import type { MadeEffect } from './effect-maker.ts';

/** What a hall has learned, as its forecasts need it. */
export interface ForecastBasis {
  readonly model: HallModel;
  readonly calibrations: ReadonlyMap<ServiceId, Calibration>;
}

/**
 * One forecast to be made. The engine keeps a copy of each hall and gets what was committed since its last forecast: a copy of the whole
 * hall each second would cost the thread that commands go through, entries cost next to nothing (decision 161).
 */
export interface ForecastJob {
  readonly hall: string;
  readonly at: EpochMs;
  /** The whole hall: at first, and when the engine is behind. */
  readonly snapshot: HallSnapshot | null;
  readonly entries: readonly AppliedEntry[];
  /** Null: as before. */
  readonly basis: ForecastBasis | null;
  readonly budgetMs: number;
}

export type ForecastOutcome =
  | {
      readonly is: 'made';
      readonly forecast: HallForecast;
      readonly tickets: TicketForecasts;
      /** For quotes until the next forecast. */
      readonly steps?: readonly LineStep[] | undefined;
      readonly runs: number;
      readonly ms: number;
      /** Runs that were cut at their limit of events. */
      readonly cut: number;
      /** What managers are advised now, when that is new. */
      readonly advice?: AdviceMessage | null | undefined;
      /** What advice that was answered an hour ago came to. */
      readonly effects?: readonly MadeEffect[] | undefined;
      /** A bug in the making of advice, for the log. */
      readonly adviceFailed?: string | undefined;
    }
  /** The engine does not have this hall, or not all of its entries: it needs a snapshot. */
  | { readonly is: 'behind' }
  /** A bug: the hall is given anew the next time. */
  | { readonly is: 'failed'; readonly reason: string };

/** Makes one forecast at a time. */
export interface ForecastEngine {
  /** Rejects when the engine is gone; another one is needed then. */
  make(job: ForecastJob): Promise<ForecastOutcome>;
  /** Idempotent; rejects what is under way. */
  close(): Promise<void>;
}
