import type { CheckIn, IssueTicket, ReprintTicket } from '../shared/hall/commands.ts';
import type { ServiceId } from '../shared/hall/configuration.ts';
import type { WaitRange } from '../shared/hall/forecast/wait-range.ts';
import type { PrintStatus, TicketId } from '../shared/hall/ticket.ts';
import { failed, ok, type Result } from '../shared/lib/result.ts';
import { ticketView } from '../shared/hall/views/ticket-view.ts';
import type { NumberBook } from '../shared/offline/number-book.ts';
import type { WireRefusal } from '../shared/protocol/errors.ts';
import type { LiveHall } from '../shared/ui/hall.svelte.ts';

export type IssuingCommand = IssueTicket | CheckIn;

export interface IssuedTicket {
  readonly ticket: TicketId;
  readonly number: string;
  /** Null: not known. */
  readonly ahead: number | null;
  /** As it is journalled; null: none was told. */
  readonly quote: WaitRange | null;
}

/**
 * Where a kiosk gets its tickets: from the hub, or, while the hub is away, from numbers that it was lent before. The pages
 * ask this and nothing else, so that they are the same in both cases.
 */
export interface TicketDesk {
  /** Reactive: where a ticket would come from now; `closed`: none can be had here. */
  readonly source: 'hub' | 'lent' | 'closed';
  /** Reactive: whether a number of this service could be had here now, as far as it hangs on this desk. */
  gives(service: ServiceId): boolean;
  /** One ticket. Never rejects. */
  issue(command: IssuingCommand): Promise<Result<IssuedTicket, WireRefusal>>;
  /** 补打, only while `source` is `hub`, or for a ticket that this desk itself gave. Never rejects. */
  reprint(command: ReprintTicket): Promise<Result<null, WireRefusal>>;
  /** Reactive: papers of this kiosk that the hub has not taken and never will, for whoever looks after it. */
  readonly notTaken: NumberBook['refused'];
  /** Reactive: what became of the paper. */
  paperOf(ticket: TicketId): PrintStatus['is'];
}

/** The desk of a kiosk whose hub is there. */
export class HubDesk implements TicketDesk {
  readonly notTaken = [];
  readonly #hall: Pick<LiveHall, 'isLive' | 'readOnly' | 'send' | 'view'>;

  constructor(hall: Pick<LiveHall, 'isLive' | 'readOnly' | 'send' | 'view'>) {
    this.#hall = hall;
  }

  get source(): TicketDesk['source'] {
    return this.#hall.isLive && this.#hall.readOnly === null ? 'hub' : 'closed';
  }

  gives(): boolean {
    return this.source === 'hub';
  }

  async issue(command: IssuingCommand): Promise<Result<IssuedTicket, WireRefusal>> {
    const sent = await this.#hall.send(command);
    if (!sent.ok) return sent;
    const { ticket, number, ahead, quote } = sent.value.result;
    if (typeof ticket !== 'string' || typeof number !== 'string') return failed({ kind: 'internal' });
    return ok({ ticket, number, ahead: ahead ?? 0, quote: quote ?? null });
  }

  async reprint(command: ReprintTicket): Promise<Result<null, WireRefusal>> {
    const sent = await this.#hall.send(command);
    return sent.ok ? ok(null) : sent;
  }

  paperOf(ticket: TicketId): PrintStatus['is'] {
    return this.#hall.view((state) => ticketView(state, ticket)?.print.is) ?? 'unprinted';
  }
}
