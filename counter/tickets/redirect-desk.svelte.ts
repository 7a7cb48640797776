import { SvelteSet } from 'svelte/reactivity';
import type { RedirectTickets } from '../../shared/hall/commands.ts';
import type { ClassId, ServiceId } from '../../shared/hall/configuration.ts';
import type { WhomToRedirect } from '../../shared/hall/decisions/redirect.ts';
import type { ToldWait } from '../../shared/hall/forecast/wait-range.ts';
import type { TicketId } from '../../shared/hall/ticket.ts';
import { redirectPreview, type RedirectPreview, type ServiceBeforeAfter } from '../../shared/hall/views/redirect-preview.ts';
import { newcomerWait } from '../../shared/hall/views/told-wait.ts';
import type { TicketView } from '../../shared/hall/views/ticket-view.ts';
import { redirectsUndoable, type RedirectUndoable } from '../../shared/hall/views/undoable.ts';
import { REDIRECT_SUBJECT, type CommandSender } from '../commands/command-sender.svelte.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';

export const REDIRECT_PLACE = 'redirect';

/** Offered for "only who has waited so long": any, or so many minutes. */
export const WAITED_MINUTES = [0, 5, 10, 15, 20, 30] as const;

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

  /** Everybody whom the choice finds, also those who are left out. Before it is said where to: as if to any other service. */
  get found(): readonly TicketView[] {
    const [whom, service] = [this.#whom, this.#to ?? this.#anyOther];
    if (whom === null || service === undefined) return [];
    return this.#preview({ ...whom, service })?.moving ?? [];
  }

  isLeftOut(ticket: TicketId): boolean {
    return this.#leftOut.has(ticket);
  }

  toggle(ticket: TicketId): void {
    if (!this.#leftOut.delete(ticket)) this.#leftOut.add(ticket);
  }

  get movers(): readonly TicketView[] {
    return this.found.filter(({ ticket }) => !this.#leftOut.has(ticket));
  }

  /** The lines before and after; empty until it is said where to. */
  get changes(): readonly ServiceBeforeAfter[] {
    const command = this.#command();
    return command === null ? [] : (this.#preview(command)?.services ?? []);
  }

  /** What newcomers of the line to join are told now, before anybody moves; null until it is said which. */
  get targetWait(): ToldWait | null {
    const to = this.#to;
    if (to === null || this.#hall.forecast === null) return null;
    const classId = this.#only === null ? this.#classId : this.found[0]?.classId;
    return newcomerWait(this.#hall.forecast, to, classId ?? undefined);
  }

  get isReady(): boolean {
    return this.#to !== null && this.movers.length > 0 && !(this.#hall.isLive && this.#sender.isBusy(REDIRECT_SUBJECT));
  }

  /** The last redirect of this person that can still be taken back, also after a reload. */
  get last(): RedirectUndoable | null {
    const self = this.#hall.welcome?.staffNumber;
    const all = this.#hall.view((state) => redirectsUndoable(state, this.#hall.now())) ?? [];
    return all.find(({ by }) => by === self) ?? null;
  }

  async send(): Promise<void> {
    const command = this.#command();
    if (command === null || !this.isReady) return;
    const kept = this.#sender.canQueue({ command, queues: true });
    const answer = await this.#sender.send({ place: REDIRECT_PLACE, command, queues: true });
    if (answer !== null || kept) this.start({ service: this.#only === null ? this.#from : null });
  }

  async undo(): Promise<void> {
    const { last } = this;
    if (last === null) return;
    await this.#sender.send({ place: REDIRECT_PLACE, command: { type: 'undo', redirect: last.redirect } });
  }

  get #whom(): Omit<RedirectTickets, 'type' | 'service'> | null {
    const from = this.#from;
    if (from === null) return null;
    if (this.#only !== null) return { tickets: [this.#only] };
    return {
      filter: {
        service: from,
        ...(this.#classId !== null && { class: this.#classId }),
        ...(this.#waitedMinutes > 0 && { waitedMinutesMin: this.#waitedMinutes }),
      },
    };
  }

  get #anyOther(): ServiceId | undefined {
    const others = (this.#hall.configuration?.services ?? []).filter(({ id }) => id !== this.#from);
    return others.find(({ id }) => this.#hall.view((state) => !state.stopped.has(id)))?.id;
  }

  /** By the filter, as long as nobody was left out: then whoever fits when the hub decides moves, and nobody who went on. */
  #command(): RedirectTickets | null {
    const [whom, service] = [this.#whom, this.#to];
    if (whom === null || service === null) return null;
    const isWhole = this.found.every(({ ticket }) => !this.#leftOut.has(ticket));
    const who = isWhole ? whom : { tickets: this.movers.map(({ ticket }) => ticket) };
    return { type: 'redirect-tickets', ...who, service };
  }

  #preview(whom: WhomToRedirect): RedirectPreview | null {
    const preview = this.#hall.view((state) => redirectPreview(state, whom, this.#hall.now()));
    return preview?.ok === true ? preview.value : null;
  }
}
