import * as z from 'zod/mini';
import { SCREEN_CONDITIONS } from '../../shared/hall/screen.ts';
import { screenHealthSchema } from '../../shared/protocol/screen-reports.ts';
import type { PeerMessage } from '../hub/peers.ts';
import { fields } from '../hub/peer-questions.ts';
import type { DeviceStanding } from './screen-hall.ts';

/** Asked of the hub that judges a hall's screens by one that does not. */
export const STANDINGS_QUESTION = 'screen-standings';

const standingsSchema = z.record(
  z.string(),
  z.object({
    condition: z.enum(SCREEN_CONDITIONS),
    lastSeen: z.nullable(z.int()),
    health: z.nullable(screenHealthSchema),
  }),
);

export interface StandingsAsked {
  readonly hall: string;
  readonly devices: readonly string[];
}

export function readAsked(question: PeerMessage): StandingsAsked | null {
  const { hall, devices } = fields(question);
  if (typeof hall !== 'string' || !Array.isArray(devices)) return null;
  return { hall, devices: (devices as readonly PeerMessage[]).filter((each) => typeof each === 'string') };
}

export function standingsAnswer(standings: ReadonlyMap<string, DeviceStanding>): PeerMessage {
  return Object.fromEntries(standings) as unknown as PeerMessage;
}

/** Null for no answer, and for one that this release does not understand. */
export function readStandings(answer: PeerMessage): ReadonlyMap<string, DeviceStanding> | null {
  const read = standingsSchema.safeParse(answer);
  return read.success ? new Map(Object.entries(read.data)) : null;
}
