import { Router, type Request, type Response } from 'express';
import { localDay } from '../../../shared/hall/local-time.ts';
import { must } from '../../../shared/lib/assert.ts';
import { ACCURACY_DAYS_MAX, ACCURACY_ROLES } from '../../../shared/protocol/accuracy.ts';
import { adviceQuerySchema } from '../../../shared/protocol/advice-report.ts';
import { admitted, onlyFor, type Admission } from './admission.ts';
import type { HttpRooms } from './http-rooms.ts';
import { sendProblem } from './problem.ts';
import { readQuery } from './record-answers.ts';

const DAY_MS = 24 * 60 * 60_000;

/** What became of advice. */
export function adviceRoutes({ advice, clock, hub }: HttpRooms, { admit }: Admission): Router {
  const router = Router();
  router.get('/api/halls/:hall/advice', admit, onlyFor(...ACCURACY_ROLES), async (request: Request, response: Response) => {
    const query = readQuery(adviceQuerySchema, request, response);
    if (query === null) return;
    const { hall } = admitted(response);
    const { state } = await hub.read(hall);
    const { timeZone } = must(state.configuration, 'a hall that people sign in to is configured');
    const to = query.to ?? localDay(clock.now(), timeZone);
    const from = query.from ?? to;
    if (from > to) return sendProblem(response, { kind: 'malformed', detail: 'from: comes after to' });
    if (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`) >= ACCURACY_DAYS_MAX * DAY_MS) {
      return sendProblem(response, { kind: 'malformed', detail: `from: more than ${ACCURACY_DAYS_MAX} days before to` });
    }
    response.json(await advice.report(hall, { from, to, timeZone }));
  });
  return router;
}
