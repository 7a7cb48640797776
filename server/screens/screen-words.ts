import * as z from 'zod/mini';
import { PROTOCOL_VERSION } from '../../shared/protocol/protocol-version.ts';
import { receiptsSchema, screenHealthSchema } from '../../shared/protocol/screen-reports.ts';
import type { PeerMessage } from '../hub/peers.ts';

/** What one hub tells the others of the screens that hang on it, so that the one that judges a hall's screens knows of all. */
export const SCREENS_TOPIC = 'screens';
/** A hub that begins to judge a hall's screens asks the others which there are. */
export const SCREENS_ASKED_TOPIC = 'screens-asked';

const moment = z.int();
const lineSchema = z.object({
  /** Of the hub that it hangs on, for as long as it does. */
  id: z.int(),
  device: z.string(),
  cameAt: moment,
  seenAt: z.nullable(moment),
  health: z.nullable(screenHealthSchema),
  healthAt: moment,
});
export type LineWord = z.infer<typeof lineSchema>;

const hallWordsSchema = z.object({
  hall: z.string(),
  /** These are all lines of the hall on that hub: what is not among them is gone. */
  isAll: z.boolean(),
  lines: z.array(lineSchema),
  /** Lines that are known and answered a heartbeat, and when. */
  seen: z.array(z.tuple([z.int(), moment])),
  gone: z.array(z.int()),
  receipts: z.array(z.object({ line: z.int(), body: receiptsSchema })),
  /** Devices whose watchdog spoke. */
  hung: z.array(z.string()),
});
export type HallWords = z.infer<typeof hallWordsSchema>;

const wordsSchema = z.object({
  /** A hub of another protocol may mean something else by these words. */
  protocol: z.literal(PROTOCOL_VERSION),
  hub: z.string(),
  halls: z.array(hallWordsSchema),
});
export type ScreenWords = z.infer<typeof wordsSchema>;

export function tellingOf(hub: string, halls: readonly HallWords[]): PeerMessage {
  // Plain JSON by its schema; a field that is absent is absent on the way too.
  return { protocol: PROTOCOL_VERSION, hub, halls } as unknown as PeerMessage;
}

/** Null for what this release does not understand. */
export function readWords(message: PeerMessage): ScreenWords | null {
  const read = wordsSchema.safeParse(message);
  return read.success ? read.data : null;
}
