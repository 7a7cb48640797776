import { Router, type NextFunction, type Request, type Response } from 'express';
import { admitted, type Admission } from './admission.ts';
import type { HttpRooms } from './http-rooms.ts';
import { sendProblem } from './problem.ts';

/**
 * `POST /api/halls/:hall/screens/hung`: the watchdog beside a screen's page, in a thread of its own, says that the page does not answer.
 * The page itself cannot: what hangs sends nothing. Only an enrolled device may say it, and only of itself.
 */
export function screenWatchRoutes({ screens }: HttpRooms, { admit }: Admission): Router {
  const router = Router();
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
