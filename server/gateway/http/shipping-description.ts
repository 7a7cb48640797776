import type { ZodOpenApiPathsObject } from 'zod-openapi';
import type * as z from 'zod';
import { shippingStateSchema } from '../../../shared/protocol/shipping.ts';
import { bearer, hallPath, json, ofCaller, problems } from './api-parts.ts';

export const SHIPPING_PATHS: ZodOpenApiPathsObject = {
  '/api/halls/{hall}/shipping': {
    get: {
      summary: 'Whether the region has the hall’s entries; for managers and administrators',
      security: bearer,
      requestParams: { path: hallPath },
      responses: {
        '200': {
          description:
            'As this hub knows it: how far the region has the hall’s log, and why no further. `by`: entries that it lacks; null: it has not said',
          ...json(shippingStateSchema as unknown as z.ZodType),
        },
        ...problems(...ofCaller),
      },
    },
  },
};
