import type { LegOutcome } from '../../shared/hall/forecast/learning/visits.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';

/**
 * The history of halls: derived from the journal and made again from it at any time. Opaque ticket ids, staff numbers, no names.
 */
export interface HistoryTables {
  readonly history_halls: HistoryHallTable;
  readonly history_legs: HistoryLegTable;
}

/** Up to which entry the history of a hall goes, and what was under way and learned then. */
export interface HistoryHallTable {
  readonly hall: string;
  readonly format: number;
  readonly version: number;
  /** Of that entry: another journal under the same name is seen by it. */
  readonly hash: string;
  /** JSON of `VisitsSnapshot` and of `Learned`. */
  readonly visits: string;
  readonly learned: string;
}

/** A wait, and a service if there was one. Times are `EpochMs`, lengths milliseconds. */
export interface HistoryLegTable {
  readonly hall: string;
  readonly ticket: string;
  readonly leg: number;
  /** The business day, and the local hour (0 to 23) in which the wait began. */
  readonly day: string;
  readonly hour: number;
  readonly service: string;
  readonly class: string;
  readonly counter: number | null;
  readonly teller: string | null;
  readonly issued_at: EpochMs;
  readonly called_at: EpochMs | null;
  readonly started_at: EpochMs | null;
  readonly finished_at: EpochMs;
  readonly held_ms: number;
  readonly outcome: LegOutcome;
  /** What was told when the ticket was issued; null: nothing was, or it no longer was about this wait. */
  readonly quote_from_ms: number | null;
  readonly quote_to_ms: number | null;
  /** People ahead × mean service ÷ open counters, when the ticket was issued. */
  readonly simple_ms: number | null;
}
