import type { EpochMs } from '../../lib/clock.ts';
import type { RatioPosition } from './ratio-position.ts';
import { isBefore, type Credit } from '../ticket.ts';
import type { Before } from './credit-queue.ts';
import type { NextTicket } from './next-ticket.ts';
import { queuesOf, type Candidate, type QueueKey, type QueueView } from './queue-view.ts';

export interface ArrayTicket extends Candidate {
  passed: number;
}

/**
 * The same view over plain arrays, with the calls played forward on it: what a desk would call after the next one, and
 * what a simulation of the hall runs. For short lines that is the fastest.
 */
export class ArrayQueueView implements QueueView {
  at: EpochMs;
  readonly own: readonly QueueKey[];
  readonly tiers: readonly (readonly QueueKey[])[];
  ratio: RatioPosition;
  readonly #lines = new Map<string, ArrayTicket[]>();

  /** Takes the tickets over, in any order. */
  constructor(options: {
    at: EpochMs;
    own?: readonly QueueKey[];
    tiers: readonly (readonly QueueKey[])[];
    ratio?: RatioPosition;
    tickets: ArrayTicket[];
  }) {
    this.at = options.at;
    this.own = options.own ?? [];
    this.tiers = options.tiers;
    this.ratio = options.ratio ?? { turn: 0, calls: 0 };
    for (const ticket of options.tickets.sort((left, right) => (isBefore(left.credit, right.credit) ? -1 : 1))) {
      const line = this.#lines.get(nameOf(ticket));
      if (line === undefined) this.#lines.set(nameOf(ticket), [ticket]);
      else line.push(ticket);
    }
  }

  head(queue: QueueKey): ArrayTicket | null {
    return this.#line(queue)[0] ?? null;
  }

  firstPassed(queue: QueueKey, times: number): ArrayTicket | null {
    return this.#line(queue).find((each) => each.passed >= times) ?? null;
  }

  before(queue: QueueKey, credit: Credit): Before {
    let count = 0;
    let passedMost = 0;
    for (const each of this.#line(queue)) {
      if (!isBefore(each.credit, credit)) break;
      count += 1;
      passedMost = Math.max(passedMost, each.passed);
    }
    return { count, passedMost };
  }

  /** Plays a call: the ticket leaves, those that it passed are passed once more, and a ratio moves on. */
  call({ candidate, reason }: NextTicket): void {
    const line = this.#line(candidate);
    line.splice(
      line.findIndex((each) => each.ticket === candidate.ticket),
      1,
    );
    if (reason.ratio !== undefined) this.ratio = reason.ratio;
    if (candidate.passesNobody) return;
    for (const queue of queuesOf(this)) {
      for (const each of this.#line(queue)) {
        if (!isBefore(each.credit, candidate.credit)) break;
        each.passed += 1;
      }
    }
  }

  #line(queue: QueueKey): ArrayTicket[] {
    return this.#lines.get(nameOf(queue)) ?? [];
  }
}

/** Ids hold no spaces. */
function nameOf({ service, class: classId, to }: QueueKey): string {
  return to === undefined ? `${service} ${classId}` : `${service} ${classId} ${to}`;
}
