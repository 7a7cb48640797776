import * as z from 'zod/mini';
import { ALERT_AUDIENCES, ALERT_SOUNDS, WATCHED_KINDS } from '../hall/alert-rule.ts';
import { WEEKDAYS } from '../hall/configuration.ts';
import { AHEAD_MINUTES_MAX } from '../hall/predicted-wait.ts';
import {
  ALERT_RULES_MAX,
  ALERT_STEPS_MAX,
  CLASSES_MAX,
  COUNTERS_MAX,
  PRINTERS_MAX,
  SERIES_MAX,
  SERVICES_MAX,
} from '../hall/limits.ts';
import { BAUD_RATES, PRINTER_LANGUAGES, QR_DRAWINGS } from '../hall/setup/paper-setup.ts';
import { choice, counterId, id, text, timeOfDay } from './configuration-parts.ts';
import { displays, feedback, kiosk, media, paper, publicPages, voice } from './customer-setup-schema.ts';

/** Services and pairs of service and class in one tier. */
const SERVED_MAX = SERVICES_MAX * 2;
const LIST_MAX = 50;
/** A day. */
const MINUTES_MAX = 1_440;
/** As `SERVE_MS_MAX`: no serve time is believed to be longer. */
const TYPICAL_MINUTES_MAX = 120;
const SECONDS_MAX = MINUTES_MAX * 60;

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
  nextStep: z.optional(id),
  promisedWaitMinutes: z.optional(z.int().check(z.positive(), z.lte(MINUTES_MAX))),
  typicalMinutes: z.optional(z.int().check(z.positive(), z.lte(TYPICAL_MINUTES_MAX))),
  otherChannel: z.optional(
    z.strictObject({
      text,
      fromWaiting: z.optional(z.int().check(z.nonnegative(), z.lte(10_000))),
      fromMinutes: z.optional(z.int().check(z.positive(), z.lte(MINUTES_MAX))),
    }),
  ),
});

const served = z.union([id, z.strictObject({ service: id, class: id })]);

const counter = z.strictObject({
  id: counterId,
  name: text,
  kind: z.enum(['counter', 'room']),
  reservedFor: z.optional(id),
  serves: z.array(z.array(served).check(z.minLength(1), z.maxLength(SERVED_MAX))).check(z.minLength(1), z.maxLength(SERVED_MAX)),
  helpsAfterSeconds: z.optional(z.int().check(z.nonnegative(), z.lte(SECONDS_MAX))),
  silent: z.optional(z.boolean()),
});

const ruleBounds = {
  passedMax: z.nullable(z.int().check(z.nonnegative(), z.lte(1_000))),
  waitMaxMinutes: z.optional(z.nullable(z.int().check(z.positive(), z.lte(MINUTES_MAX)))),
};
const classList = z.array(id).check(z.maxLength(CLASSES_MAX));

const routing = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fcfs'), ...ruleBounds }),
  z.strictObject({ kind: z.literal('strict'), order: classList, ...ruleBounds }),
  z.strictObject({ kind: z.literal('aging'), factors: z.record(id, z.number().check(z.gte(1), z.lte(100))), ...ruleBounds }),
  z.strictObject({
    kind: z.literal('head-start'),
    minutes: z.record(id, z.number().check(z.gte(0), z.lte(MINUTES_MAX))),
    ...ruleBounds,
  }),
  z.strictObject({
    kind: z.literal('ratio'),
    turns: z
      .array(z.strictObject({ classes: classList.check(z.minLength(1)), calls: z.int().check(z.positive(), z.lte(100)) }))
      .check(z.minLength(1), z.maxLength(CLASSES_MAX)),
    ...ruleBounds,
  }),
]);

const alertStep = z.strictObject({
  afterSeconds: z.int().check(z.nonnegative(), z.lte(SECONDS_MAX)),
  tell: z.array(z.enum(ALERT_AUDIENCES)).check(z.minLength(1), z.maxLength(ALERT_AUDIENCES.length)),
  sound: z.enum(ALERT_SOUNDS),
  attend: z.optional(z.boolean()),
});

