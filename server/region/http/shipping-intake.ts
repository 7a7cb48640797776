import { Router, type Request, type Response } from 'express';
import { SHIPMENT_BYTES_MAX, shipmentSchema } from '../../../shared/protocol/shipping.ts';
import { bearerToken } from '../../gateway/http/request-facts.ts';
import { jsonBody } from '../../gateway/http/intake.ts';
import { sendProblem } from '../../gateway/http/problem.ts';
import type { RegionRooms } from './region-rooms.ts';

/**
 * `POST /api/shipping/:hall`: what a hall's own hub sends. Whose token it is stands before what the body says, and the body is
 * read only then: nobody without a token makes the region read two megabytes.
 */
export function shippingIntake({ onTaken, region, tokens }: RegionRooms): Router {
  const router = Router();
  router.post('/api/shipping/:hall', async (request: Request, response: Response, next) => {
    const owner = await tokens.hallOf(bearerToken(request) ?? '');
    if (owner === null) return sendProblem(response, { kind: 'unauthenticated' });
    if (owner !== request.params['hall']) return sendProblem(response, { kind: 'not-allowed' });
    if (!region.places.isHall(owner)) return sendProblem(response, { kind: 'unknown-hall' });
    const length = Number(request.headers['content-length'] ?? 0);
    if (length > SHIPMENT_BYTES_MAX) {
      region.unreadable(owner, 'message-too-large');
      return sendProblem(response, { kind: 'message-too-large', detail: `a body has at most ${SHIPMENT_BYTES_MAX} bytes` });
    }
    return next();
  });
  router.post('/api/shipping/:hall', jsonBody(SHIPMENT_BYTES_MAX), async (request: Request, response: Response) => {
    const hall = String(request.params['hall']);
    const read = shipmentSchema.safeParse(request.body);
    if (!read.success) {
      region.unreadable(hall, 'malformed');
      const [issue] = read.error.issues;
      return sendProblem(response, { kind: 'malformed', detail: issue?.path.map(String).join('.') || 'no shipment' });
    }
    const taken = await region.take(hall, read.data);
    if (taken === null) return sendProblem(response, { kind: 'unknown-hall' });
    switch (taken.is) {
      case 'taken':
        onTaken(hall, read.data.entries.length);
        return response.json({ position: taken.position });
      case 'out-of-order':
        return sendProblem(response, { kind: 'entries-out-of-order', position: taken.position });
      case 'read-only':
        return sendProblem(response, { kind: 'hall-read-only' });
      case 'busy':
        return sendProblem(response, { kind: 'hub-busy' });
      default:
        return sendProblem(response, { kind: taken.fault, version: taken.version });
    }
  });
  return router;
}
