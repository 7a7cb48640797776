import * as z from 'zod/mini';
import type { HallForecast, TicketForecasts } from '../hall/forecast/hall-forecast.ts';
import { UNKNOWABLE } from '../hall/forecast/wait-range.ts';

/** What may go over the wire as a forecast: whole milliseconds that are there. JSON would turn NaN and infinity into nothing. */
const ms = z.int().check(z.nonnegative());
const range = z
  .strictObject({ fromMs: ms, toMs: ms })
  .check(z.refine(({ fromMs, toMs }) => fromMs <= toMs, 'a range begins before it ends'));
const toldWait = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('known'), range, learning: z.boolean() }),
  z.strictObject({ is: z.literal('unknown'), why: z.enum(UNKNOWABLE) }),
]);
const aheadPoint = z.strictObject({ inMs: ms, waitP50Ms: ms, waitP90Ms: ms, waitingP50: ms });
const serviceForecast = z.strictObject({
  service: z.string(),
  newcomer: toldWait,
  byClass: z.array(z.strictObject({ class: z.string(), newcomer: toldWait })),
  ahead: z.array(aheadPoint),
});
const share = z.number().check(z.gte(0), z.lte(1));
const ticketForecast = z.strictObject({ ticket: z.string(), left: toldWait, breaksPromise: z.nullable(share) });

export const hallForecastSchema = z.strictObject({
  at: ms,
  version: ms,
  services: z.array(serviceForecast),
}) satisfies z.ZodMiniType<HallForecast>;
export const ticketForecastsSchema = z.strictObject({
  at: ms,
  version: ms,
  tickets: z.array(ticketForecast),
}) satisfies z.ZodMiniType<TicketForecasts>;
