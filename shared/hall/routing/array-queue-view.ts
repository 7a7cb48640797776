import type { EpochMs } from '../../lib/clock.ts';
import type { ClassId, ServiceId } from '../configuration.ts';
import { isBefore } from '../ticket.ts';
import type { Candidate, QueueView } from './queue-view.ts';

export interface ArrayTicket extends Candidate {
  passed: number;
}

/**
 * The same view over a plain array, with the calls played forward on it: what a desk would call after the next one, and
 * what a simulation of the hall runs. Each operation looks at every ticket; for short lists that is the fastest.
 */
export class ArrayQueueView implements QueueView {
  at: EpochMs;
  readonly tiers: readonly (readonly ServiceId[])[];
  readonly classes: readonly ClassId[];
  readonly #tickets: ArrayTicket[];

  /** Takes the tickets over, in any order. */
  constructor(options: {
    at: EpochMs;
    tiers: readonly (readonly ServiceId[])[];
    classes: readonly ClassId[];
    tickets: ArrayTicket[];
  }) {
    this.at = options.at;
    this.tiers = options.tiers;
    this.classes = options.classes;
    this.#tickets = options.tickets.sort((left, right) => (isBefore(left.credit, right.credit) ? -1 : 1));
  }

  head(service: ServiceId, classId: ClassId): ArrayTicket | null {
    return this.#tickets.find((each) => each.service === service && each.class === classId) ?? null;
  }

  firstPassed(service: ServiceId, classId: ClassId, times: number): ArrayTicket | null {
    return this.#tickets.find((each) => each.service === service && each.class === classId && each.passed >= times) ?? null;
  }

  before(service: ServiceId, classId: ClassId, credit: Candidate['credit']): { count: number; passedMost: number } {
    let count = 0;
    let passedMost = 0;
    for (const each of this.#tickets) {
      if (each.service !== service || each.class !== classId || !isBefore(each.credit, credit)) continue;
      count += 1;
      passedMost = Math.max(passedMost, each.passed);
    }
    return { count, passedMost };
  }

  /** Plays the call of a ticket: it leaves, and those that it passed are passed once more. */
  call(called: Candidate): void {
    const served = new Set(this.tiers.flat());
    this.#tickets.splice(
      this.#tickets.findIndex((each) => each.ticket === called.ticket),
      1,
    );
    if (called.returned) return;
    for (const each of this.#tickets) {
      if (served.has(each.service) && isBefore(each.credit, called.credit)) each.passed += 1;
    }
  }
}
