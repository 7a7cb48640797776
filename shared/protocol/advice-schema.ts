import * as z from 'zod/mini';
import { BREAK_MINUTES_MAX, COUNTERS_MAX, REDIRECT_MAX, SERVICES_MAX, TICKETS_MAX } from '../hall/limits.ts';

/** Wide enough for anything that a hub computes, finite so that nothing else comes through. */
const DURATION_MS_MAX = 7 * 24 * 3_600_000;

const id = z.string().check(z.minLength(1), z.maxLength(32));
const opaque = z.string().check(z.minLength(1), z.maxLength(64));
const counter = z.int().check(z.minimum(1), z.maximum(9_999));
const staffNumber = z.string().check(z.regex(/^\d{1,12}$/));
const moment = z.int().check(z.nonnegative(), z.lte(8_640_000_000_000_000));
const services = z.array(id).check(z.minLength(1), z.maxLength(SERVICES_MAX));
const duration = z.number().check(z.gte(0), z.lte(DURATION_MS_MAX));
const difference = z.number().check(z.gte(-DURATION_MS_MAX), z.lte(DURATION_MS_MAX));
const tickets = z.number().check(z.gte(0), z.lte(TICKETS_MAX));

const action = z.discriminatedUnion('is', [
  z.strictObject({
    is: z.literal('open-counter'),
    counter,
    teller: staffNumber,
    services: z.nullable(services),
    until: z.optional(moment),
  }),
  z.strictObject({ is: z.literal('serve-also'), counter, services, until: moment }),
  z.strictObject({
    is: z.literal('delay-break'),
    break: opaque,
    counter,
    minutes: z.int().check(z.positive(), z.lte(BREAK_MINUTES_MAX)),
  }),
  z.strictObject({
    is: z.literal('redirect'),
    from: id,
    class: id,
    waitedMinutes: z.int().check(z.nonnegative(), z.lte(1_440)),
    to: id,
    count: z.int().check(z.positive(), z.lte(REDIRECT_MAX)),
  }),
  z.strictObject({ is: z.literal('call-help'), service: id }),
]);

const figures = z.strictObject({ waitMeanMs: duration, waitP90Ms: z.nullable(duration), late: z.nullable(tickets), tickets });

/** An advice on its way back, as it was shown (`Advice`). */
export const adviceSchema = z.strictObject({
  id: opaque,
  at: moment,
  service: id,
  action,
  horizonMs: duration,
  before: figures,
  after: figures,
  saving: z.strictObject({ meanMs: difference, lowMs: difference, highMs: difference }),
  savedPerTellerMinute: z.nullable(z.number().check(z.gte(0), z.lte(COUNTERS_MAX * TICKETS_MAX))),
});

/** A hub checks what it says: no screen shows a number that is none. */
export const adviceMessageSchema = z.strictObject({
  at: moment,
  version: z.int().check(z.nonnegative()),
  advice: z.array(adviceSchema),
});
