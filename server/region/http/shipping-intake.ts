import { Router, type Request, type Response } from 'express';
import { SHIPMENT_BYTES_MAX, shipmentSchema } from '../../../shared/protocol/shipping.ts';
import { bearerToken } from '../../gateway/http/request-facts.ts';
import { jsonBody } from '../../gateway/http/intake.ts';
import { sendProblem } from '../../gateway/http/problem.ts';
import { TURNED_AWAY_TOLD_MS } from '../limits.ts';
import type { RegionRooms } from './region-rooms.ts';

/**
 * `POST /api/shipping/:hall`: what a hall's own hub sends. Whose token it is stands before what the body says, and the body is
 * read only then: nobody without a token makes the region read two megabytes.
 */
export function shippingIntake({ clock, log, onTaken, region, tokens }: RegionRooms): Router {
  const router = Router();
  const told = new Map<string, number>();
  /** Whoever looks after the region reads it here, and the hall's manager there; a hall tries every minute, a stranger as often as he likes. */
  function turnedAway(response: Response, kind: 'unauthenticated' | 'not-allowed' | 'unknown-hall', hall: string | null): void {
    const [key, now] = [`${kind} ${hall}`, clock.now()];
    if (Math.abs(now - (told.get(key) ?? -Infinity)) >= TURNED_AWAY_TOLD_MS) {
      told.set(key, now);
      log.warn({ hall, kind }, 'somebody was turned away who sends the entries of a hall: see "npm run region -- token list"');
    }
    sendProblem(response, { kind });
  }
  router.post('/api/shipping/:hall', async (request: Request, response: Response, next) => {
    const owner = await tokens.hallOf(bearerToken(request) ?? '');
    const asked = String(request.params['hall']);
    // Anybody may ask for anything: only what is a hall here is repeated, or has a token.
    const known = region.places.isHall(asked) ? asked : null;
    if (owner === null) return turnedAway(response, 'unauthenticated', known);
    if (owner !== asked) return turnedAway(response, 'not-allowed', known);
    if (!region.places.isHall(owner)) return turnedAway(response, 'unknown-hall', owner);
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
