import * as z from 'zod/mini';
import { sentCommandSchema, type SentCommand } from './command-schema.ts';
import { positionSchema, type Position } from './position.ts';
import { receiptsSchema, screenHealthSchema, type Receipts, type ScreenHealth } from './screen-reports.ts';

/** Sent in the Socket.IO handshake's `auth`. The hall is the credential's; it is never asked for here. */
export const handshakeSchema = z.strictObject({
  protocol: z.int(),
  token: z.string().check(z.minLength(1), z.maxLength(200)),
  /** Where the replica stands; null when it has nothing. */
  resume: z.nullable(positionSchema),
  /** False: a program that only sends commands; it gets answers and heartbeats, no snapshot and no entries. */
  follow: z.optional(z.boolean()),
});
export type Handshake = z.infer<typeof handshakeSchema>;

/** After each heartbeat: the version on the screen. The hub knows from it who is behind. */
export const seenSchema = z.strictObject({ version: z.int().check(z.nonnegative()) });
export type Seen = z.infer<typeof seenSchema>;

/** A replica that found a gap or a foreign hash asks for what it misses. */
export const resumeSchema = z.strictObject({ position: z.nullable(positionSchema) });

/** Message name and body, as one union. */
export type Up =
  | { readonly name: 'command'; readonly body: SentCommand }
  | { readonly name: 'seen'; readonly body: Seen }
  | { readonly name: 'resume'; readonly body: { readonly position: Position | null } }
  | ScreenReport;

/** What a screen says of itself; of no other weight than its own word. */
export type ScreenReport =
  { readonly name: 'receipts'; readonly body: Receipts } | { readonly name: 'screen'; readonly body: ScreenHealth };

export const upSchemas = {
  command: sentCommandSchema,
  seen: seenSchema,
  resume: resumeSchema,
  receipts: receiptsSchema,
  screen: screenHealthSchema,
} as const;
