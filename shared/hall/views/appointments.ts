import type { EpochMs } from '../../lib/clock.ts';
import type { Appointment } from '../appointment.ts';
import { APPOINTMENTS_BY_DEFAULT } from '../decisions/appointment.ts';
import type { HallState } from '../state.ts';

export interface ExpectedAppointment {
  readonly appointment: Readonly<Appointment>;
  /** From when, and until when, checking in keeps the appointment. */
  readonly from: EpochMs;
  readonly until: EpochMs;
  /** `late`: the window is over, and by the hall's rule a ticket is a walk-in's or there is none. Null: not expected any more. */
  readonly checkIn: 'too-early' | 'open' | 'late' | null;
}

const MINUTE_MS = 60_000;

/** Every appointment that the hall still holds, by time, then by code. */
export function appointments(state: HallState, now: EpochMs): ExpectedAppointment[] {
  const { earlyMinutes, lateMinutes } = state.configuration?.appointments ?? APPOINTMENTS_BY_DEFAULT;
  return [...state.appointments.values()]
    .sort((left, right) => left.at - right.at || (left.code < right.code ? -1 : 1))
    .map((appointment) => {
      const from = appointment.at - earlyMinutes * MINUTE_MS;
      const until = appointment.at + lateMinutes * MINUTE_MS;
      const when = now < from ? 'too-early' : now <= until ? 'open' : 'late';
      return { appointment: { ...appointment }, from, until, checkIn: appointment.status.is === 'booked' ? when : null };
    });
}
