import type { Ticket, TicketId } from './ticket.ts';

export type FailedPrint = Ticket & { readonly print: Extract<Ticket['print'], { is: 'failed' }> };

/**
 * Tickets whose paper failed. The watch asks for them every second, and a hall holds a hundred thousand tickets of which
 * three have no paper.
 *
 * **Maintained invariant**: every ticket whose print is `failed` is in it. One that was printed since may be, too: it is
 * left out when asked, and forgotten with the ticket.
 */
export class FailedPrints {
  readonly #ids = new Set<TicketId>();

  /** To be told of every ticket whose print may have become `failed`. */
  keep({ id, print }: Ticket): void {
    if (print.is === 'failed') this.#ids.add(id);
  }

  /** The customers who wait without paper, in the order in which their prints failed. O(prints that failed). */
  waiting(tickets: ReadonlyMap<TicketId, Ticket>): FailedPrint[] {
    const found: FailedPrint[] = [];
    for (const id of this.#ids) {
      const ticket = tickets.get(id);
      if (ticket !== undefined && isWithoutPaper(ticket)) found.push(ticket);
    }
    return found.sort((left, right) => left.print.at - right.print.at || (left.id < right.id ? -1 : 1));
  }

  /** Drops those that the hall has forgotten. */
  forget(tickets: ReadonlyMap<TicketId, Ticket>): void {
    for (const id of this.#ids) if (!tickets.has(id)) this.#ids.delete(id);
  }
}

function isWithoutPaper(ticket: Ticket): ticket is FailedPrint {
  return ticket.print.is === 'failed' && ticket.status.is === 'waiting';
}
