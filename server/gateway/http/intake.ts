import express, { type ErrorRequestHandler, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { MESSAGE_BYTES_MAX } from '../../../shared/protocol/limits.ts';
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

/** JSON of at most one message's size; a body of another type is left unread, and so is no body. */
export function jsonBody(): RequestHandler {
  return express.json({ limit: MESSAGE_BYTES_MAX, inflate: false, strict: true, type: 'application/json' });
}

/** Last in line. What the body parser or the router throws is the sender's; anything else is ours, and stays inside. */
export function errorHandler(log: Log): ErrorRequestHandler {
  return (error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    const { type, status } = typeof error === 'object' && error !== null ? (error as { type?: unknown; status?: unknown }) : {};
    if (type === 'entity.too.large') {
      sendProblem(response, { kind: 'message-too-large', detail: `a message has at most ${MESSAGE_BYTES_MAX} bytes` });
    } else if (typeof status === 'number' && status >= 400 && status < 500) {
      sendProblem(response, { kind: 'malformed', detail: typeof type === 'string' ? type : 'not a request that can be read' });
    } else {
      log.error({ err: error, method: request.method, path: request.path }, 'bug: a request threw');
      sendProblem(response, { kind: 'internal' });
    }
  };
}
