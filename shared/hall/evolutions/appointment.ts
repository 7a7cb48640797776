import type { HallEvent } from '../events.ts';
import type { HallState } from '../state.ts';

type AppointmentFact = Extract<HallEvent, { type: 'appointments-booked' | 'appointment-cancelled' | 'appointment-checked-in' }>;

export function evolveAppointment(_state: HallState, _event: AppointmentFact): void {}
