import * as z from 'zod/mini';
import { PRINTER_CONDITIONS, type Command } from '../hall/commands.ts';
import { DELIVERED_MAX, REASON_LENGTH_MAX } from '../hall/limits.ts';
import { PRINT_FAULTS } from '../hall/ticket.ts';
import { configurationSchema } from './configuration-schema.ts';
import { ID_LENGTH_MAX, ID_LENGTH_MIN } from './limits.ts';

const id = z.string().check(z.minLength(1), z.maxLength(32));
const counter = z.int().check(z.minimum(1), z.maximum(9_999));
const ticket = z.string().check(z.minLength(1), z.maxLength(64));
const reason = z.string().check(z.trim(), z.minLength(1), z.maxLength(REASON_LENGTH_MAX));

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
  }),
  z.strictObject({ ...envelope, type: z.literal('call-next'), counter, atHand: z.optional(z.nullable(ticket)) }),
  z.strictObject({ ...envelope, type: z.literal('call-ticket'), counter, ticket, reason }),
  z.strictObject({
    ...envelope,
    type: z.enum([
      'recall',
      'start-service',
      'mark-no-show',
      'open-counter',
      'close-counter',
      'resume-counter',
      'sign-in',
      'sign-out',
    ]),
    counter,
  }),
  z.strictObject({
    ...envelope,
    type: z.literal('finish-service'),
    counter,
    delivered: z.optional(z.array(id).check(z.maxLength(DELIVERED_MAX))),
    outcome: z.optional(reason),
  }),
  z.strictObject({ ...envelope, type: z.enum(['return-ticket', 'cancel-ticket', 'mark-left']), ticket }),
  z.strictObject({ ...envelope, type: z.literal('serve-without-ticket'), counter, service: id }),
  z.strictObject({ ...envelope, type: z.literal('pause-counter'), counter, reason }),
  z.strictObject({ ...envelope, type: z.enum(['open-day', 'close-day']) }),
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
