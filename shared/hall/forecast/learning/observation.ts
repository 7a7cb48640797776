import type { EpochMs } from '../../../lib/clock.ts';
import type { DayId } from '../../business-day.ts';
import type { ClassId, ServiceId } from '../../configuration.ts';
import type { StaffNumber } from '../../ticket.ts';
import type { WaitRange } from '../wait-range.ts';
import type { LearningWarning } from './warning.ts';

/** One thing that a hall was seen to do. `day` and `minute` are local: the date, and 0 to 1439 since its midnight. */
export type Observation =
  /** What was learned before counts a little less from now on. */
  | { readonly is: 'day-opened'; readonly day: DayId; readonly minute: number }
  | { readonly is: 'day-closed'; readonly day: DayId; readonly minute: number }
  /** Somebody who was not expected: no appointment, no further step of a visit. */
  | {
      readonly is: 'arrived';
      readonly day: DayId;
      readonly minute: number;
      readonly service: ServiceId;
      readonly class: ClassId;
    }
  /**
   * A counter was taken up from the call to the end, less `heldMs`. The walk belongs to it, whether or not the teller pressed start:
   * so a start that nobody pressed makes no difference.
   */
  | {
      readonly is: 'served';
      readonly service: ServiceId;
      readonly teller: StaffNumber | null;
      readonly from: EpochMs;
      readonly to: EpochMs;
      readonly heldMs: number;
    }
  /** A wait is over: by a call, or because the customer was seen to leave. */
  | { readonly is: 'waited'; readonly class: ClassId; readonly ms: number; readonly gaveUp: boolean }
  | { readonly is: 'came'; readonly waitedMs: number }
  | { readonly is: 'missed'; readonly waitedMs: number; readonly lostMs: number }
  /** What was told at the kiosk, and what it became. */
  | { readonly is: 'told'; readonly service: ServiceId; readonly quote: WaitRange; readonly waitedMs: number }
  /** Where the wait stood in the hall's own forecast of it (`positionOf`): for those who keep forecasts whole. */
  | { readonly is: 'placed'; readonly service: ServiceId; readonly position: number }
  | { readonly is: 'odd'; readonly warning: LearningWarning };
