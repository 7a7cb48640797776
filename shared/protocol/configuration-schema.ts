import * as z from 'zod/mini';
import { CLASSES_MAX, COUNTERS_MAX, PRINTERS_MAX, SERIES_MAX, SERVICES_MAX } from '../hall/limits.ts';

const TEXT_LENGTH_MAX = 500;
const LIST_MAX = 50;

const id = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/));
const words = z.string().check(z.minLength(1), z.maxLength(TEXT_LENGTH_MAX));
const text = z.strictObject({ zh: words, en: words });
const choice = z.strictObject({ id, text });
const timeOfDay = z.string().check(z.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/));
const ranges = z.array(z.strictObject({ from: timeOfDay, to: timeOfDay })).check(z.maxLength(LIST_MAX));

const weeklyHours = z.strictObject({
  mon: z.optional(ranges),
  tue: z.optional(ranges),
  wed: z.optional(ranges),
  thu: z.optional(ranges),
  fri: z.optional(ranges),
  sat: z.optional(ranges),
  sun: z.optional(ranges),
});

const service = z.strictObject({
  id,
  name: text,
  series: id,
  documents: z.array(text).check(z.maxLength(LIST_MAX)),
  hours: z.optional(weeklyHours),
  ticketsPerDayMax: z.optional(z.int().check(z.positive())),
});

const counterId = z.int().check(z.minimum(1), z.maximum(9_999));

const counter = z.strictObject({
  id: counterId,
  name: text,
  kind: z.enum(['counter', 'room']),
  reservedFor: z.optional(id),
  serves: z.array(z.array(id).check(z.minLength(1), z.maxLength(SERVICES_MAX))).check(z.minLength(1), z.maxLength(SERVICES_MAX)),
});

const agingRule = z.strictObject({
  kind: z.literal('aging'),
  factors: z.record(id, z.number().check(z.gte(1), z.lte(100))),
  passedMax: z.nullable(z.int().check(z.nonnegative(), z.lte(1_000))),
});

const printer = z.strictObject({
  id,
  name: text,
  host: z.string().check(z.regex(/^[A-Za-z0-9.:-]{1,253}$/)),
  port: z.int().check(z.minimum(1), z.maximum(65_535)),
  columns: z.int().check(z.minimum(24), z.maximum(64)),
});

/** The shape of a hall's configuration, as it travels and as `hall.yaml` holds it. What fits the shape and still makes
 * no sense (a counter that serves an unknown service) is told by `configurationProblems`. */
export const configurationSchema = z.strictObject({
  name: text,
  timeZone: z.string().check(z.minLength(1), z.maxLength(64)),
  brandColour: z.string().check(z.regex(/^#[0-9a-fA-F]{6}$/)),
  hours: weeklyHours,
  businessDay: z.strictObject({ opensAt: timeOfDay, closesAt: timeOfDay }),
  services: z.array(service).check(z.minLength(1), z.maxLength(SERVICES_MAX)),
  classes: z.array(z.strictObject({ id, name: text, series: z.optional(id) })).check(z.minLength(1), z.maxLength(CLASSES_MAX)),
  series: z
    .array(z.strictObject({ id, letter: z.string().check(z.regex(/^[A-Z]{1,2}$/)) }))
    .check(z.minLength(1), z.maxLength(SERIES_MAX)),
  counters: z.array(counter).check(z.minLength(1), z.maxLength(COUNTERS_MAX)),
  routing: agingRule,
  returns: z.strictObject({
    placesBack: z.int().check(z.nonnegative(), z.lte(1_000)),
    timesMax: z.int().check(z.nonnegative(), z.lte(100)),
  }),
  pauseReasons: z.array(choice).check(z.maxLength(LIST_MAX)),
  callReasons: z.array(choice).check(z.maxLength(LIST_MAX)),
  outcomes: z.array(choice).check(z.maxLength(LIST_MAX)),
  printers: z.array(printer).check(z.maxLength(PRINTERS_MAX)),
  outOfOrder: text,
});
