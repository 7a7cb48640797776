import type { EpochMs } from '../lib/clock.ts';
import { assert } from '../lib/assert.ts';
import type { BusinessDay } from './business-day.ts';
import type { ClassId, HallConfiguration, PrinterId, ServiceId } from './configuration.ts';
import type { Counter } from './counter.ts';
import { queueOf } from './evolutions/ticket.ts';
import type { Alert } from './alert.ts';
import type { AnsweredAdvice } from './answered-advice.ts';
import type { Appointment } from './appointment.ts';
import type { PlannedBreak } from './break.ts';
import type { Notice } from './notice.ts';
import type { Lease } from './lease.ts';
import type { Move } from './move.ts';
import type { PredictedWait } from './predicted-wait.ts';
import type { RatioPosition } from './routing/ratio-position.ts';
import type { ScreenId, ScreenState } from './screen.ts';
import { initialState, type Call, type HallState, type PrinterState } from './state.ts';
import { addressKey, currentLeg, isTimedHold, type Ticket, type TicketId } from './ticket.ts';
import type { UndoImage } from './undo.ts';

/** Rises when the shape below changes; a snapshot of another format is thrown away and the log is read instead. */
export const SNAPSHOT_FORMAT = 6;

/**
 * A state as plain JSON. Lists keep the state's own order, so equal states give equal bytes (but for the order of the fields of
 * the configuration, which is that of its event: a journal sorts them). Queues are derived.
 */
export interface HallSnapshot {
  readonly format: typeof SNAPSHOT_FORMAT;
  readonly version: number;
  readonly at: EpochMs;
  readonly configuration: HallConfiguration | null;
  readonly configurationVersion: number;
  readonly day: BusinessDay;
  readonly numbers: readonly (readonly [letter: string, last: number])[];
  readonly leases: readonly Readonly<Lease>[];
  readonly issued: readonly (readonly [ServiceId, number])[];
  readonly creditOrder: number;
  readonly tickets: readonly Ticket[];
  readonly counters: readonly Readonly<Counter>[];
  readonly calls: readonly Call[];
  readonly ended: readonly TicketId[];
  readonly printers: readonly (readonly [PrinterId, PrinterState])[];
  readonly screens: readonly (readonly [ScreenId, ScreenState])[];
  readonly paperChanges: readonly (readonly [PrinterId, EpochMs])[];
  readonly emptySince: readonly (readonly [ServiceId, readonly (readonly [ClassId, EpochMs])[]])[];
  readonly ratio: RatioPosition;
  readonly moves: readonly Move[];
  readonly stopped: readonly (readonly [ServiceId, { readonly reason: string; readonly since: EpochMs }])[];
  readonly notices: readonly Readonly<Notice>[];
  readonly breaks: readonly Readonly<PlannedBreak>[];
  readonly appointments: readonly Readonly<Appointment>[];
  readonly alerts: readonly Readonly<Alert>[];
  readonly advice: readonly AnsweredAdvice[];
  readonly predictedWaits: readonly (readonly [ServiceId, PredictedWait])[];
  readonly configurationVersions: readonly number[];
  readonly undo: readonly (readonly [string, UndoImage])[];
}

