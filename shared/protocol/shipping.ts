import * as z from 'zod/mini';
import type { Role } from '../hall/actor.ts';
import { positionSchema } from './position.ts';

/**
 * How a hall ships its log to its region: `POST /api/shipping/:hall` of the region, with the hall's token. A body without entries
 * asks where the region stands, and says that the hall is there. Entries carry no personal data, so they go as they are.
 */
export const SHIPPING_ROLES = ['manager', 'admin'] as const satisfies readonly Role[];

/** A hall that is not heard for so long counts as cut off; it is heard at least every `SHIPPING_HEARTBEAT_MS`. */
export const SHIPPING_HEARTBEAT_MS = 5_000;
export const CUT_OFF_AFTER_MS = 20_000;
/** One body: an entry that sets a configuration may weigh a megabyte, all others are sent in bodies of 64 kB. */
export const SHIPMENT_BYTES_MAX = 2_097_152;
export const SHIPMENT_BYTES_USUAL = 65_536;
export const SHIPMENT_ENTRIES_MAX = 500;

const hex = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const text = z.string().check(z.minLength(1), z.maxLength(200));
const count = z.int().check(z.nonnegative());

/** An entry as the journal has it. What its events mean is the fold's: a region of an older release keeps what it does not know. */
export const shippedEntrySchema = z.strictObject({
  version: z.int().check(z.positive()),
  epoch: z.int().check(z.positive()),
  at: count,
  actor: text,
  commandId: text,
  fingerprint: hex,
  events: z.array(z.looseObject({ type: text })).check(z.maxLength(10_000)),
  previousHash: hex,
  hash: hex,
});

export const shipmentSchema = z.strictObject({
  /** Where the hall's own log ends, entries of this body or not. */
  head: positionSchema,
  /** The hall's clock as it sends. */
  at: count,
  entries: z.array(shippedEntrySchema).check(z.maxLength(SHIPMENT_ENTRIES_MAX)),
});
export type Shipment = z.infer<typeof shipmentSchema>;

/** The region has everything up to `position`, durably. */
export const shippedSchema = z.object({ position: positionSchema });

/** What needs a person: the region says the same until somebody does something. The hall goes on by itself. */
export const SHIPPING_FAULTS = [
  /** The region does not know the token: none, another one, or it was revoked. */
  'unauthenticated',
  /** The token is another hall's. */
  'not-allowed',
  /** The region's file does not name this hall. */
  'unknown-hall',
  /** The region has another entry at a version than the hall: two logs under one name. Nothing was overwritten. */
  'log-forked',
  /** An entry does not verify. */
  'entry-damaged',
  /** The region cannot read what this hall sends. */
  'malformed',
  'message-too-large',
] as const;
export type ShippingFault = (typeof SHIPPING_FAULTS)[number];

/** Why nothing arrives although nobody refuses it. All of them are tried again, and end by themselves when what is wrong is mended. */
export const CUT_OFF_REASONS = [
  /** Nobody answers. */
  'unreachable',
  /** Who answers is no region service: another program, or a proxy with a page of its own. */
  'not-a-region',
  /** The certificate of who answers is not signed by an authority that this hub trusts. */
  'not-trusted',
  /** It is, for another name than the address has. */
  'other-name',
  /** Its time is over or has not begun: renew it, or put the clock of this hub right. */
  'certificate-time',
  /** The region's disk takes nothing. */
  'region-full',
  'region-busy',
  /** This hub could not read its own log: the archive or Redis is away. */
  'log-unread',
] as const;
export type CutOffReason = (typeof CUT_OFF_REASONS)[number];

const moment = z.int();
/** Entries that the region lacks; null: it has not said where it stands since this hub started. */
const lacking = z.nullable(count);

/** As the hall's own hub sees it; one tells it to the others, and to the hall's panel. */
export const shippingStateSchema = z.discriminatedUnion('is', [
  /** This hub ships nothing. */
  z.object({ is: z.literal('off') }),
  /** `at`: when the region last said that it has everything. */
  z.object({ is: z.literal('up-to-date'), at: moment }),
  z.object({ is: z.literal('behind'), by: count, since: moment }),
  z.object({ is: z.literal('cut-off'), by: lacking, since: moment, why: z.enum(CUT_OFF_REASONS) }),
  /** `version`: of the entry that was refused, where one was. */
  z.object({ is: z.literal('refused'), by: lacking, since: moment, fault: z.enum(SHIPPING_FAULTS), version: z.optional(count) }),
]);
export type ShippingState = Readonly<z.infer<typeof shippingStateSchema>>;
