import type { ZodOpenApiPathsObject } from 'zod-openapi';
import * as z from 'zod';
import { PRINT_FAULTS } from '../../../shared/hall/ticket.ts';
import { paperPreviewSchema, slipSchema } from '../../../shared/protocol/paper-requests.ts';
import { bearer, hallPath, json, ofCaller, ofSender, problems } from './api-parts.ts';

const described = (schema: object) => schema as unknown as z.ZodType;
const outcome = z
  .union([z.object({ is: z.literal('printed') }), z.object({ is: z.literal('failed'), fault: z.enum(PRINT_FAULTS) })])
  .meta({ id: 'SlipPrint', description: 'Printed: the printer itself has confirmed it.' });
const preview = z
  .object({
    svg: z.string().nullable(),
    problems: z.array(z.object({ path: z.array(z.union([z.string(), z.int()])), problem: z.string() })),
  })
  .meta({ id: 'PaperPreview', description: 'An example, drawn as the printer would; no picture with problems.' });

/** How papers would look, and slips for the staff. */
export const PAPER_PATHS: ZodOpenApiPathsObject = {
  '/api/halls/{hall}/paper/preview': {
    post: {
      summary: 'A paper as this configuration would print it, as SVG, without printing it',
      security: bearer,
      requestParams: { path: hallPath },
      requestBody: json(described(paperPreviewSchema)),
      responses: { '200': { description: 'Drawn, or what is wrong', ...json(preview) }, ...problems(...ofSender, ...ofCaller) },
    },
  },
  '/api/halls/{hall}/slips': {
    post: {
      summary: 'Print the waiting list for calling by hand (叫号单) or the day in figures (日结单)',
      security: bearer,
      requestParams: { path: hallPath },
      requestBody: json(described(slipSchema)),
      responses: {
        '200': { description: 'What became of it', ...json(outcome) },
        ...problems(...ofSender, ...ofCaller, 'unknown-printer'),
      },
    },
  },
};
