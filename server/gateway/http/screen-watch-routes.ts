import { Router, type NextFunction, type Request, type Response } from 'express';
import type { CallReport } from '../../../shared/protocol/call-report.ts';
import { admitted, onlyFor, type Admission } from './admission.ts';
import type { HttpRooms } from './http-rooms.ts';
import { sendProblem } from './problem.ts';

/**
 * `GET /api/halls/:hall/receipts?since=`: what became of calls on the screens, for reports.
 *
 * `POST /api/halls/:hall/screens/hung`: the watchdog beside a screen's page, in a thread of its own, says that the page does not answer.
 * The page itself cannot: what hangs sends nothing. Only an enrolled device may say it, and only of itself.
 */
export function screenWatchRoutes({ screens }: HttpRooms, { admit }: Admission): Router {
  const router = Router();
  router.get('/api/halls/:hall/receipts', admit, onlyFor('manager', 'admin'), async (request: Request, response: Response) => {
    const since = sinceOf(request.query['since']);
    if (since === null) return sendProblem(response, { kind: 'malformed', detail: 'since: milliseconds since 1970' });
    const calls = await screens.callsSince(admitted(response).hall, since);
    response.json({ calls } satisfies { calls: readonly CallReport[] });
  });
  const onlyDevices = (_request: Request, response: Response, next: NextFunction): void => {
    if (admitted(response).device !== undefined) return next();
    sendProblem(response, { kind: 'not-allowed' });
  };
  router.post('/api/halls/:hall/screens/hung', admit, onlyDevices, (_request: Request, response: Response) => {
    const { device, hall } = admitted(response);
    if (device !== undefined) screens.hung(hall, device.id);
    response.status(204).end();
  });
  return router;
}

/** Absent: from the beginning. */
function sinceOf(asked: unknown): number | null {
  if (asked === undefined) return 0;
  return typeof asked === 'string' && /^\d{1,15}$/.test(asked) ? Number(asked) : null;
}
