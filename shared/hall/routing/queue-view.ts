import type { EpochMs } from '../../lib/clock.ts';
import type { ClassId, ServiceId } from '../configuration.ts';
import type { RatioPosition } from './ratio-position.ts';
import type { AddressKey, Credit, TicketId } from '../ticket.ts';
import type { Before } from './credit-queue.ts';

/** One line of waiting tickets. With `to`: those that wait for one counter or one person only. */
export interface QueueKey {
  readonly service: ServiceId;
  readonly class: ClassId;
  readonly to?: AddressKey | undefined;
}

export interface Candidate extends QueueKey {
  readonly ticket: TicketId;
  readonly credit: Credit;
  /** It came back after a no-show or a hold: its call is no overtaking. */
  readonly passesNobody: boolean;
}

/**
 * All that a rule may know: the queues that one counter may call from now, and where a ratio stands. Small, so that the
 * hall's own queues and the arrays of a simulation can both be one.
 */
export interface QueueView<Queue extends QueueKey = QueueKey, Waiting extends Candidate = Candidate> extends ChoiceView<
  Queue,
  Waiting
> {
  before(queue: Queue, credit: Credit): Before;
}

/** What the choice itself looks at; the rest is for the reason that is told. */
export interface ChoiceView<Queue extends QueueKey = QueueKey, Waiting extends Candidate = Candidate> {
  readonly at: EpochMs;
  /** Of tickets that wait for this counter, or for the person signed in there, only. */
  readonly own: readonly Queue[];
  /** What it serves, first choice first; queues of one tier are on equal terms. No queue is named twice. */
  readonly tiers: readonly (readonly Queue[])[];
  readonly ratio: RatioPosition;
  head(queue: Queue): Waiting | null;
  /** The earliest that has been passed so many times or more. */
  firstPassed(queue: Queue, times: number): Waiting | null;
}

/** Every queue that the counter may call from now. */
export function queuesOf(view: Pick<QueueView, 'own' | 'tiers'>): QueueKey[] {
  return [...view.own, ...view.tiers.flat()];
}
