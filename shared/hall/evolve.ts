import type { EpochMs } from '../lib/clock.ts';
import { assert } from '../lib/assert.ts';
import { unreachable } from '../lib/unreachable.ts';
import type { AppliedEntry } from './applied-entry.ts';
import type { HallEvent } from './events.ts';
import { evolveAdvice } from './evolutions/advice.ts';
import { evolveAlert } from './evolutions/alert.ts';
import { evolveAppointment } from './evolutions/appointment.ts';
import { evolveBreak } from './evolutions/break.ts';
import { evolveCounter } from './evolutions/counter.ts';
import { evolvePredictedWaits } from './evolutions/forecast.ts';
import { evolveHall } from './evolutions/hall.ts';
import { evolveLease } from './evolutions/lease.ts';
import { evolveNotice } from './evolutions/notice.ts';
import { evolvePrint } from './evolutions/print.ts';
import { evolvePaperChange } from './evolutions/paper-change.ts';
import { evolveScreen } from './evolutions/screen.ts';
import { evolveService } from './evolutions/service.ts';
import { evolveTicket, forgetEnded } from './evolutions/ticket.ts';
import { evolveUndo, forgetUndo, keepBefore } from './evolutions/undo.ts';
import { evolveVisit } from './evolutions/visit.ts';
import type { HallState } from './state.ts';

/** Brings a state from one version to the next, in place. Entries come in order and without gaps, or it is a bug. */
export function applyEntry(state: HallState, entry: AppliedEntry): void {
  assert(entry.version === state.version + 1, `version ${entry.version} does not follow ${state.version}`);
  assert(entry.at >= state.at, 'time does not go back within a hall');
  keepBefore(state, entry);
  for (const event of entry.events) evolve(state, event, entry.at, entry.version);
  state.version = entry.version;
  state.at = entry.at;
  forgetEnded(state);
  forgetUndo(state);
}

/** One fact. Takes every journal that a released version has written: never refuses, never looks at a rule. */
export function evolve(state: HallState, event: HallEvent, at: EpochMs, version: number): void {
  switch (event.type) {
    case 'hall-configured':
    case 'day-opened':
    case 'day-closed':
      return evolveHall(state, event, at, version);
    case 'ticket-issued':
    case 'ticket-called':
    case 'ticket-recalled':
    case 'service-started':
    case 'served-without-ticket':
    case 'service-finished':
    case 'service-rated':
    case 'ticket-no-show':
    case 'ticket-returned':
    case 'ticket-postponed':
    case 'ticket-cancelled':
    case 'ticket-left':
      return evolveTicket(state, event, at);
    case 'ticket-held':
    case 'ticket-resumed':
    case 'ticket-woken':
    case 'ticket-transferred':
    case 'tickets-released':
    case 'tickets-redirected':
    case 'ticket-reclassified':
    case 'tickets-merged':
    case 'documents-checked':
      return evolveVisit(state, event, at);
    case 'action-undone':
    case 'redirect-undone':
      return evolveUndo(state, event, at);
    default:
      return evolveFloor(state, event, at);
  }
}

type FloorFact = Parameters<
  | typeof evolveService
  | typeof evolveNotice
  | typeof evolveBreak
  | typeof evolveAppointment
  | typeof evolveAlert
  | typeof evolveAdvice
  | typeof evolvePredictedWaits
  | typeof evolveCounter
  | typeof evolvePrint
  | typeof evolvePaperChange
  | typeof evolveScreen
  | typeof evolveLease
>[1];

/** What is not about one customer: services, staff, counters, alerts, paper. */
function evolveFloor(state: HallState, event: FloorFact, at: EpochMs): void {
  switch (event.type) {
    case 'service-stopped':
    case 'service-resumed':
      return evolveService(state, event, at);
    case 'notice-posted':
    case 'notice-withdrawn':
    case 'notice-confirmed':
      return evolveNotice(state, event, at);
    case 'break-planned':
    case 'break-cancelled':
    case 'break-started':
      return evolveBreak(state, event, at);
    case 'appointments-booked':
    case 'appointment-cancelled':
    case 'appointment-checked-in':
      return evolveAppointment(state, event);
    case 'alert-raised':
    case 'alert-stepped':
    case 'alert-acknowledged':
    case 'alert-cleared':
      return evolveAlert(state, event, at);
    case 'advice-accepted':
    case 'advice-declined':
      return evolveAdvice(state, event, at);
    case 'waits-predicted':
      return evolvePredictedWaits(state, event, at);
    case 'counter-restricted':
    case 'counter-unrestricted':
    case 'auto-call-set':
    case 'signed-in':
    case 'signed-out':
    case 'counter-opened':
    case 'counter-closed':
    case 'counter-paused':
    case 'counter-resumed':
    case 'pause-planned':
    case 'close-planned':
    case 'plan-dropped':
      return evolveCounter(state, event, at);
    case 'numbers-leased':
    case 'lease-continued':
    case 'leases-frozen':
    case 'numbers-voided':
    case 'offline-ticket-late':
      return evolveLease(state, event, at);
    case 'print-requested':
    case 'ticket-printed':
    case 'print-failed':
    case 'printer-reported':
      return evolvePrint(state, event, at);
    case 'paper-change-set':
      return evolvePaperChange(state, event, at);
    case 'screen-reported':
      return evolveScreen(state, event, at);
    default:
      return unreachable(event);
  }
}
