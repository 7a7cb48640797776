import type { EpochMs } from '../lib/clock.ts';
import type { BusinessDay } from './business-day.ts';
import type { PrinterCondition } from './commands.ts';
import type { ClassId, CounterId, HallConfiguration, PrinterId, ServiceId } from './configuration.ts';
import type { Counter } from './counter.ts';
import type { CreditQueue } from './routing/credit-queue.ts';
import type { Ticket, TicketId } from './ticket.ts';

/** A call as walls show it. Kept apart from the ticket, which may be served and forgotten while its call is on the wall. */
export interface Call {
  readonly ticket: TicketId;
  readonly number: string;
  readonly service: ServiceId;
  readonly classId: ClassId;
  readonly counter: CounterId;
  readonly at: EpochMs;
  /** 0 for the call itself, then 1, 2 … for each recall. */
  readonly recalls: number;
}

export interface PrinterState {
  readonly condition: PrinterCondition;
  readonly since: EpochMs;
}

/**
 * One hall now. Owned by one writer or one replica, which `evolve` changes in place; never shared, copied only through
 * a snapshot.
 *
 * **Maintained invariants**: a ticket is waiting if and only if it is in exactly the queue of its service and class; it
 * is called or serving if and only if exactly one counter has it at hand; `ended` lists the tickets that are over, by the time they were.
 */
export interface HallState {
  /** Of the last entry applied; 0 before the first. */
  version: number;
  /** The last entry's time: the hall's own clock, which never goes back. */
  at: EpochMs;
  /** Null only before the first `hall-configured`. */
  configuration: HallConfiguration | null;
  /** The version whose entry set the configuration. */
  configurationVersion: number;
  day: BusinessDay;
  /**
   * By letter, the last number given today. By letter and not by series: a series that is renamed at noon must not give
   * out a number that somebody holds.
   */
  readonly numbers: Map<string, number>;
  /** Tickets issued today for each service. */
  readonly issued: Map<ServiceId, number>;
  /** The last `Credit.order` given. */
  creditOrder: number;
  readonly tickets: Map<TicketId, Ticket>;
  /** Service, then class: who waits, in order of credit. A queue exists once somebody has waited in it. */
  readonly queues: Map<ServiceId, Map<ClassId, CreditQueue>>;
  readonly counters: Map<CounterId, Counter>;
  /** Newest first, `CALLS_KEPT` at most. */
  readonly calls: Call[];
  readonly ended: TicketId[];
  readonly printers: Map<PrinterId, PrinterState>;
}

export function initialState(): HallState {
  return {
    version: 0,
    at: 0,
    configuration: null,
    configurationVersion: 0,
    day: { is: 'none' },
    numbers: new Map(),
    issued: new Map(),
    creditOrder: 0,
    tickets: new Map(),
    queues: new Map(),
    counters: new Map(),
    calls: [],
    ended: [],
    printers: new Map(),
  };
}
