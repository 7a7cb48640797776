import type { ZodOpenApiPathsObject } from 'zod-openapi';
import * as z from 'zod';
import { SCREEN_CONDITIONS } from '../../../shared/hall/screen.ts';
import { LISTED_DEVICE_KINDS } from '../../../shared/protocol/device-list.ts';
import { screenHealthSchema } from '../../../shared/protocol/screen-reports.ts';
import { appointmentsSchema } from '../appointments/asked-appointment.ts';
import { bearer, hallPath, json, ofCaller, ofSender, problems, version } from './api-parts.ts';
import { previewSchema } from './configuration-routes.ts';

const time = z.int().nonnegative();
const text = z.object({ zh: z.string(), en: z.string() });
const byVersion = { version, at: time, actor: z.string() };
const configuration = z.looseObject({ name: text });
const stored = z.object({ ...byVersion, configuration }).meta({ id: 'StoredConfiguration' });
const difference = z.object({ path: z.array(z.string()), before: z.string().nullable(), after: z.string().nullable() });
const preview = z
  .object({
    basedOn: version,
    problems: z.array(z.object({ path: z.array(z.union([z.string(), z.int()])), problem: z.string() })),
    inUse: z.array(z.string()),
    lint: z.array(z.looseObject({ kind: z.string() })),
    differences: z.array(difference),
    differencesInAll: z.int().nonnegative(),
  })
  .meta({ id: 'ConfigurationPreview', description: 'What would be; nothing is changed.' });
const appointment = z
  .object({
    ...{ code: z.string(), service: z.string(), class: z.string(), at: time },
    ...{ status: z.enum(['booked', 'cancelled', 'checked-in']), ticket: z.string().nullable() },
  })
  .meta({ id: 'Appointment' });
const device = z
  .object({
    ...{ id: z.string(), kind: z.enum(LISTED_DEVICE_KINDS), label: z.string(), counter: z.int().nullable() },
    ...{ demo: z.boolean(), enrolled: z.boolean(), screens: z.int().nonnegative() },
    ...{ connectedSince: time.nullable(), lastSeen: time.nullable() },
    condition: z.enum(SCREEN_CONDITIONS),
    health: z.nullable(screenHealthSchema as unknown as z.ZodType),
  })
  .meta({
    id: 'ListedDevice',
    description:
      'An enrolled screen. `lastSeen` is when it was last here, `condition` what the hub makes of it, `health` its own word.',
  });

const reached = z.object({ by: z.int().nonnegative(), of: z.int().nonnegative() });
const mark = z.object({ ticket: z.string(), counter: z.int(), at: time, recalls: z.int().nonnegative() });
const painted = { firstPaintedAt: time.nullable(), lastPaintedAt: time.nullable() };
const spoken = { firstSpokenAt: time.nullable(), lastSpokenAt: time.nullable() };
const callReport = z.object({ mark, shown: reached, heard: reached, ...painted, ...spoken }).meta({ id: 'CallReport' });

const versionPath = hallPath.extend({ version: z.string().meta({ description: 'One of the listed versions.' }) });
const described = (schema: object) => schema as unknown as z.ZodType;
const csv = z.string().meta({
  description:
    'A heading row with code, service, class, at; times `YYYY-MM-DD HH:MM` by the hall’s clock. `charset=gb18030` for GBK.',
});

/** Versions of the configuration, appointments, and the hall’s devices. */
export const FLOOR_PATHS: ZodOpenApiPathsObject = {
  '/api/halls/{hall}/configurations': {
    get: {
      summary: 'Versions of the configuration, newest first',
      security: bearer,
      requestParams: { path: hallPath },
      responses: {
        '200': { description: 'What is kept', ...json(z.object({ versions: z.array(z.object(byVersion)) })) },
        ...problems(...ofCaller),
      },
    },
  },
  '/api/halls/{hall}/configurations/{version}': {
    get: {
      summary: 'The configuration of a version',
      security: bearer,
      requestParams: { path: versionPath },
      responses: { '200': { description: 'As it was', ...json(stored) }, ...problems('not-found', ...ofCaller) },
    },
  },
  '/api/halls/{hall}/configurations/preview': {
    post: {
      summary: 'What a configuration would change, without changing it',
      security: bearer,
      requestParams: { path: hallPath },
      requestBody: json(described(previewSchema)),
      responses: { '200': { description: 'Compared with now', ...json(preview) }, ...problems(...ofSender, ...ofCaller) },
    },
  },
  '/api/halls/{hall}/appointments': {
    get: {
      summary: 'Appointments by time',
      security: bearer,
      requestParams: { path: hallPath },
      responses: {
        '200': { description: 'What the hall holds', ...json(z.object({ appointments: z.array(appointment) })) },
        ...problems(...ofCaller),
      },
    },
    post: {
      summary: 'Import a list of appointments, all or none',
      security: bearer,
      requestParams: { path: hallPath },
      requestBody: { content: { ...json(described(appointmentsSchema)).content, 'text/csv': { schema: csv } } },
      responses: {
        '201': { description: 'Booked', ...json(z.object({ count: z.int(), before: z.int() })) },
        ...problems(...ofSender, ...ofCaller, 'appointments-invalid', 'appointment-exists', 'list-full', 'hall-read-only'),
      },
    },
  },
  '/api/halls/{hall}/devices': {
    get: {
      summary: 'Kiosks, walls and windows, and which of them are connected; for a manager or an administrator',
      security: bearer,
      requestParams: { path: hallPath },
      responses: {
        '200': { description: 'In the order added', ...json(z.object({ watchedSince: time, devices: z.array(device) })) },
        ...problems(...ofCaller),
      },
    },
  },
  '/api/halls/{hall}/receipts': {
    get: {
      summary: 'On how many screens calls were shown and heard; for a manager or an administrator',
      security: bearer,
      requestParams: { path: hallPath, query: z.object({ since: time.optional() }) },
      responses: {
        '200': { description: 'Oldest first, at most 1,000', ...json(z.object({ calls: z.array(callReport) })) },
        ...problems('malformed', ...ofCaller),
      },
    },
  },
  '/api/halls/{hall}/screens/hung': {
    post: {
      summary: 'The watchdog of an enrolled screen: its page does not answer',
      security: bearer,
      requestParams: { path: hallPath },
      responses: { '204': { description: 'Noted until the page says otherwise' }, ...problems(...ofCaller) },
    },
  },
};
