import type { TicketCommand } from '../../shared/hall/commands.ts';
import type { ServiceId } from '../../shared/hall/configuration.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { TicketId } from '../../shared/hall/ticket.ts';
import { findTickets, noShows, waitingTickets, type TicketView } from '../../shared/hall/views/ticket-view.ts';
import { ticketSubject, type CommandSender } from '../commands/command-sender.svelte.ts';
import type { Question } from '../commands/question.svelte.ts';
import { unreachable } from '../../shared/lib/unreachable.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';

export const TICKETS_PLACE = 'tickets';

/** Rows that one list draws. Who stands further back is found by number. */
export const ROWS_MAX = 100;

export const TICKET_LISTS = ['waiting', 'no-shows', 'find'] as const;
export type TicketList = (typeof TICKET_LISTS)[number];

/** The hall's tickets as staff look them up: who waits, who did not come, and any by its number. */
export class TicketDesk {
  list = $state<TicketList>('waiting');
  /** Null: all services. */
  service = $state<ServiceId | null>(null);
  number = $state('');
  readonly #hall: LiveHall;
  readonly #sender: CommandSender;
  readonly #question: Question;
  #selected = $state.raw<TicketId | null>(null);
  #findings = $state(0);

  constructor({ hall, sender, question }: { hall: LiveHall; sender: CommandSender; question: Question }) {
    this.#hall = hall;
    this.#sender = sender;
    this.#question = question;
  }

  /** What the chosen list shows, first come first, `ROWS_MAX` at most. */
  get rows(): TicketView[] {
    return this.#hall.view((state) => this.#read(state)) ?? [];
  }

  #read(state: HallState): TicketView[] {
    switch (this.list) {
      case 'waiting':
        return waitingTickets(state, this.service === null ? {} : { service: this.service }, ROWS_MAX);
      case 'no-shows':
        return noShows(state).slice(0, ROWS_MAX);
      case 'find':
        return this.wanted === '' ? [] : findTickets(state, this.wanted).slice(0, ROWS_MAX);
      default:
        return unreachable(this.list);
    }
  }

  /** The number as it is printed, however it was typed. */
  get wanted(): string {
    return this.number.trim().toUpperCase();
  }

  get selected(): TicketId | null {
    return this.#selected;
  }

  /** Rises each time somebody starts to look for a number: the field takes the focus. */
  get findings(): number {
    return this.#findings;
  }

  startFinding(): void {
    this.list = 'find';
    this.number = '';
    this.#findings += 1;
  }

  /** Shows what can be done with a ticket; choosing it again hides it. */
  toggle(ticket: TicketId): void {
    this.#selected = this.#selected === ticket ? null : ticket;
  }

  isBusy(ticket: TicketId): boolean {
    return this.#sender.isBusy(ticketSubject(ticket));
  }

  /** 顺延: back into the line, as far back as the hall's rule says. */
  async bringBack(ticket: TicketView): Promise<void> {
    await this.#send('return-ticket', ticket);
  }

  async cancel(ticket: TicketView): Promise<void> {
    if (await this.#question.ask('cancel-ticket', ticket.number ?? '')) await this.#send('cancel-ticket', ticket);
  }

  async markLeft(ticket: TicketView): Promise<void> {
    if (await this.#question.ask('mark-left', ticket.number ?? '')) await this.#send('mark-left', ticket);
  }

  async #send(type: TicketCommand['type'], { ticket }: TicketView): Promise<void> {
    const command = { type, ticket };
    const answer = await this.#sender.send({ place: TICKETS_PLACE, command });
    if (answer !== null && this.#selected === ticket) this.#selected = null;
  }
}
