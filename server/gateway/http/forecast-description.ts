import type { ZodOpenApiPathsObject } from 'zod-openapi';
import * as z from 'zod';
import { hallForecastSchema, ticketForecastsSchema } from '../../../shared/protocol/forecast-schema.ts';
import { bearer, hallPath, json, ofCaller, problems } from './api-parts.ts';

const described = (schema: object) => schema as unknown as z.ZodType;
const forecast = z
  .object({
    forecast: z
      .lazy(() => described(hallForecastSchema))
      .nullable()
      .meta({ description: 'Null: none, or the last is too old to be believed.' }),
    tickets: z
      .lazy(() => described(ticketForecastsSchema))
      .nullable()
      .optional()
      .meta({ description: 'To staff only.' }),
  })
  .meta({ id: 'Forecast', description: 'Expected waits as the screens show them, milliseconds.' });

export const FORECAST_PATHS: ZodOpenApiPathsObject = {
  '/api/halls/{hall}/forecast': {
    get: {
      summary: 'What a newcomer waits, and each waiting ticket',
      security: bearer,
      requestParams: { path: hallPath },
      responses: { '200': { description: 'The newest', ...json(forecast) }, ...problems(...ofCaller) },
    },
  },
};
