import { must } from '../../lib/assert.ts';
import { unreachable } from '../../lib/unreachable.ts';
import type { Appointment, AppointmentCode } from '../appointment.ts';
import type { HallEvent } from '../events.ts';
import type { HallState } from '../state.ts';

type AppointmentFact = Extract<HallEvent, { type: 'appointments-booked' | 'appointment-cancelled' | 'appointment-checked-in' }>;

export function evolveAppointment(state: HallState, event: AppointmentFact): void {
  switch (event.type) {
    case 'appointments-booked':
      for (const { code, service, class: classId, at } of event.appointments) {
        state.appointments.set(code, { code, service, classId, at, status: { is: 'booked' } });
      }
      return;
    case 'appointment-cancelled':
      appointmentOf(state, event.code).status = { is: 'cancelled' };
      return;
    case 'appointment-checked-in':
      appointmentOf(state, event.code).status = { is: 'checked-in', ticket: event.ticket };
      return;
    default:
      return unreachable(event);
  }
}

function appointmentOf(state: HallState, code: AppointmentCode): Appointment {
  return must(state.appointments.get(code), 'the appointment was booked');
}
