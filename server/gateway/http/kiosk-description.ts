import type { ZodOpenApiPathsObject } from 'zod-openapi';
import * as z from 'zod';
import { PRINT_FAULTS } from '../../../shared/hall/ticket.ts';
import { identifySchema, identitiesSchema, pinSchema, testPrintSchema } from '../../../shared/protocol/kiosk-requests.ts';
import { bearer, hallPath, json, ofCaller, ofSender, problems } from './api-parts.ts';

const described = (schema: object) => schema as unknown as z.ZodType;
const counts = z
  .object({ counts: z.array(z.object({ class: z.string(), count: z.int().nonnegative() })) })
  .meta({ id: 'IdentityCounts', description: 'How many are listed of each class; nobody by name.' });
const csv = z.string().meta({ description: 'A heading row with identity, class. `charset=gb18030` for GBK.' });
const pinBody = json(described(pinSchema));

/** What kiosks ask beside their line, and what is set up for it. */
export const KIOSK_PATHS: ZodOpenApiPathsObject = {
  '/api/halls/{hall}/identify': {
    post: {
      summary: 'Of what class a customer is, by phone number, card or document; for kiosks and who issues tickets',
      security: bearer,
      requestParams: { path: hallPath },
      requestBody: json(described(identifySchema)),
      responses: {
        '200': {
          description: 'Null: the standard class, also when nobody could say within 800 ms',
          ...json(z.object({ class: z.string().nullable() }).meta({ id: 'Identified' })),
        },
        ...problems(...ofSender, ...ofCaller),
      },
    },
  },
  '/api/halls/{hall}/identities': {
    get: {
      summary: 'The list of customers, as counts',
      security: bearer,
      requestParams: { path: hallPath },
      responses: { '200': { description: 'By class', ...json(counts) }, ...problems(...ofCaller) },
    },
    post: {
      summary: 'Replace the list of customers; kept as keyed hashes; for an administrator',
      security: bearer,
      requestParams: { path: hallPath },
      requestBody: { content: { ...json(described(identitiesSchema)).content, 'text/csv': { schema: csv } } },
      responses: {
        '201': { description: 'Taken', ...json(counts) },
        ...problems(...ofSender, ...ofCaller, 'identities-invalid'),
      },
    },
  },
  '/api/halls/{hall}/kiosk/pin': {
    post: {
      summary: 'Whether this is the PIN of the hall’s kiosks; for a kiosk',
      security: bearer,
      requestParams: { path: hallPath },
      requestBody: pinBody,
      responses: {
        '204': { description: 'It is' },
        ...problems(...ofSender, ...ofCaller, 'wrong-password', 'pin-not-set', 'hub-busy', 'hall-read-only'),
      },
    },
    put: {
      summary: 'Set the PIN of the hall’s kiosks',
      security: bearer,
      requestParams: { path: hallPath },
      requestBody: pinBody,
      responses: { '204': { description: 'In force' }, ...problems(...ofSender, ...ofCaller, 'pin-too-simple') },
    },
  },
  '/api/halls/{hall}/kiosk/test-print': {
    post: {
      summary: 'Print a test page',
      security: bearer,
      requestParams: { path: hallPath },
      requestBody: json(described(testPrintSchema)),
      responses: {
        '200': {
          description: 'What became of it',
          ...json(
            z.union([z.object({ is: z.literal('printed') }), z.object({ is: z.literal('failed'), fault: z.enum(PRINT_FAULTS) })]),
          ),
        },
        ...problems(...ofSender, ...ofCaller, 'unknown-printer'),
      },
    },
  },
};
