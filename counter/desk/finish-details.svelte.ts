import type { ServiceId } from '../../shared/hall/configuration.ts';
import { DELIVERED_MAX } from '../../shared/hall/limits.ts';
import type { TicketId } from '../../shared/hall/ticket.ts';

interface Details {
  readonly ticket: TicketId;
  readonly counts: ReadonlyMap<ServiceId, number>;
  readonly outcome: string | null;
}

/**
 * What was done for the customer at hand (已办业务), noted before *finish* or *next* is pressed. It belongs to one ticket:
 * asked about another it is empty, so that nothing noted for one customer is ever sent for the next.
 */
export class FinishDetails {
  #details = $state.raw<Details | null>(null);

  count(ticket: TicketId, service: ServiceId): number {
    return this.#of(ticket).counts.get(service) ?? 0;
  }

  outcome(ticket: TicketId): string | null {
    return this.#of(ticket).outcome;
  }

  isEmpty(ticket: TicketId): boolean {
    const { counts, outcome } = this.#of(ticket);
    return counts.size === 0 && outcome === null;
  }

  /** Changes a count by one step; keeps within 0 and what one leg may record. */
  add(ticket: TicketId, service: ServiceId, step: 1 | -1): void {
    const details = this.#of(ticket);
    const counts = new Map(details.counts);
    const count = (counts.get(service) ?? 0) + step;
    if (step > 0 && this.delivered(ticket).length >= DELIVERED_MAX) return;
    if (count > 0) counts.set(service, count);
    else counts.delete(service);
    this.#details = { ...details, counts };
  }

  /** Choosing the chosen outcome again takes it back. */
  toggleOutcome(ticket: TicketId, outcome: string): void {
    const details = this.#of(ticket);
    this.#details = { ...details, outcome: details.outcome === outcome ? null : outcome };
  }

  /** One entry for each time a service was done. */
  delivered(ticket: TicketId): ServiceId[] {
    return [...this.#of(ticket).counts].flatMap(([service, count]) => Array<ServiceId>(count).fill(service));
  }

  #of(ticket: TicketId): Details {
    return this.#details?.ticket === ticket ? this.#details : { ticket, counts: new Map(), outcome: null };
  }
}
