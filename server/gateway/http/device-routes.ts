import { Router, type Request, type Response } from 'express';
import * as z from 'zod/mini';
import { deviceRole } from '../../access/access-view.ts';
import { devicePath, type Enrolled } from '../../access/devices.ts';
import type { HttpRooms } from './http-rooms.ts';
import { jsonBody } from './intake.ts';
import { sendProblem } from './problem.ts';
import { addressOf, isFromThisMachine } from './request-facts.ts';

const CODE_LENGTH_MAX = 64;

export const enrolSchema = z.strictObject({ code: z.string().check(z.minLength(1), z.maxLength(CODE_LENGTH_MAX)) });
export const demoDeviceSchema = z.strictObject({ kind: z.enum(['kiosk', 'display', 'rating']) });

/** `POST /api/devices/enrol` and, on the machine of a demonstration only, `POST /api/devices/demo`. */
export function deviceRoutes({ access }: HttpRooms, demoHall: string): Router {
  const router = Router();
  router.post('/api/devices/enrol', jsonBody(), async (request: Request, response: Response) => {
    const read = enrolSchema.safeParse(request.body);
    if (!read.success) return sendProblem(response, { kind: 'malformed', detail: 'expected {code}' });
    const enrolled = await access.enrol(read.data.code, addressOf(request));
    if (!enrolled.ok) return sendProblem(response, enrolled.error);
    response.status(201).json(deviceFacts(enrolled.value));
  });
  router.post('/api/devices/demo', jsonBody(), async (request: Request, response: Response) => {
    const read = demoDeviceSchema.safeParse(request.body);
    if (!read.success) return sendProblem(response, { kind: 'malformed', detail: 'expected {kind: kiosk, display or rating}' });
    if (!isFromThisMachine(request))
      return sendProblem(response, { kind: 'unauthenticated', detail: 'only on the machine of the hub' });
    const { kind } = read.data;
    const enrolled = await access.enrolDemo(demoHall, kind === 'display' ? 'wall' : kind);
    if (!enrolled.ok) return sendProblem(response, enrolled.error);
    response.status(201).json(deviceFacts(enrolled.value));
  });
  return router;
}

function deviceFacts(enrolled: Enrolled) {
  return { token: enrolled.token, kind: deviceRole(enrolled.kind), path: devicePath(enrolled) };
}
