import { Router, type Request, type Response } from 'express';
import * as z from 'zod/mini';
import type { Credential } from '../../access/credential.ts';
import { PASSWORD_LENGTH_MAX } from '../../access/password.ts';
import type { HttpRooms } from './http-rooms.ts';
import { jsonBody } from './intake.ts';
import { sendProblem } from './problem.ts';
import { addressOf, bearerToken } from './request-facts.ts';

const STAFF_NUMBER_LENGTH_MAX = 32;

export const loginSchema = z.strictObject({
  staffNumber: z.string().check(z.trim(), z.minLength(1), z.maxLength(STAFF_NUMBER_LENGTH_MAX)),
  password: z.string().check(z.minLength(1), z.maxLength(PASSWORD_LENGTH_MAX)),
});

/** `POST /api/sessions`, `GET` and `DELETE /api/sessions/current`. */
export function sessionRoutes({ access }: Pick<HttpRooms, 'access'>): Router {
  const router = Router();
  router.post('/api/sessions', jsonBody(), async (request: Request, response: Response) => {
    const read = loginSchema.safeParse(request.body);
    if (!read.success) return sendProblem(response, { kind: 'malformed', detail: 'expected {staffNumber, password}' });
    const login = await access.login({ ...read.data, address: addressOf(request) });
    if (!login.ok) return sendProblem(response, login.error);
    response.status(201).json({ token: login.value.token, ...sessionFacts(login.value.credential) });
  });
  router.get('/api/sessions/current', async (request: Request, response: Response) => {
    const credential = await access.credentialOf(bearerToken(request) ?? '');
    if (credential === null) return sendProblem(response, { kind: 'unauthenticated' });
    response.json(sessionFacts(credential));
  });
  router.delete('/api/sessions/current', async (request: Request, response: Response) => {
    const token = bearerToken(request) ?? '';
    if ((await access.credentialOf(token)) === null) return sendProblem(response, { kind: 'unauthenticated' });
    await access.logout(token);
    response.status(204).end();
  });
  return router;
}

/** Who the hub takes the caller for. */
function sessionFacts({ hall, actor, expiresAt }: Credential) {
  const { staffNumber, roles } = actor;
  return { hall, roles, ...(staffNumber === undefined ? {} : { staffNumber }), expiresAt };
}
