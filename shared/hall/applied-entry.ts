import type { EpochMs } from '../lib/clock.ts';
import type { HallEvent } from './events.ts';

/** As much of an entry as the state depends on. */
export interface AppliedEntry {
  readonly version: number;
  readonly at: EpochMs;
  readonly events: readonly HallEvent[];
}
