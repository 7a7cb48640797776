import * as z from 'zod/mini';
import { PRINTER_CONDITIONS, type Command } from '../hall/commands.ts';
import {
  APPOINTMENT_CODE_LENGTH_MAX,
  APPOINTMENT_CODE_LENGTH_MIN,
  APPOINTMENTS_AT_ONCE_MAX,
  BREAK_MINUTES_MAX,
  DELIVERED_MAX,
  NOTICE_LENGTH_MAX,
  REASON_LENGTH_MAX,
  REDIRECT_MAX,
  SCREEN_NAME_LENGTH_MAX,
  SERVICES_MAX,
  TICKET_NUMBER_MAX,
} from '../hall/limits.ts';
import { NOTICE_AUDIENCES } from '../hall/notice.ts';
import { AHEAD_MINUTES_MAX } from '../hall/predicted-wait.ts';
import { SCREEN_CONDITIONS } from '../hall/screen.ts';
import { HOLD_KINDS, PRINT_FAULTS } from '../hall/ticket.ts';
import { configurationSchema } from './configuration-schema.ts';
import { adviceSchema } from './advice-schema.ts';
import { RATING_GRADES } from '../hall/setup/feedback-setup.ts';
import { ID_LENGTH_MAX, ID_LENGTH_MIN } from './limits.ts';

const id = z.string().check(z.minLength(1), z.maxLength(32));
const counter = z.int().check(z.minimum(1), z.maximum(9_999));
/** Counted from 0; far more than a visit has. */
const LEGS_MAX = 99;
const ticket = z.string().check(z.minLength(1), z.maxLength(64));
const reason = z.string().check(z.trim(), z.minLength(1), z.maxLength(REASON_LENGTH_MAX));

const staffNumber = z.string().check(z.regex(/^\d{1,12}$/));
/** Milliseconds since 1970; the core knows which moments make sense. */
const moment = z.int().check(z.nonnegative(), z.lte(8_640_000_000_000_000));
const services = z.array(id).check(z.maxLength(SERVICES_MAX));
const opaque = z.string().check(z.minLength(1), z.maxLength(64));
const noticeWords = z.string().check(z.trim(), z.minLength(1), z.maxLength(NOTICE_LENGTH_MAX));
const appointmentCode = z
  .string()
  .check(z.regex(new RegExp(`^[A-Za-z0-9]{${APPOINTMENT_CODE_LENGTH_MIN},${APPOINTMENT_CODE_LENGTH_MAX}}$`)));
const delivered = z.array(id).check(z.maxLength(DELIVERED_MAX));

/** What every command carries besides its own fields: an id kept by the sender before sending, and the day it is meant for. */
const envelope = {
  id: z.string().check(z.regex(new RegExp(`^[A-Za-z0-9_:.-]{${ID_LENGTH_MIN},${ID_LENGTH_MAX}}$`))),
  day: z.optional(z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/))),
};

