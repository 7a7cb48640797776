import { SvelteSet } from 'svelte/reactivity';
import type { RedirectTickets } from '../../shared/hall/commands.ts';
import type { ClassId, ServiceId } from '../../shared/hall/configuration.ts';
import { UNDO_MS } from '../../shared/hall/limits.ts';
import type { TicketId } from '../../shared/hall/ticket.ts';
import { serviceQueues } from '../../shared/hall/views/service-queues.ts';
import { ticketView, waitingTickets, type TicketView } from '../../shared/hall/views/ticket-view.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import { REDIRECT_SUBJECT, type CommandSender } from '../commands/command-sender.svelte.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';

export const REDIRECT_PLACE = 'redirect';

/** Offered for "only who has waited so long": any, or so many minutes. */
export const WAITED_MINUTES = [0, 5, 10, 15, 20, 30] as const;

/** The last redirect of this screen, as long as it can be taken back. */
export interface Redirected {
  readonly redirect: string;
  readonly count: number;
  readonly to: ServiceId;
  readonly until: EpochMs;
}

export interface QueueChange {
  readonly service: ServiceId;
  readonly before: number;
  readonly after: number;
}

/**
 * 转队列 in the making: one ticket, or all of a service (of one class, of a certain wait) but for those that are left out.
 * What is shown beforehand is who moves and how the two lines change; the hub decides once, for all of them.
 */
export class RedirectDesk {
  readonly #hall: LiveHall;
  readonly #sender: CommandSender;
  readonly #leftOut = new SvelteSet<TicketId>();
  #only = $state.raw<TicketId | null>(null);
  #from = $state.raw<ServiceId | null>(null);
  #classId = $state.raw<ClassId | null>(null);
  #waitedMinutes = $state(0);
  #to = $state.raw<ServiceId | null>(null);
  #isOpen = $state(false);
  #last = $state.raw<Redirected | null>(null);

  constructor({ hall, sender }: { hall: LiveHall; sender: CommandSender }) {
    this.#hall = hall;
    this.#sender = sender;
  }

  /** In a dialog of its own, from a ticket or a line of the hall. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  open(about: { readonly service: ServiceId; readonly ticket?: TicketId }): void {
    this.start(about);
    this.#isOpen = true;
  }

  close(): void {
    this.#isOpen = false;
    this.start({ service: null });
  }

  /** Begins anew with all who wait for a service, or with one ticket. */
  start({ service, ticket = null }: { readonly service: ServiceId | null; readonly ticket?: TicketId | null }): void {
    this.#only = ticket;
    this.#from = service;
    this.#classId = null;
    this.#waitedMinutes = 0;
    this.#to = null;
    this.#leftOut.clear();
    this.#sender.dropNotice();
  }

  get only(): TicketId | null {
    return this.#only;
  }

  get from(): ServiceId | null {
    return this.#from;
  }

  /** Null: every class. */
  get classId(): ClassId | null {
    return this.#classId;
  }

  chooseClass(classId: ClassId | null): void {
    this.#classId = classId;
  }

  get waitedMinutes(): number {
    return this.#waitedMinutes;
  }

  chooseWaited(minutes: number): void {
    this.#waitedMinutes = minutes;
  }

  get to(): ServiceId | null {
    return this.#to;
  }

  chooseTo(service: ServiceId): void {
    this.#to = service;
  }

  /** Everybody whom the choice finds, also those who are left out. */
  get found(): TicketView[] {
    const service = this.#from;
    if (service === null) return [];
    const only = this.#only;
    const longEnough = (each: TicketView): boolean => this.#hall.now() - each.waitingSince >= this.#waitedMinutes * MINUTE_MS;
    return (
      this.#hall.view((state) => {
        if (only !== null) return [ticketView(state, only)].filter((each) => each?.status === 'waiting') as TicketView[];
        const waiting = waitingTickets(state, { service }, Infinity);
        return waiting.filter((each) => (this.#classId === null || each.classId === this.#classId) && longEnough(each));
      }) ?? []
    );
  }

  isLeftOut(ticket: TicketId): boolean {
    return this.#leftOut.has(ticket);
  }

  toggle(ticket: TicketId): void {
    if (!this.#leftOut.delete(ticket)) this.#leftOut.add(ticket);
  }

  get movers(): TicketView[] {
    return this.found.filter(({ ticket }) => !this.#leftOut.has(ticket));
  }

  /** The two lines before and after; empty until both are chosen. */
  get changes(): QueueChange[] {
    const [from, to] = [this.#from, this.#to];
    if (from === null || to === null) return [];
    const moving = this.movers.length;
    const queues = this.#hall.view(serviceQueues) ?? [];
    const of = (service: ServiceId): number => queues.find((each) => each.service === service)?.waiting ?? 0;
    return [
      { service: from, before: of(from), after: of(from) - moving },
      { service: to, before: of(to), after: of(to) + moving },
    ];
  }

  get isReady(): boolean {
    return this.#to !== null && this.movers.length > 0 && !(this.#hall.isLive && this.#sender.isBusy(REDIRECT_SUBJECT));
  }

  /** What can still be taken back. */
  get last(): Redirected | null {
    return this.#last !== null && this.#hall.now() <= this.#last.until ? this.#last : null;
  }

  async send(): Promise<void> {
    const [service, command] = [this.#to, this.#command()];
    if (service === null || command === null || !this.isReady) return;
    const answer = await this.#sender.send({ place: REDIRECT_PLACE, command, queues: true });
    if (answer?.redirect !== undefined) {
      const until = this.#hall.now() + UNDO_MS;
      this.#last = { redirect: answer.redirect, count: answer.count ?? 0, to: service, until };
    }
    if (answer !== null || !this.#hall.isLive) this.start({ service: this.#only === null ? this.#from : null });
  }

  async undo(): Promise<void> {
    const { last } = this;
    if (last === null) return;
    const answer = await this.#sender.send({ place: REDIRECT_PLACE, command: { type: 'undo', redirect: last.redirect } });
    if (answer !== null) this.#last = null;
  }

  /** By the filter, as long as nobody was left out: then whoever fits when the hub decides moves, and nobody who went on. */
  #command(): RedirectTickets | null {
    const [from, service] = [this.#from, this.#to];
    if (from === null || service === null) return null;
    if (this.#only !== null || this.found.some(({ ticket }) => this.#leftOut.has(ticket))) {
      return { type: 'redirect-tickets', tickets: this.movers.map(({ ticket }) => ticket), service };
    }
    const filter = {
      service: from,
      ...(this.#classId !== null && { class: this.#classId }),
      ...(this.#waitedMinutes > 0 && { waitedMinutesMin: this.#waitedMinutes }),
    };
    return { type: 'redirect-tickets', filter, service };
  }
}

const MINUTE_MS = 60_000;
