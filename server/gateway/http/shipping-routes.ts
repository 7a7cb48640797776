import { Router, type Request, type Response } from 'express';
import { SHIPPING_ROLES } from '../../../shared/protocol/shipping.ts';
import { admitted, onlyFor, type Admission } from './admission.ts';
import type { HttpRooms } from './http-rooms.ts';

/** How it stands with shipping the hall's entries to its region. */
export function shippingRoutes({ shipping }: HttpRooms, { admit }: Admission): Router {
  const router = Router();
  router.get('/api/halls/:hall/shipping', admit, onlyFor(...SHIPPING_ROLES), (_request: Request, response: Response) => {
    response.json(shipping?.state(admitted(response).hall) ?? { is: 'off' });
  });
  return router;
}
