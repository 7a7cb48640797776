import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { Router, type Express, type Request, type Response } from 'express';
import { errorHandler, originCheck } from '../../gateway/http/intake.ts';
import { methodsOf } from '../../gateway/http/methods.ts';
import { isLoopbackAddress } from '../../gateway/http/request-facts.ts';
import { sendProblem } from '../../gateway/http/problem.ts';
import { securityHeaders } from '../../gateway/http/security-headers.ts';
import { sessionRoutes } from '../../gateway/http/session-routes.ts';
import type { RegionMetrics } from '../region-metrics.ts';
import type { RegionRooms } from './region-rooms.ts';
import { regionRoutes } from './region-routes.ts';
import { shippingIntake } from './shipping-intake.ts';

export interface RegionAppOptions extends RegionRooms {
  readonly metrics: RegionMetrics;
  /** Vite's output. */
  readonly screensFolder: string;
  readonly allowedOrigins: readonly string[];
}

const YEAR_MS = 365 * 24 * 60 * 60_000;

/** Everything that the region answers: what halls ship, what supervisors look at, the page, figures, health. */
export function regionApp(options: RegionAppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  // A reverse proxy on this machine is believed, and nobody else: guesses of passwords are counted by whose they are.
  app.set('trust proxy', (peer: string, hop: number) => hop === 0 && isLoopbackAddress(peer));
  app.use(securityHeaders());
  app.use(originCheck(new Set(options.allowedOrigins), options.log));
  app.use('/api', (_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  const routers = [
    sessionRoutes(options),
    shippingIntake(options),
    regionRoutes(options),
    openRoutes(options),
    pageRoutes(options),
  ];
  for (const router of routers) app.use(router);
  app.use((request: Request, response: Response) => {
    const methods = methodsOf(routers, request.path);
    if (methods.length === 0) return sendProblem(response, { kind: 'not-found' });
    response.set('Allow', methods.join(', '));
    sendProblem(response, { kind: 'method-not-allowed' });
  });
  app.use(errorHandler(options.log));
  return app;
}

function openRoutes({ access, metrics, region }: RegionAppOptions): Router {
  const router = Router();
  router.get('/healthz', (_request, response: Response) => void response.json({ status: 'alive' }));
  router.get('/readyz', async (_request, response: Response) => {
    const database = await access.isReady();
    const ready = database && region.isWritable;
    const parts = { database: database ? 'answers' : 'silent', journal: region.isWritable ? 'writable' : 'read-only' };
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not-ready', ...parts });
  });
  router.get('/metrics', async (_request, response: Response) => {
    response.set('Content-Type', metrics.contentType).send(await metrics.text());
  });
  return router;
}

/** The page is one of the staff's app; a region serves no other. */
function pageRoutes({ screensFolder }: RegionAppOptions): Router {
  const router = Router();
  const folder = join(screensFolder, 'counter');
  const files = express.static(join(folder, 'files'), { immutable: true, maxAge: YEAR_MS, index: false, redirect: false });
  router.use('/assets/counter/files', files);
  router.use('/assets/counter', express.static(folder, { index: false, redirect: false }));
  router.get(['/', '/region'], (_request: Request, response: Response) => {
    if (!existsSync(join(folder, 'region.html'))) return sendProblem(response, { kind: 'not-found' });
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile('region.html', { root: folder, cacheControl: false });
  });
  return router;
}
