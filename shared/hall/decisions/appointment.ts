import type { EpochMs } from '../../lib/clock.ts';
import { failed, ok } from '../../lib/result.ts';
import { appointmentKey, type Appointment, type AppointmentCode, type Booking } from '../appointment.ts';
import type { BookAppointments, CancelAppointment, CheckIn } from '../commands.ts';
import { classSetup, serviceSetup, standardClass, type AppointmentRule } from '../configuration.ts';
import type { Context, Decision } from '../context.ts';
import { APPOINTMENTS_MAX } from '../limits.ts';
import { refuse, type Refusal } from '../refusals.ts';
import type { HallState } from '../state.ts';
import { issuingEvents } from './issue.ts';
import { configurationOf } from './lookup.ts';
import { isPlannable } from './moment.ts';

/** For a hall that has appointments and has not said how: half an hour early, a quarter late, then a customer like any other. */
export const APPOINTMENTS_BY_DEFAULT: AppointmentRule = {
  earlyMinutes: 30,
  lateMinutes: 15,
  late: 'walk-in',
  place: 'booked-time',
};

const MINUTE_MS = 60_000;

/** All or none: who imports a list can mend it and send it again. */
export function decideBook(state: HallState, command: BookAppointments, { at }: Context): Decision {
  const configuration = configurationOf(state);
  const codes = new Set(state.appointments.keys());
  for (const booking of command.appointments) {
    const refusal = whyNotBooked(state, booking, { at, codes });
    if (refusal !== null) return failed(refusal);
    codes.add(appointmentKey(booking.code));
  }
  if (codes.size > APPOINTMENTS_MAX) return failed(refuse('list-full', { list: 'appointments', max: APPOINTMENTS_MAX }));
  const appointments = command.appointments.map((booking) => ({
    code: appointmentKey(booking.code),
    service: booking.service,
    class: booking.class ?? standardClass(configuration),
    at: booking.at,
  }));
  return ok(appointments.length === 0 ? [] : [{ type: 'appointments-booked', appointments }]);
}

function whyNotBooked(
  state: HallState,
  booking: Booking,
  { at, codes }: { readonly at: EpochMs; readonly codes: ReadonlySet<AppointmentCode> },
): Refusal | null {
  const configuration = configurationOf(state);
  const { code, service, class: classId } = booking;
  if (serviceSetup(configuration, service) === undefined) return refuse('unknown-service', { service });
  if (classId !== undefined && classSetup(configuration, classId) === undefined)
    return refuse('unknown-class', { class: classId });
  if (!isPlannable(booking.at, at)) return refuse('bad-time', { at: booking.at });
  return codes.has(appointmentKey(code)) ? refuse('appointment-exists', { code }) : null;
}

export function decideCancelAppointment(state: HallState, command: CancelAppointment): Decision {
  const found = findBooked(state, command.code);
  return found.ok ? ok([{ type: 'appointment-cancelled', code: found.value.code }]) : found;
}

/** 签到: a ticket of the service and class that were booked, under every rule for tickets, ordered by the hall's rule. */
export function decideCheckIn(state: HallState, command: CheckIn, context: Context): Decision {
  if (state.day.is !== 'open') return failed(refuse('day-not-open', {}));
  const found = findBooked(state, command.code);
  if (!found.ok) return found;
  const { code, service, classId, at } = found.value;
  const rule = configurationOf(state).appointments ?? APPOINTMENTS_BY_DEFAULT;
  const from = at - rule.earlyMinutes * MINUTE_MS;
  const until = at + rule.lateMinutes * MINUTE_MS;
  if (context.at < from) return failed(refuse('appointment-too-early', { code, from }));
  const isLate = context.at > until;
  if (isLate && rule.late === 'refused') return failed(refuse('appointment-too-late', { code, until }));
  const creditAt = isLate || rule.place === 'check-in' ? context.at : at;
  const issuing = issuingEvents(state, { service, class: classId, printer: command.printer, creditAt }, context);
  if (!issuing.ok) return issuing;
  return ok([...issuing.value.events, { type: 'appointment-checked-in', code, ticket: issuing.value.ticket }]);
}

function findBooked(state: HallState, code: AppointmentCode) {
  const appointment: Appointment | undefined = state.appointments.get(appointmentKey(code));
  if (appointment === undefined) return failed(refuse('unknown-appointment', { code }));
  const { status } = appointment;
  return status.is === 'booked' ? ok(appointment) : failed(refuse('appointment-over', { code, status: status.is }));
}
