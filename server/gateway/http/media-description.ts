import type { ZodOpenApiPathsObject } from 'zod-openapi';
import * as z from 'zod';
import { MEDIA_FAULTS, MEDIA_KINDS } from '../../../shared/protocol/media-manifest.ts';
import { bearer, hallPath, json, ofCaller, problems } from './api-parts.ts';

const manifest = z
  .object({
    files: z.array(
      z.object({
        ...{ file: z.string(), kind: z.enum(MEDIA_KINDS), type: z.string(), bytes: z.int() },
        version: z.string().meta({ description: 'Changes with the content.' }),
        path: z.string().meta({
          description:
            'Address of the content, for whoever asked: good until that credential ends, the hub starts anew or the file changes.',
        }),
      }),
    ),
    skipped: z.array(z.object({ file: z.string(), fault: z.enum(MEDIA_FAULTS) })),
    failed: z.array(z.object({ file: z.string(), screens: z.int() })),
  })
  .meta({ id: 'MediaManifest', description: 'What lies in the media folder: what can be shown, and what not and why.' });

const filePath = hallPath.extend({
  pass: z.string().meta({ description: 'From the list: what stands for the token of whoever asked for it.' }),
  version: z.string(),
});
const binary = { schema: { type: 'string', format: 'binary' } } as const;

/** The media folder. */
export const MEDIA_PATHS: ZodOpenApiPathsObject = {
  '/api/halls/{hall}/media': {
    get: {
      summary: 'The media folder; for displays and staff',
      security: bearer,
      requestParams: { path: hallPath },
      responses: { '200': { description: 'By name', ...json(manifest) }, ...problems(...ofCaller) },
    },
  },
  '/api/halls/{hall}/media/{pass}/{version}': {
    get: {
      summary: 'One file of it, whole or a range (RFC 9110, 14)',
      requestParams: { path: filePath },
      responses: {
        '200': { description: 'The file', content: { 'image/*': binary, 'video/*': binary } },
        '206': { description: 'The range that was asked for', content: { 'image/*': binary, 'video/*': binary } },
        '416': { description: 'No such range' },
        ...problems('unauthenticated', 'not-found', 'too-many-commands'),
      },
    },
  },
  '/api/halls/{hall}/media/{pass}/{version}/failure': {
    post: {
      summary: 'A screen says that its browser cannot show this file',
      requestParams: { path: filePath },
      responses: {
        '204': { description: 'Remembered until the file changes' },
        ...problems('unauthenticated', 'not-found', 'too-many-commands', 'origin-refused'),
      },
    },
  },
};
