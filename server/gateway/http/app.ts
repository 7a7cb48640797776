import express, { type Express, type Request, type Response, type Router } from 'express';
import type { HealthSources } from '../../observability/health.ts';
import type { Metrics } from '../../observability/metrics.ts';
import { accuracyRoutes } from './accuracy-routes.ts';
import { adviceRoutes } from './advice-routes.ts';
import { Admission } from './admission.ts';
import { appointmentRoutes } from './appointment-routes.ts';
import { isProxy } from './client-address.ts';
import { configurationRoutes } from './configuration-routes.ts';
import { deviceListRoutes } from './device-list-routes.ts';
import { deviceRoutes } from './device-routes.ts';
import { forecastRoutes } from './forecast-routes.ts';
import { hallRoutes } from './hall-routes.ts';
import { errorHandler, originCheck } from './intake.ts';
import { kioskRoutes } from './kiosk-routes.ts';
import { mediaRoutes, type MediaRooms } from './media-routes.ts';
import { methodsOf } from './methods.ts';
import { openRoutes } from './open-routes.ts';
import { sendProblem } from './problem.ts';
import { paperRoutes } from './paper-routes.ts';
import { commentRoutes } from './comment-routes.ts';
import { recordRoutes } from './record-routes.ts';
import { screenWatchRoutes } from './screen-watch-routes.ts';
import { screenRoutes } from './screen-routes.ts';
import { securityHeaders } from './security-headers.ts';
import { sessionRoutes } from './session-routes.ts';
import { shippingRoutes } from './shipping-routes.ts';
import { voiceRoutes, type VoiceRooms } from './voice-routes.ts';
import { windowRoutes } from './window-routes.ts';

export interface AppOptions extends MediaRooms, VoiceRooms {
  readonly health: HealthSources;
  readonly metrics: Metrics;
  /** The hall that pages of a demonstration belong to. */
  readonly demoHall: string;
  /** Origins besides the hub's own. */
  readonly allowedOrigins: readonly string[];
  /** Balancers whose `X-Forwarded-For` is believed. */
  readonly proxies?: ReadonlySet<string> | undefined;
  /** Vite's output: `kiosk/`, `display/`, `counter/`. */
  readonly screensFolder: string;
  readonly release: string;
}

/** Everything that the hub answers over HTTP: pages, their files, the API, health. */
export function createApp(options: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  const { proxies = new Set<string>() } = options;
  app.set('trust proxy', (peer: string, hop: number) => hop === 0 && isProxy(peer, proxies));
  app.use(securityHeaders());
  app.use(originCheck(new Set(options.allowedOrigins), options.log));
  app.use('/api', (_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  const routers = appRouters(options);
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

/** In the order in which they are asked. */
export function appRouters(options: AppOptions): readonly Router[] {
  const admission = new Admission(options);
  return [
    sessionRoutes(options),
    deviceRoutes(options, options.demoHall),
    hallRoutes(options, admission),
    recordRoutes(options, admission),
    commentRoutes(options, admission),
    configurationRoutes(options, admission),
    paperRoutes(options, admission),
    appointmentRoutes(options, admission),
    deviceListRoutes(options, admission),
    screenWatchRoutes(options, admission),
    kioskRoutes(options, admission),
    forecastRoutes(options, admission),
    accuracyRoutes(options, admission),
    adviceRoutes(options, admission),
    mediaRoutes(options, admission),
    voiceRoutes(options, admission),
    windowRoutes(options, admission),
    shippingRoutes(options, admission),
    openRoutes(options),
    screenRoutes(options.screensFolder, options.release),
  ];
}
