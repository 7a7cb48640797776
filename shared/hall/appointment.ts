import type { EpochMs } from '../lib/clock.ts';
import type { ClassId, ServiceId } from './configuration.ts';
import type { TicketId } from './ticket.ts';

/** What the customer was told when booking, 4 to 12 letters and figures. Names and phones are not here. */
export type AppointmentCode = string;

/** An appointment as it is asked for. */
export interface Booking {
  readonly code: AppointmentCode;
  readonly service: ServiceId;
  readonly class?: ClassId | undefined;
  readonly at: EpochMs;
}

/** 预约. Forgotten when the business day closes on which, or before which, it was. */
export interface Appointment {
  readonly code: AppointmentCode;
  readonly service: ServiceId;
  readonly classId: ClassId;
  readonly at: EpochMs;
  status: { readonly is: 'booked' } | { readonly is: 'cancelled' } | { readonly is: 'checked-in'; readonly ticket: TicketId };
}

/** As it is kept: whoever types it at a kiosk does not think of capitals. */
export function appointmentKey(code: AppointmentCode): AppointmentCode {
  return code.toUpperCase();
}
