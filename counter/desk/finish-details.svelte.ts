import type { ServiceId } from '../../shared/hall/configuration.ts';
import { DELIVERED_MAX } from '../../shared/hall/limits.ts';
import type { TicketId } from '../../shared/hall/ticket.ts';

interface Details {
  readonly ticket: TicketId;
  readonly counts: ReadonlyMap<ServiceId, number>;
  readonly outcome: string | null;
}

const NOTED_KEY = 'hallcall.noted';
/** The customer at hand, those on hold, and one that an undo brings back. */
const NOTED_MAX = 20;

/**
 * What was done for the customer at hand (已办业务), noted before *finish* or *next* is pressed. It belongs to one ticket:
 * asked about another it is empty, so that nothing noted for one customer is ever sent for the next. Kept for this
 * browser's session: a reload, a hold or an undo loses nothing.
 */
export class FinishDetails {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'> | null;
  #noted = $state.raw<readonly Details[]>([]);

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'> | null = null) {
    this.#storage = storage;
    this.#noted = readNoted(storage?.getItem(NOTED_KEY) ?? null);
  }

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
    this.#note({ ...details, counts });
  }

  /** Choosing the chosen outcome again takes it back. */
  toggleOutcome(ticket: TicketId, outcome: string): void {
    const details = this.#of(ticket);
    this.#note({ ...details, outcome: details.outcome === outcome ? null : outcome });
  }

  /** One entry for each time a service was done. */
  delivered(ticket: TicketId): ServiceId[] {
    return [...this.#of(ticket).counts].flatMap(([service, count]) => Array<ServiceId>(count).fill(service));
  }

  #of(ticket: TicketId): Details {
    return this.#noted.find((each) => each.ticket === ticket) ?? { ticket, counts: new Map(), outcome: null };
  }

  #note(details: Details): void {
    this.#noted = [details, ...this.#noted.filter((each) => each.ticket !== details.ticket)].slice(0, NOTED_MAX);
    const plain = this.#noted.map(({ ticket, counts, outcome }) => ({ ticket, counts: [...counts], outcome }));
    this.#storage?.setItem(NOTED_KEY, JSON.stringify(plain));
  }
}

function readNoted(stored: string | null): Details[] {
  try {
    const plain = JSON.parse(stored ?? '[]') as { ticket: TicketId; counts: [ServiceId, number][]; outcome: string | null }[];
    return plain.map(({ ticket, counts, outcome }) => ({ ticket, counts: new Map(counts), outcome }));
  } catch {
    // Not ours: a note is a convenience, the desk works without it.
    return [];
  }
}
