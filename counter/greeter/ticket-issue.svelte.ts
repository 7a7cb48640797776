import type { ClassId, HallConfiguration, PrinterId, ServiceId } from '../../shared/hall/configuration.ts';
import { standardClass } from '../../shared/hall/configuration.ts';
import type { WaitRange } from '../../shared/hall/forecast/wait-range.ts';
import type { Answer } from '../../shared/hall/answer.ts';
import type { TicketId } from '../../shared/hall/ticket.ts';
import { kioskServices, type KioskService } from '../../shared/hall/views/kiosk-services.ts';
import { ticketView, type TicketView } from '../../shared/hall/views/ticket-view.ts';
import { ISSUE_SUBJECT, type CommandSender } from '../commands/command-sender.svelte.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';

export const ISSUE_PLACE = 'issue';

export interface IssuedTicket {
  readonly ticket: TicketId;
  readonly number: string;
  readonly ahead: number;
  /** As it is journalled; null: none was told. */
  readonly quote: WaitRange | null;
}

/** A greeter takes a number for somebody: the hall also works without its kiosk. */
export class TicketIssue {
  readonly #hall: LiveHall;
  readonly #sender: CommandSender;
  #classId = $state.raw<ClassId | null>(null);
  /** Undefined: nothing chosen, the hall's first printer; null: no paper. */
  #printer = $state.raw<PrinterId | null | undefined>(undefined);
  #large = $state.raw(false);
  #issued = $state.raw<IssuedTicket | null>(null);

  constructor({ hall, sender }: { hall: LiveHall; sender: CommandSender }) {
    this.#hall = hall;
    this.#sender = sender;
  }

  get services(): KioskService[] {
    const asked = { forecast: this.#hall.forecast, classId: this.classId };
    return this.#hall.view((state) => kioskServices(state, this.#hall.now(), asked)) ?? [];
  }

  get classId(): ClassId {
    const configuration = this.#configuration;
    return this.#classId ?? (configuration === null ? '' : standardClass(configuration));
  }

  chooseClass(classId: ClassId): void {
    this.#classId = classId;
  }

  get printer(): PrinterId | null {
    return this.#printer === undefined ? (this.#configuration?.printers[0]?.id ?? null) : this.#printer;
  }

  choosePrinter(printer: PrinterId | null): void {
    this.#printer = printer;
  }

  /** 大字版, for this person's paper. */
  get large(): boolean {
    return this.#large;
  }

  chooseSize(large: boolean): void {
    this.#large = large;
  }

  /** Another number may be taken: the last one is answered or kept for later, and its click is over. */
  get isReady(): boolean {
    const isBusy = this.#hall.isLive && this.#sender.isBusy(ISSUE_SUBJECT);
    return !isBusy && !this.#sender.isResting(ISSUE_SUBJECT, 'issue-ticket');
  }

  /** The last ticket taken here, as it was issued. */
  get issued(): IssuedTicket | null {
    return this.#issued;
  }

  /** The same ticket as it is now: whether its paper came out. */
  get issuedNow(): TicketView | null {
    const issued = this.#issued;
    return issued === null ? null : this.#hall.view((state) => ticketView(state, issued.ticket));
  }

  /** The class goes back to standard afterwards, and the print to its usual size: both are given to a person, not to a queue of them. */
  async issue(service: ServiceId): Promise<void> {
    const size = this.#large && { large: true };
    const command = { type: 'issue-ticket', service, class: this.classId, printer: this.printer, ...size } as const;
    const kept = this.#sender.canQueue({ command, queues: true });
    const answer = await this.#sender.send({ place: ISSUE_PLACE, command, restMs: ISSUE_REST_MS, queues: true });
    if (answer !== null) this.show(answer);
    if (answer === null && !kept) return;
    this.#classId = null;
    this.#large = false;
  }

  /** A ticket that was given here, in whatever way: its number stands large. */
  show({ ticket, number, ahead, quote }: Answer): void {
    if (!ticket || !number) return;
    this.#issued = { ticket, number, ahead: ahead ?? 0, quote: quote ?? null };
  }

  get #configuration(): HallConfiguration | null {
    return this.#hall.configuration;
  }
}

/** One person, one ticket: the second half of a double click takes none. */
const ISSUE_REST_MS = 1_000;
