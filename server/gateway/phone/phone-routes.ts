import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { Router, type NextFunction, type Request, type Response } from 'express';
import * as z from 'zod/mini';
import type { Actor } from '../../../shared/hall/actor.ts';
import { RATING_GRADES } from '../../../shared/hall/setup/feedback-setup.ts';
import type { Clock, Timers } from '../../../shared/lib/clock.ts';
import { COMMENT_BYTES_MAX, phoneCommentSchema } from '../../../shared/protocol/comments.ts';
import { ID_LENGTH_MAX, ID_LENGTH_MIN } from '../../../shared/protocol/limits.ts';
import type { Log } from '../../observability/log.ts';
import type { PhoneRoom } from '../../phone/phone-room.ts';
import type { Records } from '../../records/records.ts';
import type { OwnTicket } from '../../phone/ticket-tokens.ts';
import { CredentialRates } from '../http/credential-rates.ts';
import type { ReadableHub } from '../http/http-rooms.ts';
import { jsonBody } from '../http/intake.ts';
import { sendProblem } from '../http/problem.ts';
import { bearerToken } from '../http/request-facts.ts';
import type { Door } from '../door.ts';
import { SLOWED_MS, type GuessLimits } from './guess-limits.ts';
import { phoneAddress } from './phone-address.ts';
import { PhoneLine } from './phone-line.ts';

export interface PhoneRoutesOptions {
  readonly room: PhoneRoom;
  readonly limits: GuessLimits;
  readonly door: Door;
  readonly records: Pick<Records, 'comments' | 'saving'>;
  readonly log: Log;
  readonly hub: Pick<ReadableHub, 'read'>;
  readonly clock: Clock;
  readonly timers: Timers;
  /** `dist/screens/phone`. */
  readonly screenFolder: string;
  /** The reverse proxy's address, when it is another machine. */
  readonly proxy: string | null;
}

/** Lines of one ticket: its phone, and somebody's who came along. A new one ends the oldest. */
export const LINES_PER_TICKET_MAX = 4;
export const LINES_MAX = 4_000;
const BODY_BYTES_MAX = 1_024;
const YEAR_MS = 365 * 24 * 60 * 60_000;

const id = z.string().check(z.regex(new RegExp(`^[A-Za-z0-9_:.-]{${ID_LENGTH_MIN},${ID_LENGTH_MAX}}$`)));
const commandSchema = z.discriminatedUnion('type', [
  z.strictObject({ id, type: z.enum(['cancel-ticket', 'postpone-ticket']) }),
  z.strictObject({ id, type: z.literal('rate-service'), leg: z.int().check(z.nonnegative()), grade: z.literal(RATING_GRADES) }),
]);

