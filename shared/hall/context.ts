import type { EpochMs } from '../lib/clock.ts';
import type { NewId } from '../lib/ids.ts';
import type { Result } from '../lib/result.ts';
import type { Actor } from './actor.ts';
import type { ClassId, ServiceId } from './configuration.ts';
import type { HallEvent } from './events.ts';
import type { WaitRange } from './forecast/wait-range.ts';
import type { Refusal } from './refusals.ts';

/** Everything that a decision needs and the hall does not hold. */
export interface Context {
  /** Never before the state's own `at`. */
  readonly at: EpochMs;
  readonly actor: Actor;
  /** For a new ticket. */
  readonly newId: NewId;
  /**
   * The wait that screens show at this moment to a newcomer of this service and class: what is quoted on the ticket (预计等候). `waiting`: how
   * many wait in that line by now, for what is shown may be a second old. Null: none is shown. Absent: nobody forecasts.
   */
  readonly quoteFor?: QuoteFor | undefined;
}

export type QuoteFor = (service: ServiceId, classId: ClassId, waiting: number) => WaitRange | null;

/** Events to be journalled as one entry (none: it is so already, and nothing is kept), or why not. */
export type Decision = Result<readonly HallEvent[], Refusal>;
