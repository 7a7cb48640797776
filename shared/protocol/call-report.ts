import type { EpochMs } from '../lib/clock.ts';
import type { CallReceipt } from './receipts.ts';

/** For reports: the first and the last screen's times, by the hub's clock. */
export interface CallReport extends CallReceipt {
  readonly firstPaintedAt: EpochMs | null;
  readonly lastPaintedAt: EpochMs | null;
  readonly firstSpokenAt: EpochMs | null;
  readonly lastSpokenAt: EpochMs | null;
}
