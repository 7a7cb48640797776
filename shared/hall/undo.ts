import type { EpochMs } from '../lib/clock.ts';
import type { Counter } from './counter.ts';
import type { UndoableAction } from './events.ts';
import type { PassedQueue } from './routing/call-reason.ts';
import type { RatioPosition } from './state.ts';
import type { Credit, StaffNumber, Ticket } from './ticket.ts';

/** What an action changed, as it was before: plain JSON, part of the snapshot. */
export type UndoImage =
  | {
      readonly is: 'action';
      readonly action: UndoableAction;
      readonly at: EpochMs;
      readonly counter: Counter;
      readonly tickets: readonly Ticket[];
      readonly ratio: RatioPosition;
      /** Whom the call passed, and by which credit. Empty when nothing was called. */
      readonly passed: readonly PassedQueue[];
      readonly calledCredit: Credit | null;
    }
  | { readonly is: 'redirect'; readonly at: EpochMs; readonly by: StaffNumber | null; readonly tickets: readonly Ticket[] };