/** All that a phone can reach: its page, the page's files, the line of its ticket, and what it may ask for. */
export function phoneRoutes(options: PhoneRoutesOptions): Router {
  const router = Router();
  const lines = new Map<string, PhoneLine[]>();
  const rates = new CredentialRates(options.clock, { perSecond: 1, burst: 5 });
  router.get('/t', (_request, response: Response) => {
    response.setHeader('Cache-Control', 'no-cache');
    if (!existsSync(join(options.screenFolder, 'index.html'))) return sendProblem(response, { kind: 'not-found' });
    response.sendFile('index.html', { root: options.screenFolder, cacheControl: false });
  });
  router.get('/t/live', uncached, (request, response) => admit(request, response, options, (own) => openLine(own, response)));
  router.post('/t/commands', uncached, jsonBody(BODY_BYTES_MAX), (request, response) =>
    admit(request, response, options, (own) => {
      if (!rates.take(own.ticket)) return sendProblem(response, { kind: 'too-many-commands' });
      return command(own, request, response);
    }),
  );
  router.post('/t/comments', uncached, jsonBody(COMMENT_BYTES_MAX), (request, response) =>
    admit(request, response, options, (own) => {
      if (!rates.take(own.ticket)) return sendProblem(response, { kind: 'too-many-commands' });
      return comment(own, request, response);
    }),
  );
  router.use(
    '/t',
    express.static(join(options.screenFolder, 't'), { immutable: true, maxAge: YEAR_MS, index: false, redirect: false }),
  );
  return router;

  async function openLine(own: OwnTicket, response: Response): Promise<void> {
    const { room, timers } = options;
    const name = `${own.hall}\0${own.ticket}`;
    const open = lines.get(name) ?? [];
    if (open.length >= LINES_PER_TICKET_MAX) open[0]?.end();
    else if (room.watchers >= LINES_MAX) return sendProblem(response, { kind: 'hub-busy' });
    const line = new PhoneLine(response, timers);
    lines.set(name, [...open.filter((each) => !each.isOver), line]);
    line.closed(() => {
      const left = (lines.get(name) ?? []).filter((each) => each !== line);
      if (left.length > 0) lines.set(name, left);
      else lines.delete(name);
    });
    line.closed(await room.watch(own, line));
  }

  async function command(own: OwnTicket, request: Request, response: Response): Promise<void> {
    const read = commandSchema.safeParse(request.body);
    if (!read.success) return sendProblem(response, { kind: 'malformed' });
    const credential = { id: `phone:${own.ticket}`, hall: own.hall, actor: phoneOf(own), expiresAt: null };
    const answer = await options.door.submit(credential, own.hall, { ...read.data, ticket: own.ticket });
    if (answer.ok) response.json({ done: true });
    else sendProblem(response, answer.error, (await options.hub.read(own.hall)).state.configuration);
  }

  async function comment(own: OwnTicket, request: Request, response: Response): Promise<void> {
    const { hub, records } = options;
    const read = phoneCommentSchema.safeParse(request.body);
    if (!read.success) return sendProblem(response, { kind: 'malformed' });
    const said = { ...read.data, ticket: own.ticket };
    const kept = await records.saving(() => records.comments.write(own.hall, phoneOf(own), said));
    if (kept.ok) response.status(kept.value.isNew ? 201 : 200).json({ number: kept.value.record.number });
    else sendProblem(response, kept.error, (await hub.read(own.hall)).state.configuration);
  }
}

function phoneOf({ ticket }: OwnTicket): Actor {
  return { id: `phone:${ticket}`, roles: ['phone'], ticket };
}

/**
 * A wrong token, one of a ticket that is over and forgotten, and none at all are one and the same: 404, after the same work. Limits
 * are looked at before the token, so that what they answer says nothing about it either.
 */
function admit(
  request: Request,
  response: Response,
  options: PhoneRoutesOptions,
  then: (own: OwnTicket) => void | Promise<void>,
): void {
  const { limits, log, proxy, room, timers } = options;
  const address = phoneAddress(request, proxy);
  const retryAfterMs = limits.waitMs(address);
  if (retryAfterMs > 0) return sendTooMany(response, retryAfterMs);
  const turn = limits.turn();
  if (turn.is === 'full') return sendProblem(response, { kind: 'hub-busy' });
  const look = async (): Promise<void> => {
    try {
      const own = await room.find(bearerToken(request) ?? '');
      if (own !== null) return await then(own);
      limits.missed(address);
      sendProblem(response, { kind: 'not-found' });
    } catch (error) {
      log.error({ err: error }, 'a phone could not be answered');
      if (response.headersSent) response.destroy();
      else sendProblem(response, { kind: 'hub-busy' });
    }
  };
  if (turn.is === 'now') return void look();
  const cancel = timers.after(SLOWED_MS, () => {
    turn.over();
    response.off('close', gone);
    void look();
  });
  const gone = (): void => {
    cancel();
    turn.over();
  };
  response.on('close', gone);
}

function sendTooMany(response: Response, retryAfterMs: number): void {
  const refusal = { kind: 'too-many-commands', retryAfterMs } as const;
  sendProblem(response, refusal);
}

function uncached(_request: Request, response: Response, next: NextFunction): void {
  response.setHeader('Cache-Control', 'no-store');
  next();
}
