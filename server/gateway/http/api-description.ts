import { COMMENT_PATHS } from './comment-description.ts';
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import * as z from 'zod';
import { ROLES } from '../../../shared/hall/actor.ts';
import { COMMAND_TYPES } from '../../../shared/hall/command-types.ts';
import { sentCommandSchema } from '../../../shared/protocol/command-schema.ts';
import { bearer, hallPath, hash, json, kinds, ofCaller, ofSender, problems, version } from './api-parts.ts';
import { FORECAST_PATHS } from './forecast-description.ts';
import { FLOOR_PATHS } from './floor-description.ts';
import { ACCURACY_PATHS } from './accuracy-description.ts';
import { ADVICE_PATHS } from './advice-description.ts';
import { MEDIA_PATHS } from './media-description.ts';
import { VOICE_PATHS } from './voice-description.ts';
import { PAPER_PATHS } from './paper-description.ts';
import { SHIPPING_PATHS } from './shipping-description.ts';
import { KIOSK_PATHS } from './kiosk-description.ts';
import { RECORD_PATHS } from './record-description.ts';
import { WINDOW_PATHS } from './window-description.ts';
import { demoDeviceSchema, enrolSchema } from './device-routes.ts';
import { entriesQuerySchema } from './hall-routes.ts';
import { loginSchema } from './session-routes.ts';

const command = z
  .lazy(() => sentCommandSchema as unknown as z.ZodType)
  .meta({
    id: 'Command',
    description:
      'One command. `id` is made and kept by the sender before sending: the same id gets its first answer again until the next ' +
      `business day ends. Types: ${COMMAND_TYPES.join(', ')}, confirm-clock.`,
  });

const answer = z
  .object({
    version,
    result: z.object({
      ticket: z.string().nullable().optional(),
      number: z.string().nullable().optional(),
      ended: z.string().optional(),
      ahead: z.int().nonnegative().optional(),
      quote: z
        .object({ fromMs: z.int().nonnegative(), toMs: z.int().nonnegative() })
        .optional()
        .meta({ description: 'With a new ticket: the wait that it was told, milliseconds.' }),
      reason: z.looseObject({}).optional(),
    }),
  })
  .meta({ id: 'Answer', description: 'The version that holds the command, and what its sender is told.' });

const sessionFacts = {
  hall: z.string(),
  roles: z.array(z.enum(ROLES)),
  staffNumber: z.string().optional(),
  expiresAt: z.int().nullable(),
};
const session = z.object(sessionFacts).meta({ id: 'Session' });
const newSession = z.object({ token: hash, ...sessionFacts }).meta({ id: 'NewSession' });
const enrolledDevice = z
  .object({ token: hash, kind: z.enum(['kiosk', 'display']), path: z.string() })
  .meta({ id: 'EnrolledDevice', description: 'The token is told once; `path` is the screen to show.' });
const hallState = z.object({ version, hash, state: z.looseObject({ format: z.int() }) }).meta({
  id: 'HallState',
  description: 'The whole hall at a version, as a snapshot that `evolve` continues.',
});
const entry = z
  .object({ version, at: z.int(), previousHash: hash, hash, events: z.array(z.looseObject({ type: z.string() })) })
  .meta({ id: 'Entry', description: 'One committed entry of the hall’s log; each names the hash before it.' });
const ready = z.object({ status: z.enum(['ready', 'not-ready']), journal: z.string(), hall: z.string(), database: z.string() });

const NO_COMMANDS: readonly string[] = [
  ...['not-found', 'method-not-allowed', 'wrong-password', 'protocol-unsupported'],
  ...['record-over', 'records-full', 'appointments-invalid', 'identities-invalid', 'pin-not-set', 'pin-too-simple'],
  ...['entries-out-of-order', 'log-forked', 'entry-damaged'],
];
const refusals = kinds.filter((kind) => !NO_COMMANDS.includes(kind));

