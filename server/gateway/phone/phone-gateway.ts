import type { Server } from 'node:http';
import express, { type Express, type Request, type Response } from 'express';
import { failed, ok } from '../../../shared/lib/result.ts';
import type { Clock, Timers } from '../../../shared/lib/clock.ts';
import { allows } from '../../access/rights.ts';
import type { Log } from '../../observability/log.ts';
import type { PhoneRoom } from '../../phone/phone-room.ts';
import type { Records } from '../../records/records.ts';
import { Door, type CommandOutcome, type DoorAccess, type DoorHub } from '../door.ts';
import { closeServer, createHttpServer, listen } from '../http/http-server.ts';
import type { ReadableHub } from '../http/http-rooms.ts';
import { errorHandler, originCheck } from '../http/intake.ts';
import { sendProblem } from '../http/problem.ts';
import { securityHeaders } from '../http/security-headers.ts';
import { GuessLimits } from './guess-limits.ts';
import { phoneRoutes } from './phone-routes.ts';

export interface PhoneGatewayOptions {
  readonly hub: DoorHub & Pick<ReadableHub, 'read'>;
  readonly room: PhoneRoom;
  readonly records: Pick<Records, 'comments' | 'saving'>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly monotonicMs: () => number;
  readonly onOutcome: (outcome: CommandOutcome) => void;
  /** `HALLCALL_PHONE_URL`: what phones call this listener. */
  readonly phoneUrl: string;
  readonly proxy: string | null;
  readonly screenFolder: string;
}

/** Phones of the customers of a few halls, with some lines each. */
const CONNECTIONS_MAX = 6_000;

/** Whoever comes with a ticket's token is that ticket's phone, in its hall, and may what a phone may. */
export const PHONE_ACCESS: DoorAccess = {
  permit: (credentialId, _hall, type) => {
    if (!credentialId.startsWith('phone:') || !allows(['phone'], type)) return failed({ kind: 'not-allowed' });
    return ok({ id: credentialId, roles: ['phone'], ticket: credentialId.slice('phone:'.length) });
  },
  isTeller: () => false,
};

/**
 * The phones' own listener: another port, another origin, another application. Nothing of the hall's screens, API, figures or
 * description is behind it, so nothing of them can be opened to the internet by a proxy that is set up too widely.
 */
export class PhoneGateway {
  readonly #server: Server;

  constructor(options: PhoneGatewayOptions) {
    const { answer, server } = createHttpServer();
    server.maxConnections = CONNECTIONS_MAX;
    answer(createPhoneApp(options));
    this.#server = server;
  }

  /** Resolves with the port; rejects with what the system says. */
  open(address: { readonly host: string; readonly port: number }): Promise<number> {
    return listen(this.#server, address);
  }

  /** Idempotent. */
  close(): Promise<void> {
    return closeServer(this.#server);
  }
}

function createPhoneApp(options: PhoneGatewayOptions): Express {
  const { clock, log, monotonicMs, onOutcome, phoneUrl } = options;
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', false);
  app.use(securityHeaders());
  app.use((_request, response: Response, next) => {
    response.setHeader('X-Robots-Tag', 'noindex, nofollow');
    response.setHeader('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), screen-wake-lock=(self)');
    next();
  });
  app.use(originCheck(new Set([new URL(phoneUrl).origin]), log));
  const door = new Door({ access: PHONE_ACCESS, hub: options.hub, monotonicMs, log, onOutcome });
  app.use(phoneRoutes({ ...options, door, limits: new GuessLimits(clock) }));
  app.use((_request: Request, response: Response) => sendProblem(response, { kind: 'not-found' }));
  app.use(errorHandler(log));
  return app;
}
