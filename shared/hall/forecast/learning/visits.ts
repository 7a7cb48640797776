import type { EpochMs } from '../../../lib/clock.ts';
import type { DayId } from '../../business-day.ts';
import type { ClassId, CounterId, ServiceId } from '../../configuration.ts';
import type { StaffNumber, TicketId } from '../../ticket.ts';
import type { WaitRange } from '../wait-range.ts';
import type { Observation } from './observation.ts';

/**
 * What is known of the waits and services that are under way: as much of a hall's state as learning needs, followed from its entries alone, so
 * that the whole can be learned again from any journal. Changed in place by `seeEntry`; `toVisits` and `fromVisits` make plain JSON of it.
 *
 * What a desk can take back within `UNDO_MS` is not learned before it no longer can: it stands in `settling`, with the visits as they were.
 */
export interface Visits {
  /** Of the last entry. */
  at: EpochMs;
  timeZone: string;
  day: DayId | null;
  readonly open: Map<TicketId, OpenVisit>;
  settling: Settling[];
  /** Redirects that can still be taken back. */
  redirects: { readonly redirect: string; readonly at: EpochMs; readonly before: readonly OpenVisit[] }[];
  readonly openCounters: Set<CounterId>;
  /** From the configuration in force. */
  readonly services: Map<ServiceId, ServedBy>;
}

export interface ServedBy {
  readonly typicalMs: number | null;
  readonly counters: readonly CounterId[];
}

/** A value: replaced, never changed. */
export interface OpenVisit {
  readonly ticket: TicketId;
  readonly leg: number;
  readonly service: ServiceId;
  readonly class: ClassId;
  /** When this leg's wait began. */
  readonly issuedAt: EpochMs;
  /** The first call of the leg: what the wait is measured to. */
  readonly calledAt: EpochMs | null;
  /** The last call that was not followed by a return to the line: the service's counter is taken up from here. */
  readonly takenUpAt: EpochMs | null;
  readonly startedAt: EpochMs | null;
  readonly implicit: boolean;
  readonly counter: CounterId | null;
  readonly teller: StaffNumber | null;
  /** Another teller went on after a hold: the time is nobody's own. */
  readonly shared: boolean;
  readonly heldMs: number;
  readonly heldSince: EpochMs | null;
  /** No-show, and may come back. */
  readonly missed: boolean;
  readonly quote: WaitRange | null;
  /** People ahead × mean service ÷ open counters when it was issued: what most products would have said. Null: not known. */
  readonly simpleMs: number | null;
  /** Served without a ticket: nobody waited. */
  readonly unqueued: boolean;
  /** The clock jumped while it was under way: its times are not believed. */
  readonly spoiled: boolean;
}

export const LEG_OUTCOMES = ['served', 'no-show', 'left', 'cancelled', 'unserved', 'merged'] as const;
export type LegOutcome = (typeof LEG_OUTCOMES)[number];

/** A wait, and a service if there was one, that are over. A no-show who comes back and is served replaces what was said of him. */
export interface ClosedLeg {
  readonly visit: OpenVisit;
  readonly outcome: LegOutcome;
  readonly at: EpochMs;
  readonly day: DayId;
}

/** What an entry told, in order. */
export interface Seen {
  readonly observations: Observation[];
  readonly legs: ClosedLeg[];
}

export interface Settling {
  readonly at: EpochMs;
  readonly counter: CounterId;
  readonly seen: Seen;
  /** The visits that were touched, as they were; null: there was none. */
  readonly before: readonly (readonly [TicketId, OpenVisit | null])[];
}

export function noVisits(): Visits {
  return {
    at: 0,
    timeZone: 'UTC',
    day: null,
    open: new Map(),
    settling: [],
    redirects: [],
    openCounters: new Set(),
    services: new Map(),
  };
}

export type VisitsSnapshot = Omit<Visits, 'open' | 'openCounters' | 'services'> & {
  readonly open: readonly OpenVisit[];
  readonly openCounters: readonly CounterId[];
  readonly services: readonly (readonly [ServiceId, ServedBy])[];
};

/** Shares values with the visits, which are never changed themselves; lists are its own. */
export function toVisitsSnapshot(visits: Visits): VisitsSnapshot {
  return {
    ...visits,
    open: [...visits.open.values()],
    openCounters: [...visits.openCounters],
    services: [...visits.services],
    settling: [...visits.settling],
    redirects: [...visits.redirects],
  };
}

export function fromVisitsSnapshot(snapshot: VisitsSnapshot): Visits {
  return {
    ...snapshot,
    open: new Map(snapshot.open.map((visit) => [visit.ticket, visit])),
    openCounters: new Set(snapshot.openCounters),
    services: new Map(snapshot.services),
    settling: [...snapshot.settling],
    redirects: [...snapshot.redirects],
  };
}
