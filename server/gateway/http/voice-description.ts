import type { ZodOpenApiPathsObject } from 'zod-openapi';
import * as z from 'zod';
import { VOICE_LANGUAGES } from '../../../shared/hall/setup/voice-setup.ts';
import { SOUND_FORMATS } from '../../../shared/voice/pack.ts';
import { bearer, hallPath, hash, json, ofCaller, problems } from './api-parts.ts';

const lacked = z.array(z.object({ clip: z.string(), text: z.string() }));
const offers = z
  .object({
    packs: z.array(
      z.object({
        ...{ name: z.string(), language: z.enum(VOICE_LANGUAGES), clips: z.int() },
        missing: lacked.meta({ description: 'What this hall’s calls need and the pack has not.' }),
        replaced: lacked.meta({ description: 'What is told by a figure instead, or left out.' }),
      }),
    ),
  })
  .meta({ id: 'VoicePacks' });
const pack = z
  .object({
    ...{ format: z.literal(1), name: z.string(), language: z.enum(VOICE_LANGUAGES), voice: z.string() },
    ...{ durationMs: z.number(), firstSoundMs: z.number() },
    clips: z.record(z.string(), z.object({ atMs: z.number(), ms: z.number(), text: z.string() })),
    files: z.array(z.object({ format: z.enum(SOUND_FORMATS), bytes: z.int(), hash })),
  })
  .meta({ id: 'VoicePack', description: 'Recordings of one voice: where each lies in the pack’s sound.' });
const packPath = hallPath.extend({ pack: z.string() });
const binary = { schema: { type: 'string', format: 'binary' } } as const;

/** Voices. */
export const VOICE_PATHS: ZodOpenApiPathsObject = {
  '/api/halls/{hall}/voice': {
    get: {
      summary: 'The packs of this hub, and what this hall would miss with each',
      security: bearer,
      requestParams: { path: hallPath },
      responses: { '200': { description: 'Those of the hub first', ...json(offers) }, ...problems(...ofCaller) },
    },
  },
  '/api/halls/{hall}/voice/{pack}': {
    get: {
      summary: 'What lies in a pack',
      security: bearer,
      requestParams: { path: packPath },
      responses: { '200': { description: 'The pack', ...json(pack) }, ...problems(...ofCaller, 'not-found') },
    },
  },
  '/api/halls/{hall}/voice/{pack}/{format}': {
    get: {
      summary: 'Its sound; to be kept for good when asked for with its hash',
      security: bearer,
      requestParams: { path: packPath.extend({ format: z.enum(SOUND_FORMATS) }), query: z.object({ hash: z.optional(hash) }) },
      responses: {
        '200': { description: 'The sound', content: { 'audio/ogg': binary, 'audio/mpeg': binary, 'audio/wav': binary } },
        ...problems(...ofCaller, 'not-found'),
      },
    },
  },
};
