import type { AppointmentCode } from '../hall/appointment.ts';
import type { ClassId, ServiceId } from '../hall/configuration.ts';
import type { Text } from '../hall/text.ts';
import type { TicketId } from '../hall/ticket.ts';
import type { EpochMs } from '../lib/clock.ts';

/** Lines of one import; the hall holds `APPOINTMENTS_MAX`. */
export const IMPORT_LINES_MAX = 5_000;
export const IMPORT_BYTES_MAX = 1_048_576;
/** Faults told one by one. */
export const IMPORT_FAULTS_MAX = 100;

/** `POST /api/halls/:hall/appointments`, JSON `{appointments: [{code, service, class?, at}]}` or CSV with these columns. */
export const IMPORT_COLUMNS = ['code', 'service', 'class', 'at'] as const;
export type ImportColumn = (typeof IMPORT_COLUMNS)[number];

/** All of them were booked; `before`: how many were there already, by an earlier import of the same lines. */
export interface ImportedAppointments {
  readonly count: number;
  readonly before: number;
}

/** With the refusal `appointments-invalid` (422): nothing was booked. `line`: of the file, the header being 1; of a JSON list, from 1. */
export interface ImportFault {
  readonly line: number;
  readonly column: ImportColumn | null;
  readonly text: Text;
}

/** `GET /api/halls/:hall/appointments`, by time. */
export interface ListedAppointment {
  readonly code: AppointmentCode;
  readonly service: ServiceId;
  readonly class: ClassId;
  readonly at: EpochMs;
  readonly status: 'booked' | 'cancelled' | 'checked-in';
  readonly ticket: TicketId | null;
}