const paths: ZodOpenApiPathsObject = {
  '/api/sessions': {
    post: {
      summary: 'Sign in with staff number and password',
      requestBody: json(loginSchema as unknown as z.ZodType),
      responses: {
        '201': { description: 'The bearer token, told once', ...json(newSession) },
        ...problems(...ofSender, 'wrong-password', 'too-many-commands', 'hub-busy', 'hall-read-only'),
      },
    },
  },
  '/api/sessions/current': {
    get: {
      summary: 'Who the token belongs to',
      security: bearer,
      responses: { '200': { description: 'The caller', ...json(session) }, ...problems('unauthenticated') },
    },
    delete: {
      summary: 'Sign out',
      security: bearer,
      responses: { '204': { description: 'The token is void' }, ...problems('unauthenticated', 'origin-refused') },
    },
  },
  '/api/devices/enrol': {
    post: {
      summary: 'Trade a one-time code for a device token',
      requestBody: json(enrolSchema as unknown as z.ZodType),
      responses: {
        '201': { description: 'Enrolled', ...json(enrolledDevice) },
        ...problems(...ofSender, 'unauthenticated', 'too-many-commands', 'hall-read-only'),
      },
    },
  },
  '/api/devices/demo': {
    post: {
      summary: 'A demo device: only on the hub’s own machine, while the demo passwords are in force',
      requestBody: json(demoDeviceSchema as unknown as z.ZodType),
      responses: {
        '201': { description: 'Enrolled', ...json(enrolledDevice) },
        ...problems(...ofSender, 'unauthenticated', 'hall-read-only'),
      },
    },
  },
  '/api/halls/{hall}/commands': {
    post: {
      summary: 'Send one command',
      security: bearer,
      requestParams: { path: hallPath },
      requestBody: json(command),
      responses: { '200': { description: 'Durable', ...json(answer) }, ...problems(...refusals) },
    },
  },
  '/api/halls/{hall}/state': {
    get: {
      summary: 'The hall now',
      security: bearer,
      requestParams: { path: hallPath },
      responses: { '200': { description: 'The committed state', ...json(hallState) }, ...problems(...ofCaller) },
    },
  },
  '/api/halls/{hall}/entries': {
    get: {
      summary: 'What happened after a version',
      security: bearer,
      requestParams: { path: hallPath, query: entriesQuerySchema },
      responses: {
        '200': { description: 'In order, as many as `limit`', ...json(z.object({ entries: z.array(entry) })) },
        ...problems('malformed', ...ofCaller),
      },
    },
  },
  ...FLOOR_PATHS,
  ...FORECAST_PATHS,
  ...KIOSK_PATHS,
  ...RECORD_PATHS,
  ...COMMENT_PATHS,
  ...ACCURACY_PATHS,
  ...ADVICE_PATHS,
  ...MEDIA_PATHS,
  ...PAPER_PATHS,
  ...SHIPPING_PATHS,
  ...VOICE_PATHS,
  ...WINDOW_PATHS,
  '/api/openapi.json': {
    get: { summary: 'This description', responses: { '200': { description: 'OpenAPI 3.1', ...json(z.looseObject({})) } } },
  },
  '/healthz': {
    get: {
      summary: 'The process is alive',
      responses: { '200': { description: 'Alive', ...json(z.object({ status: z.literal('alive'), release: z.string() })) } },
    },
  },
  '/readyz': {
    get: {
      summary: 'Customers can be served',
      responses: {
        '200': { description: 'Ready', ...json(ready) },
        '503': { description: 'Not ready, and why', ...json(ready) },
      },
    },
  },
  '/metrics': {
    get: {
      summary: 'Figures for Prometheus',
      responses: { '200': { description: 'Prometheus text', content: { 'text/plain': { schema: z.string() } } } },
    },
  },
};

/** OpenAPI 3.1, made of the very schemas that requests are read with. */
export function apiDescription(release: string): object {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Hallcall',
      version: release,
      description: 'Commands and reading of one hall. The socket takes the same commands and sends entries as they happen.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    paths,
  });
}
