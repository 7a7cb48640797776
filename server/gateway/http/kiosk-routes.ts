import { Router, type Request, type Response } from 'express';
import { must } from '../../../shared/lib/assert.ts';
import {
  IDENTITY_BYTES_MAX,
  identitiesSchema,
  identifySchema,
  pinSchema,
  testPrintSchema,
  type Identified,
  type IdentityCounts,
} from '../../../shared/protocol/kiosk-requests.ts';
import { readIdentities } from '../identities/read-identities.ts';
import { admitted, maySend, onlyFor, type Admission } from './admission.ts';
import { CredentialRates } from './credential-rates.ts';
import type { HttpRooms } from './http-rooms.ts';
import { jsonBody } from './intake.ts';
import { sendProblem } from './problem.ts';
import { addressOf } from './request-facts.ts';
import { csvBody, decoded } from './text-body.ts';

/** A busy entrance, and no more: whoever tries numbers to learn who is a VIP needs months for a thousand. */
const IDENTIFY_RATE = { perSecond: 0.2, burst: 20 } as const;
const TEST_PRINT_RATE = { perSecond: 0.1, burst: 5 } as const;

/** What a kiosk asks beside the line. Nothing of a request or of its identity is logged here or echoed. */
export function kioskRoutes(rooms: HttpRooms, { admit }: Admission): Router {
  const router = Router();
  const { access, clock, hub, kiosk } = rooms;
  const identifying = new CredentialRates(clock, IDENTIFY_RATE);
  const testing = new CredentialRates(clock, TEST_PRINT_RATE);
  const mayIssue = maySend('issue-ticket');
  router.post('/api/halls/:hall/identify', admit, mayIssue, jsonBody(), async (request: Request, response: Response) => {
    const read = identifySchema.safeParse(request.body);
    if (!read.success) return sendProblem(response, { kind: 'malformed', detail: 'expected {identity}' });
    const { hall, id } = admitted(response);
    if (!identifying.take(id)) return sendProblem(response, { kind: 'too-many-commands' });
    const { state } = await hub.read(hall);
    const configuration = must(state.configuration, 'a hall that lets somebody in is configured');
    const found = await kiosk.identities.classOf(hall, configuration, read.data.identity);
    response.json({ class: found } satisfies Identified);
  });
  router.post('/api/halls/:hall/kiosk/pin', admit, onlyFor('kiosk'), jsonBody(), async (request: Request, response: Response) => {
    const read = pinSchema.safeParse(request.body);
    if (!read.success) return sendProblem(response, { kind: 'malformed', detail: 'expected {pin}' });
    const credential = admitted(response);
    const checked = await access.checkPin({ credential, pin: read.data.pin, address: addressOf(request) });
    if (!checked.ok) return sendProblem(response, checked.error);
    response.status(204).end();
  });
  const mayTest = onlyFor('kiosk', 'manager', 'admin');
  router.post('/api/halls/:hall/kiosk/test-print', admit, mayTest, jsonBody(), async (request: Request, response: Response) => {
    const read = testPrintSchema.safeParse(request.body);
    if (!read.success) return sendProblem(response, { kind: 'malformed', detail: 'expected {printer}' });
    const { hall, id } = admitted(response);
    if (!testing.take(id)) return sendProblem(response, { kind: 'too-many-commands' });
    const outcome = await kiosk.testPrint(hall, read.data.printer);
    if (outcome === null) return sendProblem(response, { kind: 'unknown-printer', printer: read.data.printer });
    response.json(outcome);
  });
  setUpRoutes(router, rooms, admit);
  return router;
}

/** The PIN and the list: for whoever answers for the hall's set-up. */
function setUpRoutes(router: Router, { access, hub, kiosk }: HttpRooms, admit: Admission['admit']): void {
  const may = onlyFor('manager', 'admin');
  router.put('/api/halls/:hall/kiosk/pin', admit, may, jsonBody(), async (request: Request, response: Response) => {
    const read = pinSchema.safeParse(request.body);
    if (!read.success) return sendProblem(response, { kind: 'malformed', detail: 'expected {pin}' });
    const set = await access.setPin(admitted(response), read.data.pin);
    if (!set.ok) return sendProblem(response, { kind: 'pin-too-simple', detail: set.error });
    response.status(204).end();
  });
  router.get('/api/halls/:hall/identities', admit, may, async (_request: Request, response: Response) => {
    response.json({ counts: await kiosk.identities.counts(admitted(response).hall) } satisfies IdentityCounts);
  });
  const bodies = [jsonBody(IDENTITY_BYTES_MAX), csvBody(IDENTITY_BYTES_MAX)];
  router.post('/api/halls/:hall/identities', admit, onlyFor('admin'), ...bodies, async (request: Request, response: Response) => {
    const { hall, actor } = admitted(response);
    const text = listIn(request);
    if (text === null) return sendProblem(response, { kind: 'malformed', detail: 'expected text/csv in its charset, or {csv}' });
    const { state } = await hub.read(hall);
    const configuration = must(state.configuration, 'a hall that lets somebody in is configured');
    const read = readIdentities(text, configuration);
    if (!read.ok) return sendProblem(response, { kind: 'identities-invalid', faults: read.error });
    const count = await kiosk.identities.replaceList(hall, read.value);
    await access.identitiesImported(actor.id, { hall, count });
    response.status(201).json({ counts: await kiosk.identities.counts(hall) } satisfies IdentityCounts);
  });
}

function listIn(request: Request): string | null {
  if (Buffer.isBuffer(request.body)) return decoded(request.body, request.headers['content-type'] ?? '');
  const read = identitiesSchema.safeParse(request.body);
  return read.success ? read.data.csv : null;
}
