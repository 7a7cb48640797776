import type { EpochMs } from '../lib/clock.ts';
import { assert } from '../lib/assert.ts';
import type { BusinessDay } from './business-day.ts';
import type { CounterId, HallConfiguration, PrinterId, ServiceId } from './configuration.ts';
import type { CounterMode, SignIn } from './counter.ts';
import { queueOf } from './evolutions/ticket.ts';
import { initialState, type Call, type HallState, type PrinterState } from './state.ts';
import { currentLeg, type Ticket, type TicketId } from './ticket.ts';

/** Rises when the shape below changes; a snapshot of another format is thrown away and the log is read instead. */
export const SNAPSHOT_FORMAT = 1;

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
  readonly issued: readonly (readonly [ServiceId, number])[];
  readonly creditOrder: number;
  readonly tickets: readonly Ticket[];
  readonly counters: readonly { readonly id: CounterId; readonly signIn: SignIn | null; readonly mode: CounterMode }[];
  readonly calls: readonly Call[];
  readonly ended: readonly TicketId[];
  readonly printers: readonly (readonly [PrinterId, PrinterState])[];
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
    issued: [...state.issued],
    creditOrder: state.creditOrder,
    tickets: [...state.tickets.values()].map((ticket) => copyOf(ticket, passedNow(state, ticket))),
    counters: [...state.counters.values()].map((counter) => ({ ...counter })),
    calls: [...state.calls],
    ended: [...state.ended],
    printers: [...state.printers],
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
    issued: new Map(snapshot.issued),
    counters: new Map(snapshot.counters.map((counter) => [counter.id, { ...counter }])),
    calls: [...snapshot.calls],
    ended: [...snapshot.ended],
    printers: new Map(snapshot.printers),
  };
  for (const ticket of snapshot.tickets) {
    state.tickets.set(ticket.id, copyOf(ticket, ticket.passed));
    if (ticket.status.is !== 'waiting') continue;
    queueOf(state, currentLeg(ticket).service, ticket.classId).add(ticket.id, ticket.status.credit, ticket.passed);
  }
  return state;
}

/** How often a ticket has been passed up to now, whether it still waits or not. O(log n). */
export function passedNow(state: HallState, ticket: Ticket): number {
  if (ticket.status.is !== 'waiting') return ticket.passed;
  return queueOf(state, currentLeg(ticket).service, ticket.classId).passed(ticket.status.credit);
}

function copyOf(ticket: Ticket, passed: number): Ticket {
  return { ...ticket, passed, legs: ticket.legs.map((leg) => ({ ...leg })) };
}