export const sentCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({
    ...envelope,
    type: z.literal('issue-ticket'),
    service: id,
    class: z.optional(id),
    printer: z.optional(z.nullable(id)),
    large: z.optional(z.boolean()),
  }),
  z.strictObject({
    ...envelope,
    type: z.literal('lease-numbers'),
    series: id,
    nonce: opaque,
    boots: z.int().check(z.positive()),
    after: z.optional(opaque),
  }),
  z.strictObject({
    ...envelope,
    type: z.literal('issue-offline'),
    lease: opaque,
    serial: z.int().check(z.positive(), z.lte(TICKET_NUMBER_MAX)),
    nonce: opaque,
    boots: z.int().check(z.positive()),
    service: id,
    class: z.optional(id),
    takenAt: moment,
    printed: z.boolean(),
  }),
  z.strictObject({ ...envelope, type: z.literal('call-next'), counter, atHand: z.optional(z.nullable(ticket)) }),
  z.strictObject({ ...envelope, type: z.literal('call-ticket'), counter, ticket, reason }),
  z.strictObject({
    ...envelope,
    type: z.enum(['recall', 'start-service', 'mark-no-show', 'close-counter', 'resume-counter', 'sign-in', 'sign-out']),
    counter,
  }),
  z.strictObject({
    ...envelope,
    type: z.literal('finish-service'),
    counter,
    delivered: z.optional(delivered),
    outcome: z.optional(reason),
    visitEnds: z.optional(z.boolean()),
  }),
  z.strictObject({
    ...envelope,
    type: z.enum(['return-ticket', 'cancel-ticket', 'mark-left', 'postpone-ticket', 'wake-ticket', 'check-documents']),
    ticket,
  }),
  z.strictObject({ ...envelope, type: z.literal('hold-ticket'), counter, kind: z.enum(HOLD_KINDS), until: z.optional(moment) }),
  z.strictObject({ ...envelope, type: z.literal('resume-ticket'), counter, ticket }),
  z.strictObject({
    ...envelope,
    type: z.literal('transfer-ticket'),
    counter,
    service: z.optional(id),
    toCounter: z.optional(counter),
    toTeller: z.optional(staffNumber),
    delivered: z.optional(delivered),
  }),
  z
    .strictObject({
      ...envelope,
      type: z.literal('redirect-tickets'),
      tickets: z.optional(z.array(ticket).check(z.minLength(1), z.maxLength(REDIRECT_MAX))),
      filter: z.optional(
        z.strictObject({
          service: id,
          class: z.optional(id),
          waitedMinutesMin: z.optional(z.int().check(z.nonnegative(), z.lte(1_440))),
        }),
      ),
      service: id,
    })
    .check(z.refine(({ filter, tickets }) => (filter === undefined) !== (tickets === undefined), 'either tickets or a filter')),
  z.strictObject({ ...envelope, type: z.literal('reclassify-ticket'), ticket, class: id }),
  z.strictObject({ ...envelope, type: z.literal('merge-tickets'), ticket, into: ticket }),
  z.strictObject({
    ...envelope,
    type: z.literal('reprint-ticket'),
    ticket,
    printer: z.optional(id),
    large: z.optional(z.boolean()),
  }),
  z.strictObject({ ...envelope, type: z.literal('undo'), counter: z.optional(counter), redirect: z.optional(opaque) }),
  z.strictObject({
    ...envelope,
    type: z.literal('open-counter'),
    counter,
    teller: z.optional(staffNumber),
    services: z.optional(services),
    until: z.optional(moment),
  }),
  z.strictObject({ ...envelope, type: z.literal('move-teller'), counter, toCounter: counter }),
  z.strictObject({ ...envelope, type: z.literal('serve-only'), counter, services, until: z.optional(moment) }),
  z.strictObject({ ...envelope, type: z.literal('set-auto-call'), counter, on: z.boolean() }),
  z.strictObject({ ...envelope, type: z.literal('stop-service'), service: id, reason }),
  z.strictObject({ ...envelope, type: z.literal('resume-service'), service: id }),
  z.strictObject({
    ...envelope,
    type: z.literal('post-notice'),
    audience: z.enum(NOTICE_AUDIENCES),
    text: z.strictObject({ zh: noticeWords, en: noticeWords }),
    until: z.optional(moment),
  }),
  z.strictObject({ ...envelope, type: z.enum(['withdraw-notice', 'confirm-notice']), notice: opaque }),
  z.strictObject({
    ...envelope,
    type: z.literal('plan-break'),
    teller: staffNumber,
    from: moment,
    minutes: z.int().check(z.positive(), z.lte(BREAK_MINUTES_MAX)),
    reason,
  }),
  z.strictObject({ ...envelope, type: z.literal('cancel-break'), break: opaque }),
  z.strictObject({
    ...envelope,
    type: z.literal('book-appointments'),
    appointments: z
      .array(z.strictObject({ code: appointmentCode, service: id, class: z.optional(id), at: moment }))
      .check(z.minLength(1), z.maxLength(APPOINTMENTS_AT_ONCE_MAX)),
  }),
  z.strictObject({ ...envelope, type: z.literal('cancel-appointment'), code: appointmentCode }),
  z.strictObject({ ...envelope, type: z.literal('check-in'), code: appointmentCode, printer: z.optional(z.nullable(id)) }),
  z.strictObject({
    ...envelope,
    type: z.literal('request-help'),
    counter,
    from: z.enum(['manager', 'guard']),
    about: z.optional(z.literal('pause')),
    words: z.optional(reason),
  }),
  z.strictObject({ ...envelope, type: z.literal('acknowledge-alert'), alert: opaque }),
  z.strictObject({ ...envelope, type: z.literal('accept-advice'), advice: adviceSchema }),
  z.strictObject({ ...envelope, type: z.literal('decline-advice'), advice: adviceSchema, reason }),
  z.strictObject({ ...envelope, type: z.literal('carry-out-due') }),
  z.strictObject({
    ...envelope,
    type: z.literal('rate-service'),
    ticket,
    leg: z.int().check(z.nonnegative(), z.lte(LEGS_MAX)),
    grade: z.literal(RATING_GRADES),
  }),
  z.strictObject({ ...envelope, type: z.literal('serve-without-ticket'), counter, service: id }),
  z.strictObject({ ...envelope, type: z.literal('pause-counter'), counter, reason }),
  z.strictObject({ ...envelope, type: z.literal('open-day') }),
  z.strictObject({ ...envelope, type: z.literal('close-day'), leaveUnserved: z.optional(z.boolean()) }),
  z.strictObject({
    ...envelope,
    type: z.literal('configure-hall'),
    configuration: configurationSchema,
    basedOn: z.optional(z.int().check(z.nonnegative())),
  }),
  z.strictObject({
    ...envelope,
    type: z.literal('report-print'),
    ticket,
    outcome: z.enum(['printed', 'failed']),
    fault: z.optional(z.enum(PRINT_FAULTS)),
  }),
  z.strictObject({ ...envelope, type: z.literal('report-printer'), printer: id, condition: z.enum(PRINTER_CONDITIONS) }),
  z.strictObject({ ...envelope, type: z.literal('set-paper-change'), printer: id, on: z.boolean() }),
  z.strictObject({
    ...envelope,
    type: z.literal('report-screen'),
    screen: opaque,
    name: z.string().check(z.minLength(1), z.maxLength(SCREEN_NAME_LENGTH_MAX)),
    condition: z.enum(SCREEN_CONDITIONS),
  }),
  z.strictObject({
    ...envelope,
    type: z.literal('report-forecast'),
    waits: z
      .array(
        z.strictObject({
          service: id,
          minutes: z.int().check(z.nonnegative()),
          inMinutes: z.int().check(z.nonnegative(), z.lte(AHEAD_MINUTES_MAX)),
        }),
      )
      .check(z.maxLength(SERVICES_MAX)),
  }),
  /** Not the hall's but the hub's: a manager vouches for the clock after a jump. */
  z.strictObject({ ...envelope, type: z.literal('confirm-clock') }),
]);

export interface Envelope {
  readonly id: string;
  readonly day?: string | undefined;
}

export interface ConfirmClock {
  readonly type: 'confirm-clock';
}

/** A command as it travels, through the socket and through REST alike. */
export type SentCommand = Envelope & (Command | ConfirmClock);
export type SentCommandType = SentCommand['type'];
