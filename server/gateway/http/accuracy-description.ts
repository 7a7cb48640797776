import type { ZodOpenApiPathsObject } from 'zod-openapi';
import * as z from 'zod';
import { LEARNING_WARNINGS } from '../../../shared/hall/forecast/learning/warning.ts';
import { accuracyQuerySchema } from '../../../shared/protocol/accuracy.ts';
import { bearer, hallPath, json, ofCaller, problems } from './api-parts.ts';

const count = z.int().nonnegative();
const share = z.number().min(0).max(1);
const ms = z.number();

const scores = z
  .object({
    ...{ waitedMeanMs: ms, toldFromMeanMs: ms, toldToMeanMs: ms },
    withinUpper: share.meta({ description: 'Share that waited at most the upper end. Meant to be 0.9.' }),
    withinRange: share.meta({ description: 'Share that waited within the range. Meant to be 0.65.' }),
    underPromised: share.meta({ description: 'Share that waited more than 5 minutes longer than the upper end.' }),
    pinballFromMs: ms.meta({ description: 'Mean pinball loss of the lower end at level 0.25.' }),
    pinballToMs: ms.meta({ description: 'Mean pinball loss of the upper end at level 0.9.' }),
    biasMs: ms.meta({ description: 'Mean of waited less the middle of the range: above 0, waits were longer than told.' }),
    missMeanMs: ms.meta({ description: 'Mean distance of the wait from the middle of the range.' }),
    simple: z
      .object({ judged: count, biasMs: ms, missMeanMs: ms, oursMissMeanMs: ms })
      .nullable()
      .meta({ description: 'People ahead × mean service ÷ open counters, on the same tickets.' }),
  })
  .meta({ id: 'AccuracyScores' });

const figures = z
  .object({
    judged: count.meta({ description: 'Were told a range and were called.' }),
    unserved: count.meta({ description: 'Were told a range and never called: how long they would have waited is not known.' }),
    untold: count.meta({ description: 'Were called and had been told nothing.' }),
    scores: scores.nullable(),
  })
  .meta({ id: 'AccuracyFigures' });

const report = z
  .object({
    ...{ from: z.iso.date(), to: z.iso.date() },
    behind: count.meta({ description: 'Entries of the hall that are not in the report yet.' }),
    overall: figures,
    byService: z.array(z.object({ service: z.string(), figures })),
    byClass: z.array(z.object({ class: z.string(), figures })),
    byHour: z.array(z.object({ hour: z.int().min(0).max(23), figures })),
    byDay: z.array(z.object({ day: z.iso.date(), figures })).meta({ description: 'The 30 days up to `to`.' }),
    learned: z.object({
      services: z.array(z.object({ service: z.string(), seen: count, learning: z.boolean(), medianMs: ms.nullable() })),
      warnings: z.array(z.object({ kind: z.enum(LEARNING_WARNINGS), count })),
    }),
  })
  .meta({ id: 'AccuracyReport', description: 'What customers were told when they took a ticket, against what they waited.' });

export const ACCURACY_PATHS: ZodOpenApiPathsObject = {
  '/api/halls/{hall}/accuracy': {
    get: {
      summary: 'Promised against waited, of business days from … to, both included; at most 92',
      security: bearer,
      requestParams: { path: hallPath, query: accuracyQuerySchema },
      responses: { '200': { description: 'As far as the history goes', ...json(report) }, ...problems('malformed', ...ofCaller) },
    },
  },
};
