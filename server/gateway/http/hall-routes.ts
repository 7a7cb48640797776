import { Router, type NextFunction, type Request, type Response } from 'express';
import * as z from 'zod/mini';
import { toSnapshot } from '../../../shared/hall/snapshot.ts';
import { commandBytesMax, CONFIGURATION_BYTES_MAX } from '../../../shared/protocol/limits.ts';
import { allows } from '../../access/rights.ts';
import { admitted, type Admission } from './admission.ts';
import type { HttpRooms } from './http-rooms.ts';
import { bodyBytes, jsonBody } from './intake.ts';
import { sendProblem } from './problem.ts';

export const ENTRIES_LIMIT_DEFAULT = 200;
export const ENTRIES_LIMIT_MAX = 1_000;

const wholeNumber = z.string().check(z.regex(/^\d{1,15}$/));
export const entriesQuerySchema = z.strictObject({ after: z.optional(wholeNumber), limit: z.optional(wholeNumber) });

/** `POST …/commands`, `GET …/state`, `GET …/entries` of the credential's own hall. */
export function hallRoutes({ door, hub }: HttpRooms, { admit }: Admission): Router {
  const router = Router();
  router.post('/api/halls/:hall/commands', admit, commandBody(), async (request: Request, response: Response) => {
    const credential = admitted(response);
    const answer = await door.submit(credential, credential.hall, request.body);
    if (answer.ok) response.json(answer.value);
    else sendProblem(response, answer.error, (await hub.read(credential.hall)).state.configuration);
  });
  router.get('/api/halls/:hall/state', admit, async (_request: Request, response: Response) => {
    const { state, position } = await hub.read(admitted(response).hall);
    response.json({ ...position, state: toSnapshot(state) });
  });
  router.get('/api/halls/:hall/entries', admit, async (request: Request, response: Response) => {
    const read = entriesQuerySchema.safeParse(request.query);
    if (!read.success) return sendProblem(response, { kind: 'malformed', detail: 'after and limit are whole numbers' });
    const limit = Math.min(Number(read.data.limit ?? ENTRIES_LIMIT_DEFAULT), ENTRIES_LIMIT_MAX);
    if (limit === 0) return sendProblem(response, { kind: 'malformed', detail: 'limit is 1 or more' });
    const entries = await hub.entries(admitted(response).hall, Number(read.data.after ?? 0), limit);
    response.json({ entries });
  });
  return router;
}

/** A configuration may be large, and only from somebody who may set one; every other command is small. */
function commandBody() {
  const usual = jsonBody();
  const large = jsonBody(CONFIGURATION_BYTES_MAX);
  return (request: Request, response: Response, next: NextFunction): void => {
    if (!allows(admitted(response).actor.roles, 'configure-hall')) {
      usual(request, response, next);
      return;
    }
    large(request, response, (error?: unknown) => {
      if (error !== undefined) return next(error);
      const most = commandBytesMax((request.body as { readonly type?: unknown } | undefined)?.type);
      if (bodyBytes(request) <= most) return next();
      sendProblem(response, { kind: 'message-too-large', detail: `a message of this type has at most ${most} bytes` });
    });
  };
}
