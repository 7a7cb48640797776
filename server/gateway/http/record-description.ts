import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi';
import * as z from 'zod';
import {
  acceptHandOverSchema,
  CHECK_KINDS,
  checkPointsSchema,
  checksQuerySchema,
  FAULT_DEVICES,
  FAULT_STATES,
  faultsQuerySchema,
  newCheckTickSchema,
  newFaultSchema,
  newFaultStepSchema,
  newHandOverSchema,
  newLogEntrySchema,
  recordsQuerySchema,
} from '../../../shared/protocol/records.ts';
import { bearer, hallPath, json, ofCaller, ofSender, problems } from './api-parts.ts';
import type { HttpProblemKind } from './http-status.ts';

const time = z.int().nonnegative();
const staff = z.string();
const mark = z.object({ at: time, by: staff }).nullable();

const logEntry = z
  .object({ id: z.string(), at: time, by: staff, text: z.string(), struck: mark })
  .meta({ id: 'LogEntry', description: 'Of the shift log: never changed, only struck through.' });
const handOver = z
  .object({
    ...{ id: z.string(), at: time, by: staff, to: staff.nullable(), text: z.string() },
    accepted: z.object({ at: time, by: staff, remark: z.string() }).nullable(),
  })
  .meta({ id: 'HandOver' });
const text = z.object({ zh: z.string(), en: z.string() });
const tick = z.object({ at: time, by: staff, good: z.boolean(), remark: z.string() }).meta({ id: 'CheckTick' });
const sheet = z.array(z.object({ id: z.string(), text, ticks: z.array(tick) }));
const sheets = z.object({ day: z.string(), opening: sheet, closing: sheet }).meta({ id: 'CheckSheets' });
const points = z.object({ points: z.array(z.object({ id: z.string(), kind: z.enum(CHECK_KINDS), text })) });
const step = z.object({ at: time, by: staff.nullable(), step: z.string(), remark: z.string() });
const fault = z
  .object({
    ...{ id: z.string(), device: z.enum(FAULT_DEVICES), name: z.string(), printer: z.string().nullable() },
    ...{ condition: z.string().nullable(), text: z.string(), startedAt: time, reportedAt: time },
    ...{ reportedBy: staff.nullable(), state: z.enum(FAULT_STATES), endedAt: time.nullable(), recoveredAt: time.nullable() },
    history: z.array(step),
  })
  .meta({ id: 'HardwareFault', description: 'What was reported is never altered; `history` is what followed.' });

function page(record: z.ZodType): z.ZodType {
  return z.object({ records: z.array(record), before: time.nullable() });
}

const recordPath = hallPath.extend({ record: z.string().meta({ description: 'The record’s id.' }) });
/** The schemas that requests are read with are of the small library; the description knows both. */
const described = (schema: object) => schema as unknown as z.ZodType;

function read(summary: string, answer: z.ZodType, query?: object): ZodOpenApiOperationObject {
  const requestParams = { path: hallPath, ...(query && { query: query as unknown as z.ZodObject }) };
  return {
    summary,
    security: bearer,
    requestParams,
    responses: { '200': { description: 'As it is now', ...json(answer) }, ...problems('malformed', ...ofCaller) },
  };
}

interface Written {
  readonly summary: string;
  readonly body?: object;
  readonly answer: z.ZodType;
  readonly path?: z.ZodObject;
  /** A new record answers 201, the same one sent again 200. */
  readonly isNew?: boolean;
  readonly refusals?: readonly HttpProblemKind[];
}

function write({ summary, body, answer, path = hallPath, isNew = false, refusals = [] }: Written): ZodOpenApiOperationObject {
  return {
    summary,
    security: bearer,
    requestParams: { path },
    ...(body && { requestBody: json(described(body)) }),
    responses: {
      ...(isNew ? { '201': { description: 'Written', ...json(answer) } } : {}),
      '200': { description: isNew ? 'Written before, under this id' : 'Written', ...json(answer) },
      ...problems(...ofSender, ...ofCaller, 'hall-read-only', ...refusals),
    },
  };
}

const OF_NEW = ['command-id-reused', 'records-full'] as const;
const BASE = '/api/halls/{hall}/records';

/** 值班日志, 交接班, 班前检查 and 班后检查, 硬件报障. */
export const RECORD_PATHS: ZodOpenApiPathsObject = {
  [`${BASE}/log`]: {
    get: read('The shift log, newest first', page(logEntry), recordsQuerySchema),
    post: write({
      ...{ summary: 'Write into the shift log', body: newLogEntrySchema, answer: logEntry },
      ...{ isNew: true, refusals: OF_NEW },
    }),
  },
  [`${BASE}/log/{record}/strike`]: {
    post: write({
      ...{ summary: 'Strike an entry through', answer: logEntry, path: recordPath },
      refusals: ['not-found', 'record-over'],
    }),
  },
  [`${BASE}/hand-overs`]: {
    get: read('Hand-overs, newest first', page(handOver), recordsQuerySchema),
    post: write({
      ...{ summary: 'Hand over to the next shift', body: newHandOverSchema, answer: handOver },
      ...{ isNew: true, refusals: OF_NEW },
    }),
  },
  [`${BASE}/hand-overs/{record}/accept`]: {
    post: write({
      ...{ summary: 'Accept a hand-over of somebody else', body: acceptHandOverSchema, answer: handOver, path: recordPath },
      refusals: ['not-found', 'record-over'],
    }),
  },
  [`${BASE}/checks`]: {
    get: read('Opening and closing checks of a day', sheets, checksQuerySchema),
    post: write({
      ...{ summary: 'Tick a point of today', body: newCheckTickSchema, answer: tick },
      ...{ isNew: true, refusals: ['not-found', 'command-expired', ...OF_NEW] },
    }),
  },
  [`${BASE}/check-points`]: {
    get: read('The hall’s list of points', points),
    put: write({ summary: 'Another list of points', body: checkPointsSchema, answer: points }),
  },
  [`${BASE}/faults`]: {
    get: read('Hardware faults, newest first', page(fault), faultsQuerySchema),
    post: write({
      ...{ summary: 'Report a hardware fault', body: newFaultSchema, answer: fault },
      ...{ isNew: true, refusals: OF_NEW },
    }),
  },
  [`${BASE}/faults/{record}/history`]: {
    post: write({
      ...{ summary: 'In repair, done, or a remark', body: newFaultStepSchema, answer: fault, path: recordPath },
      ...{ isNew: true, refusals: ['not-found', 'record-over', ...OF_NEW] },
    }),
  },
};
