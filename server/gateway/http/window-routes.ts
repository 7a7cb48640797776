import { Router, type Request, type Response } from 'express';
import { windowSign } from '../../../shared/hall/views/window-sign.ts';
import { windowPhrase } from '../../../shared/i18n/window-sign.ts';
import { windowText } from '../../led/window-text.ts';
import { admitted, type Admission } from './admission.ts';
import type { HttpRooms } from './http-rooms.ts';
import { sendProblem } from './problem.ts';

/** What stands above a counter, as JSON or, for who asks for `text/plain`, as lines. */
export function windowRoutes({ clock, hub }: HttpRooms, { admit }: Admission): Router {
  const router = Router();
  router.get('/api/halls/:hall/counters/:counter/window', admit, async (request: Request, response: Response) => {
    const counter = /^\d{1,4}$/.test(String(request.params['counter'])) ? Number(request.params['counter']) : null;
    if (counter === null) return sendProblem(response, { kind: 'not-found' });
    const { state } = await hub.read(admitted(response).hall);
    const sign = windowSign(state, counter, clock.now());
    if (sign === null) return sendProblem(response, { kind: 'unknown-counter', counter });
    response.vary('Accept');
    if (request.accepts(['application/json', 'text/plain']) === 'text/plain') {
      response.type('text/plain').send(windowText(sign));
      return;
    }
    response.json({ ...sign, text: { zh: windowPhrase(sign, 'zh'), en: windowPhrase(sign, 'en') } });
  });
  return router;
}
