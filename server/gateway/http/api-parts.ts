import type { ZodOpenApiOperationObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import * as z from 'zod';
import { HTTP_STATUS, type HttpProblemKind } from './http-status.ts';

/** What the descriptions of all routes share. */
export const kinds = Object.keys(HTTP_STATUS) as [HttpProblemKind, ...HttpProblemKind[]];
export const hash = z.string().regex(/^[0-9a-f]{64}$/);
export const version = z.int().nonnegative();

const problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    kind: z.enum(kinds),
    text: z.object({ zh: z.string(), en: z.string() }),
  })
  .meta({
    id: 'Problem',
    description: 'RFC 9457. `kind` is for programs, `text` for people; facts of the refusal stand beside them.',
  });

export function json(schema: z.ZodType): { content: { 'application/json': { schema: z.ZodType } } } {
  return { content: { 'application/json': { schema } } };
}

export function problems(...listed: HttpProblemKind[]): ZodOpenApiResponsesObject {
  const codes = [...new Set([...listed, 'internal' as const].map((kind) => HTTP_STATUS[kind]))].toSorted();
  return Object.fromEntries(
    codes.map((code) => {
      const description = kinds
        .filter((kind) => HTTP_STATUS[kind] === code && (listed.includes(kind) || kind === 'internal'))
        .join(', ');
      return [String(code), { description, content: { 'application/problem+json': { schema: problem } } }];
    }),
  );
}

export const bearer: NonNullable<ZodOpenApiOperationObject['security']> = [{ bearer: [] }];
export const hallPath = z.object({
  hall: z.string().meta({ description: 'The hall’s id; only that of the credential is allowed.' }),
});
export const ofSender = ['malformed', 'message-too-large', 'origin-refused'] as const;
export const ofCaller = ['unauthenticated', 'not-allowed', 'too-many-commands'] as const;