/** A copy that shares nothing changeable with the state. */
export function toSnapshot(state: HallState): HallSnapshot {
  return {
    format: SNAPSHOT_FORMAT,
    version: state.version,
    at: state.at,
    configuration: state.configuration,
    configurationVersion: state.configurationVersion,
    day: state.day,
    numbers: [...state.numbers],
    leases: [...state.leases.values()].map((lease) => ({ ...lease })),
    issued: [...state.issued],
    creditOrder: state.creditOrder,
    tickets: [...state.tickets.values()].map((ticket) => copyOf(ticket, passedNow(state, ticket))),
    counters: [...state.counters.values()].map((counter) => ({ ...counter })),
    calls: [...state.calls],
    ended: [...state.ended],
    printers: [...state.printers],
    screens: [...state.screens],
    paperChanges: [...state.paperChanges],
    emptySince: [...state.emptySince].map(([service, byClass]) => [service, [...byClass]] as const),
    ratio: state.ratio,
    moves: [...state.moves],
    stopped: [...state.stopped],
    notices: [...state.notices.values()].map((notice) => ({ ...notice })),
    breaks: [...state.breaks.values()].map((each) => ({ ...each })),
    appointments: [...state.appointments.values()].map((each) => ({ ...each })),
    alerts: [...state.alerts.values()].map((alert) => ({ ...alert })),
    advice: [...state.advice.values()],
    predictedWaits: [...state.predictedWaits],
    configurationVersions: [...state.configurationVersions],
    undo: [...state.undo],
  };
}

/** The state that `toSnapshot` was given, with queues built anew. */
export function fromSnapshot(snapshot: HallSnapshot): HallState {
  assert(snapshot.format === SNAPSHOT_FORMAT, `snapshot format ${String(snapshot.format)} is not known here`);
  const state: HallState = {
    ...initialState(),
    version: snapshot.version,
    at: snapshot.at,
    configuration: snapshot.configuration,
    configurationVersion: snapshot.configurationVersion,
    day: snapshot.day,
    creditOrder: snapshot.creditOrder,
    numbers: new Map(snapshot.numbers),
    leases: new Map(snapshot.leases.map((lease) => [lease.id, { ...lease }])),
    issued: new Map(snapshot.issued),
    counters: new Map(snapshot.counters.map((counter) => [counter.id, { ...counter }])),
    calls: [...snapshot.calls],
    ended: [...snapshot.ended],
    printers: new Map(snapshot.printers),
    screens: new Map(snapshot.screens),
    paperChanges: new Map(snapshot.paperChanges),
    emptySince: new Map(snapshot.emptySince.map(([service, byClass]) => [service, new Map(byClass)])),
    ratio: snapshot.ratio,
    moves: [...snapshot.moves],
    stopped: new Map(snapshot.stopped),
    notices: new Map(snapshot.notices.map((notice) => [notice.id, { ...notice }])),
    breaks: new Map(snapshot.breaks.map((each) => [each.id, { ...each }])),
    appointments: new Map(snapshot.appointments.map((each) => [each.code, { ...each }])),
    alerts: new Map(snapshot.alerts.map((alert) => [alert.id, { ...alert }])),
    advice: new Map(snapshot.advice.map((each) => [each.advice.id, each])),
    predictedWaits: new Map(snapshot.predictedWaits),
    configurationVersions: [...snapshot.configurationVersions],
    undo: new Map(snapshot.undo),
  };
  for (const ticket of snapshot.tickets) {
    state.tickets.set(ticket.id, copyOf(ticket, ticket.passed));
    state.failedPrints.keep(ticket);
    if (isTimedHold(ticket)) state.timedHolds.add(ticket.id);
    if (ticket.status.is !== 'waiting') continue;
    const { credit, to } = ticket.status;
    const { queuedAt: since, service } = currentLeg(ticket);
    const queue = queueOf(state, service, ticket.classId, to && addressKey(to));
    queue.add(ticket.id, credit, { passed: ticket.passed, since });
  }
  return state;
}

/** How often a ticket has been passed up to now, whether it still waits or not. O(log n). */
export function passedNow(state: HallState, ticket: Ticket): number {
  const { status } = ticket;
  if (status.is !== 'waiting') return ticket.passed;
  return queueOf(state, currentLeg(ticket).service, ticket.classId, status.to && addressKey(status.to)).passed(status.credit);
}

/** Shares nothing changeable with the ticket. */
export function copyOf(ticket: Ticket, passed: number): Ticket {
  return { ...ticket, passed, legs: ticket.legs.map((leg) => ({ ...leg })) };
}
