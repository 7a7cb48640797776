import type { ZodOpenApiPathsObject } from 'zod-openapi';
import * as z from 'zod';
import { bearer, hallPath, ofCaller, problems } from './api-parts.ts';

const text = z.object({ zh: z.string(), en: z.string() });

const sign = z
  .object({
    counter: z.int(),
    name: text,
    state: z.enum(['closed', 'paused', 'idle', 'calling', 'serving']),
    ticket: z.string().nullable().meta({ description: 'The number that is called or served.' }),
    services: z.array(text).meta({ description: 'What it serves now, first choice first.' }),
    reservedFor: text.nullable(),
    staffNumber: z.string().nullable(),
    text: text.meta({ description: 'What stands above the counter, in one line.' }),
  })
  .meta({ id: 'WindowSign', description: 'What customers may read above a counter.' });

const lines = z.string().meta({
  description:
    'Lines of `name: value`, always the same twelve: counter, state, ticket, staff, text-zh, text-en, name-zh, name-en, services-zh, services-en, reserved-zh, reserved-en.',
});

/** For windows and strips of light that are no browser. */
export const WINDOW_PATHS: ZodOpenApiPathsObject = {
  '/api/halls/{hall}/counters/{counter}/window': {
    get: {
      summary: 'What stands above a counter; as lines of text for who accepts text/plain and not JSON',
      security: bearer,
      requestParams: { path: hallPath.extend({ counter: z.string().meta({ description: 'The figure on its sign.' }) }) },
      responses: {
        '200': {
          description: 'Now',
          content: { 'application/json': { schema: sign }, 'text/plain': { schema: lines } },
        },
        ...problems('unknown-counter', 'not-found', ...ofCaller),
      },
    },
  },
};
