import type { TicketCommand } from '../../shared/hall/commands.ts';
import type { ClassId, CounterId, PrinterId, ServiceId } from '../../shared/hall/configuration.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { TicketId } from '../../shared/hall/ticket.ts';
import { heldTickets } from '../../shared/hall/views/held-tickets.ts';
import { serviceQueues, type ServiceQueue } from '../../shared/hall/views/service-queues.ts';
import { findTickets, noShows, waitingTickets, type TicketView } from '../../shared/hall/views/ticket-view.ts';
import { ticketSubject, type CommandSender } from '../commands/command-sender.svelte.ts';
import type { Sendable } from '../commands/sendable.ts';
import type { Question } from '../commands/question.svelte.ts';
import { unreachable } from '../../shared/lib/unreachable.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { heldOrder } from './held-order.ts';
import { ticketActions, type TicketAction } from './ticket-actions.ts';

export const TICKETS_PLACE = 'tickets';

/** Rows that one list draws. Who stands further back is found by number. */
export const ROWS_MAX = 100;

export const TICKET_LISTS = ['waiting', 'no-shows', 'held', 'find'] as const;
export type TicketList = (typeof TICKET_LISTS)[number];

/** What is being chosen for one ticket before something can be sent. */
export interface TicketDialog {
  readonly is: 'reclassify' | 'merge' | 'reprint';
  readonly ticket: TicketView;
}

interface TicketDeskParts {
  readonly hall: LiveHall;
  readonly sender: CommandSender;
  readonly question: Question;
  /** What is asked without a line is kept for later. */
  readonly queues?: () => boolean;
  /** The counter at which this person sits: its own tickets on hold come first. */
  readonly counter?: () => CounterId | null;
}

/** The hall's tickets as staff look them up: who waits, who did not come, and any by its number. */
export class TicketDesk {
  list = $state<TicketList>('waiting');
  /** Null: all services. */
  service = $state<ServiceId | null>(null);
  number = $state('');
  readonly #hall: LiveHall;
  readonly #sender: CommandSender;
  readonly #question: Question;
  readonly #queues: () => boolean;
  readonly #counter: () => CounterId | null;
  #dialog = $state.raw<TicketDialog | null>(null);
  #selected = $state.raw<TicketId | null>(null);
  #findings = $state(0);

  constructor({ hall, sender, question, queues = () => false, counter = () => null }: TicketDeskParts) {
    this.#hall = hall;
    this.#sender = sender;
    this.#question = question;
    this.#queues = queues;
    this.#counter = counter;
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
      case 'held':
        return this.#held(state).slice(0, ROWS_MAX);
      case 'find':
        return this.wanted === '' ? [] : findTickets(state, this.wanted).slice(0, ROWS_MAX);
      default:
        return unreachable(this.list);
    }
  }

  #held(state: HallState): TicketView[] {
    const counter = this.#counter();
    const held = heldTickets(state);
    return counter === null ? held : heldOrder(held, counter);
  }

  /** Who waits for each service, and in all: what the filter offers. */
  get queues(): ServiceQueue[] {
    return this.#hall.view(serviceQueues) ?? [];
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

  /** Something is under way about it. What is kept for later keeps nobody from asking for something else. */
  isBusy(ticket: TicketId): boolean {
    return this.#hall.isLive && this.#sender.isBusy(ticketSubject(ticket));
  }

  /** What this person can do with the ticket now. */
  actions(ticket: TicketView): TicketAction[] {
    return ticketActions(ticket, this.#hall.welcome?.roles ?? []);
  }

  get dialog(): TicketDialog | null {
    return this.#dialog;
  }

  openDialog(dialog: TicketDialog): void {
    this.#dialog = dialog;
  }

  closeDialog(): void {
    this.#dialog = null;
  }

  /** 顺延: back into the line, as far back as the hall's rule says. */
  async bringBack(ticket: TicketView): Promise<void> {
    await this.#about(ticket, 'return-ticket');
  }

  /** From hold back in line. */
  async wake(ticket: TicketView): Promise<void> {
    await this.#about(ticket, 'wake-ticket');
  }

  /** 推后: so many places back as the hall's rule says, because the customer asks for it. */
  async postpone(ticket: TicketView): Promise<void> {
    await this.#about(ticket, 'postpone-ticket');
  }

  async checkDocuments(ticket: TicketView): Promise<void> {
    await this.#about(ticket, 'check-documents');
  }

  async cancel(ticket: TicketView): Promise<void> {
    if (await this.#question.ask('cancel-ticket', ticket.number ?? '')) await this.#about(ticket, 'cancel-ticket');
  }

  async markLeft(ticket: TicketView): Promise<void> {
    if (await this.#question.ask('mark-left', ticket.number ?? '')) await this.#about(ticket, 'mark-left');
  }

  async reclassify({ ticket }: TicketView, classId: ClassId): Promise<void> {
    await this.#send(ticket, { type: 'reclassify-ticket', ticket, class: classId });
  }

  /** 并号: the other ticket ends, this person goes on with `into`. */
  async merge({ ticket }: TicketView, into: TicketId): Promise<void> {
    await this.#send(ticket, { type: 'merge-tickets', ticket, into });
  }

  /** 补打. Null: where it was printed, else the hall's first printer. */
  async reprint({ ticket }: TicketView, printer: PrinterId | null): Promise<void> {
    await this.#send(ticket, { type: 'reprint-ticket', ticket, ...(printer !== null && { printer }) });
  }

  #about({ ticket }: TicketView, type: TicketCommand['type']): Promise<void> {
    return this.#send(ticket, { type, ticket });
  }

  async #send(ticket: TicketId, command: Sendable): Promise<void> {
    this.closeDialog();
    const queues = this.#queues();
    const kept = this.#sender.canQueue({ command, queues });
    const answer = await this.#sender.send({ place: TICKETS_PLACE, command, queues });
    if ((answer !== null || kept) && this.#selected === ticket) this.#selected = null;
  }
}
