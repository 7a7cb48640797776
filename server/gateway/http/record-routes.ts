import { Router, type Request, type Response } from 'express';
import {
  acceptHandOverSchema,
  checkPointsSchema,
  checksQuerySchema,
  faultsQuerySchema,
  newCheckTickSchema,
  newFaultSchema,
  newFaultStepSchema,
  newHandOverSchema,
  newLogEntrySchema,
  recordsQuerySchema,
} from '../../../shared/protocol/records.ts';
import { daysToCheck } from '../../records/checks.ts';
import { mayRecord, type Admission } from './admission.ts';
import type { HttpRooms } from './http-rooms.ts';
import { jsonBody } from './intake.ts';
import { sendProblem } from './problem.ts';
import { author, keep, pageQuery, readBody, readQuery, recordOf, tell } from './record-answers.ts';

const BASE = '/api/halls/:hall/records';

/** 值班日志, 交接班, 班前检查 and 班后检查, 硬件报障. */
export function recordRoutes(rooms: HttpRooms, admission: Admission): Router {
  const router = Router();
  shiftLogRoutes(router, rooms, admission);
  handOverRoutes(router, rooms, admission);
  checkRoutes(router, rooms, admission);
  faultRoutes(router, rooms, admission);
  return router;
}

function shiftLogRoutes(router: Router, { records }: HttpRooms, { admit }: Admission): void {
  const { log } = records;
  router.get(`${BASE}/log`, admit, mayRecord('read-records'), async (request: Request, response: Response) => {
    const query = readQuery(recordsQuerySchema, request, response);
    if (query !== null) response.json(await log.page(author(response).hall, pageQuery(query)));
  });
  router.post(`${BASE}/log`, admit, mayRecord('write-log'), jsonBody(), async (request: Request, response: Response) => {
    const { hall, by } = author(response);
    await keep(records, response, newLogEntrySchema, request.body, (entry) => log.write(hall, by, entry));
  });
  router.post(`${BASE}/log/:record/strike`, admit, mayRecord('write-log'), async (request: Request, response: Response) => {
    const { hall, by, roles } = author(response);
    const strikesAny = roles.includes('manager');
    tell(response, await records.saving(() => log.strike(hall, recordOf(request), { by, strikesAny })));
  });
}

function handOverRoutes(router: Router, { records }: HttpRooms, { admit }: Admission): void {
  const { handOvers } = records;
  router.get(`${BASE}/hand-overs`, admit, mayRecord('read-records'), async (request: Request, response: Response) => {
    const query = readQuery(recordsQuerySchema, request, response);
    if (query !== null) response.json(await handOvers.page(author(response).hall, pageQuery(query)));
  });
  router.post(`${BASE}/hand-overs`, admit, mayRecord('write-hand-over'), jsonBody(), async (request, response: Response) => {
    const { hall, by } = author(response);
    await keep(records, response, newHandOverSchema, request.body, (each) => handOvers.write(hall, by, each));
  });
  const accept = `${BASE}/hand-overs/:record/accept`;
  router.post(accept, admit, mayRecord('accept-hand-over'), jsonBody(), async (request: Request, response: Response) => {
    const { hall, by } = author(response);
    const read = readBody(acceptHandOverSchema, request.body ?? {}, response);
    if (read === null) return;
    tell(response, await records.saving(() => handOvers.accept(hall, recordOf(request), { ...read, by })));
  });
}

function checkRoutes(router: Router, { clock, hub, records }: HttpRooms, { admit }: Admission): void {
  const { checks } = records;
  router.get(`${BASE}/checks`, admit, mayRecord('read-records'), async (request: Request, response: Response) => {
    const query = readQuery(checksQuerySchema, request, response);
    if (query !== null) response.json(await checks.sheets(author(response).hall, query.day));
  });
  router.post(`${BASE}/checks`, admit, mayRecord('tick-check'), jsonBody(), async (request: Request, response: Response) => {
    const { hall, by } = author(response);
    const today = daysToCheck((await hub.read(hall)).state, clock.now());
    await keep(records, response, newCheckTickSchema, request.body, (tick) => checks.tick(hall, by, tick, today));
  });
  router.get(`${BASE}/check-points`, admit, mayRecord('read-check-points'), async (_request: Request, response: Response) => {
    response.json({ points: await checks.points(author(response).hall) });
  });
  const points = `${BASE}/check-points`;
  router.put(points, admit, mayRecord('change-check-points'), jsonBody(), async (request: Request, response: Response) => {
    const { hall } = author(response);
    const read = readBody(checkPointsSchema, request.body, response);
    if (read === null) return;
    const replaced = await records.saving(() => checks.replacePoints(hall, read.points));
    if (replaced.ok) response.json({ points: replaced.value });
    else sendProblem(response, replaced.error);
  });
}

function faultRoutes(router: Router, { records }: HttpRooms, { admit }: Admission): void {
  const { faults } = records;
  router.get(`${BASE}/faults`, admit, mayRecord('read-faults'), async (request: Request, response: Response) => {
    const query = readQuery(faultsQuerySchema, request, response);
    if (query === null) return;
    response.json(await faults.page(author(response).hall, { ...pageQuery(query), state: query.state }));
  });
  router.post(`${BASE}/faults`, admit, mayRecord('write-fault'), jsonBody(), async (request: Request, response: Response) => {
    const { hall, by } = author(response);
    await keep(records, response, newFaultSchema, request.body, (fault) => faults.report(hall, by, fault));
  });
  const history = `${BASE}/faults/:record/history`;
  router.post(history, admit, mayRecord('write-fault'), jsonBody(), async (request: Request, response: Response) => {
    const { hall, by } = author(response);
    const fault = recordOf(request);
    await keep(records, response, newFaultStepSchema, request.body, (step) => faults.append(hall, by, { ...step, fault }));
  });
}
