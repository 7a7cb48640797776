import type { ZodOpenApiPathsObject } from 'zod-openapi';
import * as z from 'zod';
import { SHIPPING_FAULTS } from '../../../shared/protocol/shipping.ts';
import { bearer, hallPath, json, ofCaller, problems, version } from './api-parts.ts';

const since = z.int();
const by = z.int().nonnegative().nullable().meta({ description: 'Entries that the region lacks; null: it has not said.' });

const state = z
  .discriminatedUnion('is', [
    z.object({ is: z.literal('off') }),
    z.object({ is: z.literal('up-to-date'), at: since }),
    z.object({ is: z.literal('behind'), by: z.int().nonnegative(), since }),
    z.object({ is: z.literal('cut-off'), by, since, why: z.enum(['unreachable', 'region-full', 'region-busy']) }),
    z.object({ is: z.literal('refused'), by, since, fault: z.enum(SHIPPING_FAULTS), version: version.optional() }),
  ])
  .meta({ id: 'ShippingState', description: 'How far the region has the hall’s log, and why no further.' });

export const SHIPPING_PATHS: ZodOpenApiPathsObject = {
  '/api/halls/{hall}/shipping': {
    get: {
      summary: 'Whether the region has the hall’s entries; for managers and administrators',
      security: bearer,
      requestParams: { path: hallPath },
      responses: { '200': { description: 'As this hub knows it', ...json(state) }, ...problems(...ofCaller) },
    },
  },
};
