import type { EpochMs } from '../../lib/clock.ts';
import type { ClassId, ServiceId } from '../configuration.ts';
import type { TicketId } from '../ticket.ts';
import type { ToldWait } from './wait-range.ts';

/**
 * What the hub expects of a hall: published as a message, never an event, and replaced as a whole by the next. Small enough for every
 * screen; what is expected of each ticket goes to those who may see tickets (`TicketForecasts`).
 */
export interface HallForecast {
  /** The state it was made from. */
  readonly at: EpochMs;
  readonly version: number;
  readonly services: readonly ServiceForecast[];
}

export interface ServiceForecast {
  readonly service: ServiceId;
  /** What a customer of the standard class is told who takes a ticket now. */
  readonly newcomer: ToldWait;
  /** The same for other classes; those that differ only. */
  readonly byClass: readonly { readonly class: ClassId; readonly newcomer: ToldWait }[];
  /** The wait of those who will come at these moments, and how many will be waiting; empty when unknowable. */
  readonly ahead: readonly AheadPoint[];
}

/** Milliseconds after `HallForecast.at`; quantiles over runs. */
export interface AheadPoint {
  readonly inMs: number;
  readonly waitP50Ms: number;
  readonly waitP90Ms: number;
  readonly waitingP50: number;
}

export interface TicketForecasts {
  readonly at: EpochMs;
  readonly version: number;
  /** Of every waiting ticket: the wait that is left, from `at`. */
  readonly tickets: readonly TicketForecast[];
}

export interface TicketForecast {
  readonly ticket: TicketId;
  readonly left: ToldWait;
  /** Chance that the service's promised wait is broken (0 to 1); null where the service promises none. */
  readonly breaksPromise: number | null;
}
