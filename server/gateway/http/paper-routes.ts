import { Router, type Request, type Response } from 'express';
import { CONFIGURATION_BYTES_MAX } from '../../../shared/protocol/limits.ts';
import { paperPreviewSchema, slipSchema } from '../../../shared/protocol/paper-requests.ts';
import { admitted, maySend, onlyFor, type Admission } from './admission.ts';
import { CredentialRates } from './credential-rates.ts';
import type { HttpRooms } from './http-rooms.ts';
import { jsonBody } from './intake.ts';
import { sendProblem } from './problem.ts';
import { readBody } from './record-answers.ts';

/** A slip is a hand of paper: nobody needs more of them in a minute. */
const SLIP_RATE = { burst: 6, perSecond: 0.1 };

/** How a hall's papers would look, and slips for its staff. */
export function paperRoutes({ clock, paper }: Pick<HttpRooms, 'clock' | 'paper'>, { admit }: Admission): Router {
  const router = Router();
  const slips = new CredentialRates(clock, SLIP_RATE);
  const preview = '/api/halls/:hall/paper/preview';
  const mayConfigure = maySend('configure-hall');
  router.post(preview, admit, mayConfigure, jsonBody(CONFIGURATION_BYTES_MAX), (request: Request, response: Response) => {
    const read = readBody(paperPreviewSchema, request.body, response);
    if (read !== null) response.json(paper.preview(admitted(response).hall, read));
  });
  const mayPrint = onlyFor('greeter', 'manager');
  router.post('/api/halls/:hall/slips', admit, mayPrint, jsonBody(), async (request: Request, response: Response) => {
    const read = readBody(slipSchema, request.body, response);
    if (read === null) return;
    const { hall, id } = admitted(response);
    if (!slips.take(id)) return sendProblem(response, { kind: 'too-many-commands' });
    const outcome = await paper.printSlip(hall, read.slip, read.printer);
    if (outcome === null) return sendProblem(response, { kind: 'unknown-printer', printer: read.printer ?? '' });
    response.json(outcome);
  });
  return router;
}
