import type { EpochMs } from '../../lib/clock.ts';
import type { BreakId } from '../break.ts';
import type { CounterId } from '../configuration.ts';
import type { HallState } from '../state.ts';
import type { StaffNumber } from '../ticket.ts';

export interface BreakLine {
  readonly break: BreakId;
  readonly teller: StaffNumber;
  readonly from: EpochMs;
  /** When the teller is expected back. */
  readonly until: EpochMs;
  readonly reason: string;
  /** Where the teller sits now, and where the break would begin; null: nowhere. */
  readonly counter: CounterId | null;
  /** Begun or let pass: it can no longer be cancelled. */
  readonly isOver: boolean;
}

/** Those of this business day that have been, and all to come, the earliest first. */
export function plannedBreaks(state: HallState): BreakLine[] {
  const seats = new Map<StaffNumber, CounterId>();
  for (const { id, signIn } of state.counters.values()) if (signIn !== null) seats.set(signIn.teller, id);
  return [...state.breaks.values()]
    .map(({ id, teller, from, minutes, reason, startedAt }) => ({
      break: id,
      teller,
      from,
      until: from + minutes * 60_000,
      reason,
      counter: seats.get(teller) ?? null,
      isOver: startedAt !== null,
    }))
    .sort((left, right) => left.from - right.from);
}
