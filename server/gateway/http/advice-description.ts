import type { ZodOpenApiPathsObject } from 'zod-openapi';
import * as z from 'zod';
import { adviceQuerySchema } from '../../../shared/protocol/advice-report.ts';
import { adviceSchema } from '../../../shared/protocol/advice-schema.ts';
import { bearer, hallPath, json, ofCaller, problems } from './api-parts.ts';

const ms = z.number();

const effect = z
  .union([
    z.object({ is: z.enum(['measuring', 'unknown']) }),
    z.object({
      is: z.literal('measured'),
      tickets: z.int().meta({ description: 'Waited when it was answered, or came within its horizon.' }),
      ...{ realMeanMs: ms, realP90Ms: ms },
      withoutMeanMs: ms.meta({ description: 'The hall run on from the answer with the customers who came, nothing done.' }),
      withMeanMs: ms.nullable().meta({ description: 'The same with what was advised; null: no longer possible.' }),
      savedMs: ms.nullable().meta({ description: 'For each ticket: saved when accepted, missed when declined.' }),
    }),
  ])
  .meta({ id: 'AdviceEffect' });

const outcome = z
  .object({
    day: z.iso.date(),
    answeredAt: z.int(),
    by: z.string().nullable(),
    answer: z.union([z.object({ is: z.literal('accepted') }), z.object({ is: z.literal('declined'), reason: z.string() })]),
    advice: adviceSchema,
    effect,
  })
  .meta({ id: 'AdviceOutcome' });

const report = z
  .object({
    ...{ from: z.iso.date(), to: z.iso.date() },
    advice: z.array(outcome),
    ...{ accepted: z.int(), declined: z.int() },
    savingErrorMs: ms
      .nullable()
      .meta({ description: 'Mean distance of what was saved from what was predicted, for each ticket.' }),
  })
  .meta({ id: 'AdviceReport', description: 'Advice that was accepted or declined, and what it came to.' });

export const ADVICE_PATHS: ZodOpenApiPathsObject = {
  '/api/halls/{hall}/advice': {
    get: {
      summary: 'What became of advice, of business days from … to (today), both included; at most 92',
      security: bearer,
      requestParams: { path: hallPath, query: adviceQuerySchema },
      responses: { '200': { description: 'The latest first', ...json(report) }, ...problems('malformed', ...ofCaller) },
    },
  },
};
