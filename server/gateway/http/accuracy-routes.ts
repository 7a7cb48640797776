import { Router, type Request, type Response } from 'express';
import { daysBefore, localDay } from '../../../shared/hall/local-time.ts';
import { must } from '../../../shared/lib/assert.ts';
import {
  ACCURACY_DAYS_MAX,
  ACCURACY_ROLES,
  ACCURACY_TREND_DAYS,
  accuracyQuerySchema,
  type AccuracyReport,
} from '../../../shared/protocol/accuracy.ts';
import { admitted, onlyFor, type Admission } from './admission.ts';
import type { HttpRooms } from './http-rooms.ts';
import { sendProblem } from './problem.ts';
import { readQuery } from './record-answers.ts';

/** Promised against waited. */
export function accuracyRoutes({ clock, history, hub }: HttpRooms, { admit }: Admission): Router {
  const router = Router();
  router.get('/api/halls/:hall/accuracy', admit, onlyFor(...ACCURACY_ROLES), async (request: Request, response: Response) => {
    const query = readQuery(accuracyQuerySchema, request, response);
    if (query === null) return;
    const { hall } = admitted(response);
    const { position, state } = await hub.read(hall);
    const configuration = must(state.configuration, 'a hall that people sign in to is configured');
    const { version } = position;
    const to = query.to ?? localDay(clock.now(), configuration.timeZone);
    const from = query.from ?? daysBefore(to, ACCURACY_TREND_DAYS - 1);
    if (from > to) return sendProblem(response, { kind: 'malformed', detail: 'from: comes after to' });
    if (from < daysBefore(to, ACCURACY_DAYS_MAX - 1)) {
      return sendProblem(response, { kind: 'malformed', detail: `from: more than ${ACCURACY_DAYS_MAX} days before to` });
    }
    const asked = { from, to, trendFrom: daysBefore(to, ACCURACY_TREND_DAYS - 1), service: query.service, class: query.class };
    const { learned, version: known } = await history.learnedReport(hall, configuration, clock.now());
    const report: AccuracyReport = {
      ...(await history.accuracy(hall, asked)),
      behind: Math.max(0, version - known),
      learned,
    };
    response.json(report);
  });
  return router;
}
