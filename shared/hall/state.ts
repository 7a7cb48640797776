import type { EpochMs } from '../lib/clock.ts';
import type { Alert, AlertId } from './alert.ts';
import type { AnsweredAdvice } from './answered-advice.ts';
import type { Appointment, AppointmentCode } from './appointment.ts';
import type { BreakId, PlannedBreak } from './break.ts';
import type { BusinessDay } from './business-day.ts';
import type { PrinterCondition } from './commands.ts';
import type { ClassId, CounterId, HallConfiguration, PrinterId, ServiceId } from './configuration.ts';
import type { Counter } from './counter.ts';
import { FailedPrints } from './failed-prints.ts';
import type { AdviceId } from './forecast/advice.ts';
import type { Lease, LeaseId } from './lease.ts';
import type { Move } from './move.ts';
import type { Notice, NoticeId } from './notice.ts';
import type { PredictedWait } from './predicted-wait.ts';
import type { CreditQueue } from './routing/credit-queue.ts';
import type { RatioPosition } from './routing/ratio-position.ts';
import type { ScreenId, ScreenState } from './screen.ts';
import type { AddressKey, Ticket, TicketId } from './ticket.ts';
import type { UndoImage } from './undo.ts';

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
  readonly silent?: true | undefined;
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
  /** Numbers that kiosks may give out while the hub is away: of this business day and of the last. */
  readonly leases: Map<LeaseId, Lease>;
  /** Tickets issued today for each service. */
  readonly issued: Map<ServiceId, number>;
  /** The last `Credit.order` given. */
  creditOrder: number;
  readonly tickets: Map<TicketId, Ticket>;
  /** Service, then class: who waits, in order of credit. A queue exists once somebody has waited in it. */
  readonly queues: Map<ServiceId, Map<ClassId, CreditQueue>>;
  /** The same for tickets that wait for one counter or one person only. */
  readonly addressed: Map<AddressKey, Map<ServiceId, Map<ClassId, CreditQueue>>>;
  /** Since when nobody waits in a queue of `queues`; a queue in which nobody ever waited is not there. */
  readonly emptySince: Map<ServiceId, Map<ClassId, EpochMs>>;
  ratio: RatioPosition;
  readonly counters: Map<CounterId, Counter>;
  /** Newest first, `CALLS_REMEMBERED` at most. */
  readonly calls: Call[];
  readonly ended: TicketId[];
  /** Derived: every ticket on hold until a time is in it, and perhaps some that no longer are. */
  readonly timedHolds: Set<TicketId>;
  readonly printers: Map<PrinterId, PrinterState>;
  /** 换纸: printers that somebody has open on purpose, since when. */
  readonly paperChanges: Map<PrinterId, EpochMs>;
  /** Those with which something is wrong; `SCREENS_TROUBLED_MAX` at most. */
  readonly screens: Map<ScreenId, ScreenState>;
  /** Derived: whose paper failed, so that nobody has to look through every ticket for it. */
  readonly failedPrints: FailedPrints;
  /** Newest first, `MOVES_KEPT` at most. */
  readonly moves: Move[];
  readonly stopped: Map<ServiceId, { readonly reason: string; readonly since: EpochMs }>;
  readonly notices: Map<NoticeId, Notice>;
  readonly breaks: Map<BreakId, PlannedBreak>;
  readonly appointments: Map<AppointmentCode, Appointment>;
  /** Those that last, and the day's history: `ALERTS_KEPT` at most, the oldest that are over go first. */
  readonly alerts: Map<AlertId, Alert>;
  /** Answered today, oldest first, `ADVICE_KEPT` at most. */
  readonly advice: Map<AdviceId, AnsweredAdvice>;
  /** What the hub expects that concerns an alert. */
  readonly predictedWaits: Map<ServiceId, PredictedWait>;
  /** The versions whose entries set a configuration, oldest first, `CONFIGURATIONS_KEPT` at most. */
  readonly configurationVersions: number[];
  /** What can still be taken back: `counter:5` or `redirect:…`. */
  readonly undo: Map<string, UndoImage>;
}

export function initialState(): HallState {
  return {
    version: 0,
    at: 0,
    configuration: null,
    configurationVersion: 0,
    day: { is: 'none' },
    numbers: new Map(),
    leases: new Map(),
    issued: new Map(),
    creditOrder: 0,
    tickets: new Map(),
    queues: new Map(),
    addressed: new Map(),
    emptySince: new Map(),
    ratio: { turn: 0, calls: 0 },
    counters: new Map(),
    calls: [],
    ended: [],
    timedHolds: new Set(),
    printers: new Map(),
    paperChanges: new Map(),
    screens: new Map(),
    failedPrints: new FailedPrints(),
    moves: [],
    stopped: new Map(),
    notices: new Map(),
    breaks: new Map(),
    appointments: new Map(),
    alerts: new Map(),
    advice: new Map(),
    predictedWaits: new Map(),
    configurationVersions: [],
    undo: new Map(),
  };
}
