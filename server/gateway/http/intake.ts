import express, { type ErrorRequestHandler, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { MESSAGE_BYTES_MAX } from '../../../shared/protocol/limits.ts';
import { databaseTrouble, UnkeepableTextError } from '../../database/database-trouble.ts';
import type { Log } from '../../observability/log.ts';
import { isOriginAllowed } from '../socket/origin-rule.ts';
import { sendProblem } from './problem.ts';

/** A page of another origin may read what everybody may read, and change nothing. */
export function originCheck(allowed: ReadonlySet<string>, log: Log): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    if (request.method === 'GET' || request.method === 'HEAD' || isOriginAllowed(request.headers, allowed)) return next();
    log.warn({ origin: request.headers.origin, path: request.path }, 'a foreign origin was refused');
    sendProblem(response, { kind: 'origin-refused' });
  };
}

/** JSON of at most so many bytes; a body of another type is left unread, and so is no body. */
export function jsonBody(limit = MESSAGE_BYTES_MAX): RequestHandler {
  return express.json({ limit, inflate: false, strict: true, type: 'application/json', verify: keepLength });
}

/** What the body weighed as it came; 0 for one that was not read. */
export function bodyBytes(request: Request): number {
  return (request as Weighed).bodyBytes ?? 0;
}

interface Weighed {
  bodyBytes?: number;
}

function keepLength(request: object, _response: unknown, body: Buffer): void {
  (request as Weighed).bodyBytes = body.length;
}

/** Last in line. What the body parser or the router throws is the sender's; a database that is away is nobody's; anything else is ours, and stays inside. */
export function errorHandler(log: Log): ErrorRequestHandler {
  return (error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    const { limit, status, type } = typeof error === 'object' && error !== null ? (error as Partial<ParserError>) : {};
    if (type === 'entity.too.large') {
      const most = typeof limit === 'number' ? limit : MESSAGE_BYTES_MAX;
      sendProblem(response, { kind: 'message-too-large', detail: `a message has at most ${most} bytes` });
    } else if (typeof status === 'number' && status >= 400 && status < 500) {
      sendProblem(response, { kind: 'malformed', detail: typeof type === 'string' ? type : 'not a request that can be read' });
    } else if (databaseTrouble(error) !== null) {
      log.warn({ err: error, method: request.method, path: request.path }, 'the database does not answer');
      sendProblem(response, { kind: 'hub-busy' });
    } else if (error instanceof UnkeepableTextError) {
      sendProblem(response, { kind: 'malformed', detail: error.message });
    } else {
      log.error({ err: error, method: request.method, path: request.path }, 'bug: a request threw');
      sendProblem(response, { kind: 'internal' });
    }
  };
}

interface ParserError {
  readonly limit: unknown;
  readonly status: unknown;
  readonly type: unknown;
}
