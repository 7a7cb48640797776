import type { EpochMs } from '../../shared/lib/clock.ts';
import type { HallEvent } from '../../shared/hall/events.ts';

/** One command's outcome: atomic, chained to the one before it, kept for ever below no snapshot. */
export interface JournalEntry {
  readonly hall: string;
  /** 1, 2, 3 … per hall: the only order there is. */
  readonly version: number;
  /** Rises when a journal was cut and mended (many hubs); 1 on one machine. Not part of the hash. */
  readonly epoch: number;
  readonly at: EpochMs;
  readonly actor: string;
  readonly commandId: string;
  /** SHA-256 of actor and command: tells the same command sent again from another one under its id. */
  readonly fingerprint: string;
  readonly events: readonly HallEvent[];
  readonly previousHash: string;
  /** SHA-256(previousHash ‖ canonical JSON of every field but hash, previousHash and epoch), hex. */
  readonly hash: string;
}