const alertRule = z.strictObject({
  kind: z.enum(WATCHED_KINDS),
  threshold: z.int().check(z.nonnegative(), z.lte(100_000)),
  service: z.optional(id),
  class: z.optional(id),
  aheadMinutes: z.optional(z.int().check(z.positive(), z.lte(AHEAD_MINUTES_MAX))),
  steps: z.array(alertStep).check(z.minLength(1), z.maxLength(ALERT_STEPS_MAX)),
  repeatMinutes: z.optional(z.int().check(z.positive(), z.lte(MINUTES_MAX))),
});

const minimumOpen = z.strictObject({
  service: id,
  counters: z.int().check(z.positive(), z.lte(COUNTERS_MAX)),
  from: timeOfDay,
  to: timeOfDay,
  weekdays: z.optional(z.array(z.enum(WEEKDAYS)).check(z.minLength(1), z.maxLength(7))),
});

/** What a printer may be behind, and nothing else of a machine: a hall's configuration must not write to a disk. */
const PRINTER_DEVICE =
  /^\/dev\/(?:usb\/lp\d{1,2}|lp\d{1,2}|tty(?:USB|ACM|S|AMA)\d{1,3}|serial\/by-(?:id|path)\/[A-Za-z0-9._:-]{1,120}|printer-[a-z0-9-]{1,40})$/;

const printer = z.strictObject({
  id,
  name: text,
  host: z.string().check(z.regex(/^[A-Za-z0-9.:-]{1,253}$/)),
  port: z.int().check(z.minimum(1), z.maximum(65_535)),
  columns: z.int().check(z.minimum(24), z.maximum(64)),
  language: z.optional(z.enum(PRINTER_LANGUAGES)),
  device: z.optional(z.string().check(z.regex(PRINTER_DEVICE))),
  baud: z.optional(z.literal(BAUD_RATES)),
  qr: z.optional(z.enum(QR_DRAWINGS)),
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
  routing,
  returns: z.strictObject({
    placesBack: z.int().check(z.nonnegative(), z.lte(1_000)),
    timesMax: z.int().check(z.nonnegative(), z.lte(100)),
  }),
  postpone: z.optional(
    z.strictObject({
      placesBack: z.int().check(z.positive(), z.lte(1_000)),
      timesMax: z.int().check(z.positive(), z.lte(100)),
    }),
  ),
  pauseReasons: z.array(choice).check(z.maxLength(LIST_MAX)),
  callReasons: z.array(choice).check(z.maxLength(LIST_MAX)),
  outcomes: z.array(choice).check(z.maxLength(LIST_MAX)),
  printers: z.array(printer).check(z.maxLength(PRINTERS_MAX)),
  outOfOrder: text,
  recalls: z.optional(
    z.strictObject({
      timesMax: z.int().check(z.nonnegative(), z.lte(100)),
      spacingSeconds: z.int().check(z.nonnegative(), z.lte(3_600)),
    }),
  ),
  transfers: z.optional(z.strictObject({ place: z.enum(['credit', 'end']) })),
  chosenCallBy: z.optional(z.array(z.enum(['teller', 'manager'])).check(z.maxLength(2))),
  minimumOpen: z.optional(z.array(minimumOpen).check(z.maxLength(LIST_MAX))),
  appointments: z.optional(
    z.strictObject({
      earlyMinutes: z.int().check(z.nonnegative(), z.lte(MINUTES_MAX)),
      lateMinutes: z.int().check(z.nonnegative(), z.lte(MINUTES_MAX)),
      late: z.enum(['walk-in', 'refused']),
      place: z.enum(['booked-time', 'check-in']),
    }),
  ),
  endOfDay: z.optional(
    z.strictObject({
      lastTicketMinutes: z.int().check(z.nonnegative(), z.lte(MINUTES_MAX)),
      waiting: z.enum(['serve-first', 'unserved']),
    }),
  ),
  receptionRoom: z.optional(counterId),
  stopReasons: z.optional(z.array(choice).check(z.maxLength(LIST_MAX))),
  adviceDeclineReasons: z.optional(z.array(choice).check(z.maxLength(LIST_MAX))),
  autoCallAfterSeconds: z.optional(z.int().check(z.nonnegative(), z.lte(3_600))),
  alerts: z.optional(z.array(alertRule).check(z.maxLength(ALERT_RULES_MAX))),
  displays: z.optional(displays),
  media: z.optional(media),
  publicPages: z.optional(publicPages),
  voice: z.optional(voice),
  kiosk: z.optional(kiosk),
  paper: z.optional(paper),
  feedback: z.optional(feedback),
});
