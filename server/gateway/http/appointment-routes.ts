import { createHash } from 'node:crypto';
import { Router, type Request, type Response } from 'express';
import type { Booking } from '../../../shared/hall/appointment.ts';
import { APPOINTMENTS_AT_ONCE_MAX, APPOINTMENTS_MAX } from '../../../shared/hall/limits.ts';
import { refuse } from '../../../shared/hall/refusals.ts';
import { must } from '../../../shared/lib/assert.ts';
import { failed, ok, type Result } from '../../../shared/lib/result.ts';
import {
  IMPORT_BYTES_MAX,
  type ImportedAppointments,
  type ListedAppointment,
} from '../../../shared/protocol/appointment-import.ts';
import type { Credential } from '../../access/credential.ts';
import { appointmentsSchema, askedInCsv, askedInJson, type AskedAppointment } from '../appointments/asked-appointment.ts';
import { readAppointments } from '../appointments/read-appointments.ts';
import { admitted, onlyFor, type Admission } from './admission.ts';
import type { HttpRooms } from './http-rooms.ts';
import { jsonBody } from './intake.ts';
import { sendProblem, type HttpRefusal } from './problem.ts';
import { csvBody, decoded } from './text-body.ts';

const BASE = '/api/halls/:hall/appointments';

/** 预约: the list, and its import as JSON or CSV. Single ones are booked, cancelled and checked in by commands. */
export function appointmentRoutes(rooms: HttpRooms, { admit }: Admission): Router {
  const router = Router();
  const { hub } = rooms;
  router.get(BASE, admit, async (_request: Request, response: Response) => {
    const { state } = await hub.read(admitted(response).hall);
    const appointments: ListedAppointment[] = [...state.appointments.values()]
      .map(({ code, service, classId, at, status }) => ({
        ...{ code, service, class: classId, at, status: status.is },
        ticket: status.is === 'checked-in' ? status.ticket : null,
      }))
      .sort((one, other) => one.at - other.at || (one.code < other.code ? -1 : 1));
    response.json({ appointments });
  });
  // One booking on the telephone is everybody's; a list of thousands is theirs who answer for the hall.
  const may = onlyFor('manager', 'admin');
  router.post(
    BASE,
    admit,
    may,
    jsonBody(IMPORT_BYTES_MAX),
    csvBody(IMPORT_BYTES_MAX),
    async (request: Request, response: Response) => {
      const asked = askedIn(request);
      if (!asked.ok) return sendProblem(response, asked.error);
      const imported = await book(rooms, admitted(response), asked.value);
      if (imported.ok) response.status(201).json(imported.value);
      else sendProblem(response, imported.error);
    },
  );
  return router;
}

function askedIn(request: Request): Result<readonly AskedAppointment[], HttpRefusal> {
  if (Buffer.isBuffer(request.body)) {
    const text = decoded(request.body, request.headers['content-type'] ?? '');
    if (text === null) return failed({ kind: 'malformed', detail: 'the text is not in the charset that the request names' });
    const asked = askedInCsv(text);
    return asked.ok ? asked : failed({ kind: 'appointments-invalid', faults: [asked.error] });
  }
  const read = appointmentsSchema.safeParse(request.body);
  if (read.success) return ok(askedInJson(read.data));
  return failed({ kind: 'malformed', detail: 'expected text/csv, or {appointments: [{code, service, class?, at}]}' });
}

/**
 * All lines are good before the first is booked; then they go in parts, each a command with an id made of its content. So a list
 * that was cut off half-way (the hall became read-only) is completed by sending it again.
 */
async function book(
  { clock, door, hub }: HttpRooms,
  credential: Credential,
  asked: readonly AskedAppointment[],
): Promise<Result<ImportedAppointments, HttpRefusal>> {
  const { hall } = credential;
  const { state } = await hub.read(hall);
  const configuration = must(state.configuration, 'a hall that lets somebody in is configured');
  const read = readAppointments(asked, { configuration, appointments: state.appointments, now: clock.now() });
  if (!read.ok) return failed({ kind: 'appointments-invalid', faults: read.error });
  const { before, bookings } = read.value;
  if (state.appointments.size + bookings.length > APPOINTMENTS_MAX)
    return failed(refuse('list-full', { list: 'appointments', max: APPOINTMENTS_MAX }));
  for (let from = 0; from < bookings.length; from += APPOINTMENTS_AT_ONCE_MAX) {
    const appointments = bookings.slice(from, from + APPOINTMENTS_AT_ONCE_MAX);
    const command = { id: importId(credential, appointments), type: 'book-appointments', appointments };
    const answer = await door.submit(credential, hall, command);
    if (!answer.ok) return answer;
  }
  return ok({ count: bookings.length, before });
}

const ID_DIGITS = 40;

function importId({ actor }: Credential, appointments: readonly Booking[]): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([actor.id, appointments]))
    .digest('hex');
  return `import:${digest.slice(0, ID_DIGITS)}`;
}
