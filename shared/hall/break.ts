import type { EpochMs } from '../lib/clock.ts';
import type { StaffNumber } from './ticket.ts';

export type BreakId = string;

/** A planned pause of one teller (用餐, 换班). Begins by itself wherever the teller sits open then; ended by resuming. */
export interface PlannedBreak {
  readonly id: BreakId;
  readonly teller: StaffNumber;
  readonly from: EpochMs;
  readonly minutes: number;
  readonly reason: string;
  /** Null until it began, or was let pass because the teller had no open counter. */
  startedAt: EpochMs | null;
}
