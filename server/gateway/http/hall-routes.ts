import { Router, type NextFunction, type Request, type Response } from 'express';
import * as z from 'zod/mini';
import { toSnapshot } from '../../../shared/hall/snapshot.ts';
import type { Credential } from '../../access/credential.ts';
import { CredentialRates } from './credential-rates.ts';
import type { HttpRooms } from './http-rooms.ts';
import { sendProblem } from './problem.ts';
import { bearerToken } from './request-facts.ts';

export const ENTRIES_LIMIT_DEFAULT = 200;
export const ENTRIES_LIMIT_MAX = 1_000;

const wholeNumber = z.string().check(z.regex(/^\d{1,15}$/));
export const entriesQuerySchema = z.strictObject({ after: z.optional(wholeNumber), limit: z.optional(wholeNumber) });

/** `POST …/commands`, `GET …/state`, `GET …/entries` of the credential's own hall. */
export function hallRoutes({ access, door, hub, clock }: HttpRooms): Router {
  const router = Router();
  const rates = new CredentialRates(clock);

  function admit(request: Request, response: Response, next: NextFunction): void {
    const credential = access.credentialFor(bearerToken(request) ?? '');
    if (credential === null) return sendProblem(response, { kind: 'unauthenticated' });
    if (credential.hall !== request.params['hall']) return sendProblem(response, { kind: 'not-allowed' });
    if (!rates.take(credential.id)) return sendProblem(response, { kind: 'too-many-commands' });
    (response.locals as Admitted).credential = credential;
    next();
  }

  router.post('/api/halls/:hall/commands', admit, async (request: Request, response: Response) => {
    const { credential } = response.locals as Admitted;
    const answer = await door.submit(credential, credential.hall, request.body);
    if (answer.ok) response.json(answer.value);
    else sendProblem(response, answer.error);
  });
  router.get('/api/halls/:hall/state', admit, async (_request: Request, response: Response) => {
    const { state, position } = await hub.read((response.locals as Admitted).credential.hall);
    response.json({ ...position, state: toSnapshot(state) });
  });
  router.get('/api/halls/:hall/entries', admit, async (request: Request, response: Response) => {
    const read = entriesQuerySchema.safeParse(request.query);
    if (!read.success) return sendProblem(response, { kind: 'malformed', detail: 'after and limit are whole numbers' });
    const limit = Math.min(Number(read.data.limit ?? ENTRIES_LIMIT_DEFAULT), ENTRIES_LIMIT_MAX);
    if (limit === 0) return sendProblem(response, { kind: 'malformed', detail: 'limit is 1 or more' });
    const entries = await hub.entries((response.locals as Admitted).credential.hall, Number(read.data.after ?? 0), limit);
    response.json({ entries });
  });
  return router;
}

interface Admitted {
  credential: Credential;
}
