import type { EpochMs } from '../../lib/clock.ts';
import type { ClassId, ServiceId } from '../configuration.ts';
import type { Credit, TicketId } from '../ticket.ts';
import type { Before } from './credit-queue.ts';

export interface Candidate {
  readonly ticket: TicketId;
  readonly service: ServiceId;
  readonly class: ClassId;
  readonly credit: Credit;
  /** It came back after a no-show: its call is no overtaking. */
  readonly returned: boolean;
}

/**
 * All that a rule may know: the heads of the queues that one counter serves. Small, so that the hall's own queues and
 * the arrays of a simulation can both be one.
 */
export interface QueueView {
  readonly at: EpochMs;
  /** What the counter serves, first choice first; services of one tier are on equal terms. */
  readonly tiers: readonly (readonly ServiceId[])[];
  readonly classes: readonly ClassId[];
  head(service: ServiceId, classId: ClassId): Candidate | null;
  /** The earliest that has been passed so many times or more. */
  firstPassed(service: ServiceId, classId: ClassId, times: number): Candidate | null;
  before(service: ServiceId, classId: ClassId, credit: Credit): Before;
}
