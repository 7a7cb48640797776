import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import express, { type NextFunction, type Request, type Response } from 'express';
import * as z from 'zod/mini';
import type { LentNumbers } from '../../shared/offline/lent-numbers.ts';
import type { HubProxy } from './hub-proxy.ts';

const YEAR_MS = 365 * 24 * 60 * 60_000;
const BODY_BYTES_MAX = 4_096;
/** The page's own rules: nothing but what this machine serves. */
const POLICY = [
  "default-src 'none'",
  ...['script', 'style', 'img', 'font', 'media', 'connect'].map((what) => `${what}-src 'self'`),
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
  "require-trusted-types-for 'script'; trusted-types svelte-trusted-html hallcall-watchdog",
].join('; ');

const id = z.string().check(z.minLength(1), z.maxLength(64));
const takeSchema = z.strictObject({ id, service: id, class: z.optional(id) });

export interface AgentServerOptions {
  readonly lent: Pick<LentNumbers, 'take' | 'summary'>;
  readonly proxy: Pick<HubProxy, 'pass'>;
  /** Of the device; null: not enrolled. */
  readonly token: string | null;
  /** Built screens. */
  readonly screens: string;
}

/**
 * What the kiosk's browser finds on its own machine: the page, numbers while the hub is away, and for all else the hub itself. It listens on
 * 127.0.0.1 only, and answers only under that name: no page of another origin, and no name that was bent to this address, gets anything.
 */
export function agentApp({ lent, proxy, screens, token }: AgentServerOptions): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (!isOwnPage(request)) return void response.status(403).json({ kind: 'origin-refused' });
    response.set({ 'Content-Security-Policy': POLICY, 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' });
    next();
  });
  app.get('/agent/state', (_request, response) => void response.set('Cache-Control', 'no-store').json(lent.summary));
  app.post('/agent/tickets', express.json({ limit: BODY_BYTES_MAX }), async (request: Request, response: Response) => {
    const read = takeSchema.safeParse(request.body);
    if (!read.success) return void response.status(400).json({ kind: 'malformed' });
    const taken = await lent.take(read.data);
    if (taken === null) response.status(409).json({ kind: 'no-numbers' });
    else response.json(taken);
  });
  // The page asks its hub who it is; here the agent knows.
  if (token !== null) app.post('/api/devices/demo', (_request, response) => void response.json({ token }));
  const shell = readFileSync(join(screens, 'kiosk/index.html'), 'utf8').replace(
    '</head>',
    '<meta name="hallcall-agent" content="1" /></head>',
  );
  app.get(['/', '/kiosk'], (_request, response) => void response.set('Cache-Control', 'no-cache').type('html').send(shell));
  const files = express.static(join(screens, 'kiosk', 'files'), {
    immutable: true,
    maxAge: YEAR_MS,
    index: false,
    redirect: false,
  });
  app.use('/assets/kiosk/files', files);
  app.use('/assets/kiosk', express.static(join(screens, 'kiosk'), { index: false, redirect: false }));
  app.use((request: Request, response: Response) => proxy.pass(request, response));
  return app;
}

/** By name and by origin: browsers cannot leave these out, and other programs of this machine may do what they like anyhow. */
export function isOwnPage({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>): boolean {
  const port = socket.localPort ?? 0;
  const names = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host = '', origin } = headers;
  const isOwnSite = headers['sec-fetch-site'] === undefined || headers['sec-fetch-site'] !== 'cross-site';
  return names.includes(host) && isOwnSite && (origin === undefined || names.some((name) => origin === `http://${name}`));
}
