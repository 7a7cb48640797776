import { findTickets, ticketView, waitingTickets, type TicketView } from '../../shared/hall/views/ticket-view.ts';
import type { TicketId } from '../../shared/hall/ticket.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';

/** Rows offered to pick from; who stands further back is typed. */
export const CHOICES_MAX = 30;

/** One waiting ticket, picked from a list or typed. */
export class TicketPick {
  readonly #hall: LiveHall;
  readonly #except: TicketId | null;
  #typed = $state('');
  #picked = $state.raw<TicketId | null>(null);

  /** `except`: is not offered. */
  constructor({ hall, picked = null, except = null }: { hall: LiveHall; picked?: TicketId | null; except?: TicketId | null }) {
    this.#hall = hall;
    this.#picked = picked;
    this.#except = except;
  }

  get typed(): string {
    return this.#typed;
  }

  /** Typing takes back what was picked. */
  type(text: string): void {
    this.#typed = text;
    this.#picked = null;
  }

  pick(ticket: TicketId): void {
    this.#picked = ticket;
  }

  /** Picked, or typed as a number that exactly one waiting ticket has. */
  get ticket(): TicketView | null {
    const picked = this.#picked;
    if (picked !== null) {
      const view = this.#hall.view((state) => ticketView(state, picked));
      return view?.status === 'waiting' ? view : null;
    }
    const found = this.#found.filter((each) => each.status === 'waiting');
    return found.length === 1 ? found[0]! : null;
  }

  /** A number was typed that is known but waits no longer: where it is now. */
  get elsewhere(): TicketView | null {
    return this.ticket === null ? (this.#found[0] ?? null) : null;
  }

  get choices(): TicketView[] {
    const waiting = this.#hall.view((state) => waitingTickets(state, {}, this.#typed === '' ? CHOICES_MAX + 1 : Infinity)) ?? [];
    const wanted = this.#typed.trim().toUpperCase();
    const found = new Set(this.#found.map(({ ticket }) => ticket));
    const fitting = waiting.filter(
      (each) => each.ticket !== this.#except && (found.has(each.ticket) || each.number?.includes(wanted)),
    );
    return fitting.slice(0, CHOICES_MAX);
  }

  get #found(): TicketView[] {
    const found = this.#hall.view((state) => findTickets(state, this.#typed)) ?? [];
    return found.filter(({ ticket }) => ticket !== this.#except);
  }
}
