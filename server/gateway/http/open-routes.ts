import { Router, type Response } from 'express';
import { readiness, type HealthSources } from '../../observability/health.ts';
import type { Metrics } from '../../observability/metrics.ts';
import { apiDescription } from './api-description.ts';

/** What nobody signs in for: `/healthz`, `/readyz`, `/metrics`, `/api/openapi.json`. */
export function openRoutes(options: {
  readonly health: HealthSources;
  readonly metrics: Metrics;
  readonly release: string;
}): Router {
  const router = Router();
  const description = JSON.stringify(apiDescription(options.release));
  router.get('/healthz', (_request, response: Response) => {
    response.json({ status: 'alive', release: options.release });
  });
  router.get('/readyz', async (_request, response: Response) => {
    const { ready, ...parts } = await readiness(options.health);
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not-ready', ...parts });
  });
  router.get('/metrics', async (_request, response: Response) => {
    response.set('Content-Type', options.metrics.contentType).send(await options.metrics.text());
  });
  router.get('/api/openapi.json', (_request, response: Response) => {
    response.type('application/json').send(description);
  });
  return router;
}
