import type { EpochMs } from '../lib/clock.ts';
import type { HallEvent } from '../hall/events.ts';

/**
 * A committed entry as every enrolled screen gets it: what happened, and the two hashes by which a replica knows that it
 * missed nothing. Who did it, and by which command, stays in the hub.
 */
export interface WireEntry {
  readonly version: number;
  readonly at: EpochMs;
  readonly previousHash: string;
  readonly hash: string;
  readonly events: readonly HallEvent[];
}
