import { appointmentKey } from '../shared/hall/appointment.ts';
import type { ReprintTicket } from '../shared/hall/commands.ts';
import {
  classSetup,
  serviceSetup,
  type ClassId,
  type PrinterId,
  type ServiceId,
  type ServiceSetup,
} from '../shared/hall/configuration.ts';
import type { DeclaredNeed } from '../shared/hall/setup/kiosk-setup.ts';
import type { TicketId } from '../shared/hall/ticket.ts';
import { kioskTexts } from '../shared/i18n/kiosk.ts';
import { PRIORITY_CLASS } from '../shared/i18n/words.ts';
import type { Clock, EpochMs, Timers } from '../shared/lib/clock.ts';
import type { Result } from '../shared/lib/result.ts';
import type { WireRefusal } from '../shared/protocol/errors.ts';
import type { LanguageChoice } from '../shared/ui/language.svelte.ts';
import type { LiveHall } from '../shared/ui/hall.svelte.ts';
import type { Glass } from './glass.svelte.ts';
import { IdleWatch, type IdlePlan } from './idle-watch.svelte.ts';
import type { KioskApi } from './kiosk-api.ts';
import { SETTLE_MS } from './settle.ts';
import type { IssuedTicket, IssuingCommand, TicketDesk } from './ticket-desk.ts';
import { FIRST_PAGE, type VisitPage } from './visit-page.ts';

/** Nobody touched anything, in a hall that has not said how long that may be. */
export const IDLE_MS = 30_000;
/** How long a ticket is shown when nobody presses *done*. */
export const TICKET_SHOWN_MS = 15_000;
/** When the ticket stays on the screen because there is no paper to take away, and for who uses keys or large type. */
export const UNPRINTED_SHOWN_MS = 45_000;
/** An answer that takes longer is talked about. */
export const SLOW_MS = 4_000;
/** 补打 is offered for so long after the ticket was given, so many times. */
export const REPRINT_MS = 60_000;
export const REPRINTS_MAX = 2;

/** Of what class the customer is, by what he said last: a need, or who he is. */
export type Declared =
  | { readonly is: 'need'; readonly need: DeclaredNeed }
  | { readonly is: 'identity'; readonly class: ClassId }
  /** Looked up, and of the standard class. */
  | { readonly is: 'unknown' };

export interface LastTicket {
  readonly ticket: TicketId;
  readonly number: string;
  readonly reprintsLeft: number;
}

interface VisitOptions {
  readonly hall: Pick<LiveHall, 'configuration' | 'isLive' | 'welcome' | 'view'>;
  readonly desk: TicketDesk;
  readonly api: Pick<KioskApi, 'identify'>;
  readonly glass: Glass;
  readonly language: LanguageChoice;
  readonly clock: Clock;
  readonly timers: Timers;
}

/**
 * One customer at the kiosk, from the first touch to the ticket, then the next.
 *
 * **Maintained invariant**: while an answer is awaited nothing else is sent, so one customer gets one ticket however often
 * the glass is touched; and nothing is sent at all unless the desk gives tickets.
 */
export class KioskVisit {
  readonly idle: IdleWatch;
  readonly #options: VisitOptions;
  #page = $state.raw<VisitPage>(FIRST_PAGE);
  #declared = $state.raw<Declared | null>(null);
  #shownAt: EpochMs;
  /** The page of services from which the documents were opened. */
  #cameFrom: VisitPage = FIRST_PAGE;
  /** A ticket that was asked for and not answered yet, whatever page is shown meanwhile. */
  #awaiting = $state(false);
  #last = $state.raw<LastTicket | null>(null);
  #reprinting = $state(false);
  /** Visits so far: an answer that belongs to an earlier one changes nothing. */
  #visits = 0;
  #releaseSlow: () => void = () => undefined;
  #releaseLast: () => void = () => undefined;

  constructor(options: VisitOptions) {
    this.#options = options;
    this.#shownAt = options.clock.now() - SETTLE_MS;
    this.idle = new IdleWatch({ timers: options.timers, plan: () => this.#idlePlan(), over: () => this.#idleOver() });
    this.idle.restart();
  }

  get page(): VisitPage {
    return this.#page;
  }

  get declared(): Declared | null {
    return this.#declared;
  }

  /** The class that is declared; undefined: the standard one. */
  get classId(): ClassId | undefined {
    if (this.#declared?.is === 'need') return this.#declared.need.class;
    return this.#declared?.is === 'identity' ? this.#declared.class : undefined;
  }

  /** Nobody stands here, as far as the kiosk knows. */
  get isUntouched(): boolean {
    const isFirst = this.#page.is === 'attract' || (this.#page.is === 'services' && this.#page.group === null);
    return isFirst && this.#declared === null && !this.#awaiting;
  }

  /** Only then may a ticket be asked for. */
  get canIssue(): boolean {
    return this.#options.desk.source !== 'closed' && !this.#awaiting;
  }

  /** Whether what the hall tells of waits is true of a ticket that is taken now: not of one from numbers lent ahead. */
  get knowsWaits(): boolean {
    return this.#options.hall.isLive && this.#options.desk.source !== 'lent';
  }

  /** Whether this kiosk has a number of the service now: while the hub is away, those that it was lent may be used up. */
  gives(service: ServiceId): boolean {
    return this.#options.desk.gives(service);
  }

  /** What may be declared here; empty: nothing. */
  get needs(): readonly DeclaredNeed[] {
    const { configuration } = this.#options.hall;
    if (configuration === null) return [];
    const named = configuration.kiosk?.needs;
    if (named !== undefined) return named.filter(({ class: id }) => classSetup(configuration, id) !== undefined);
    if (classSetup(configuration, PRIORITY_CLASS) === undefined) return [];
    return [
      { id: PRIORITY_CLASS, class: PRIORITY_CLASS, text: { zh: kioskTexts('zh').priorityWho, en: kioskTexts('en').priorityWho } },
    ];
  }

  /** Only the hub can look somebody up. */
  get asksIdentity(): boolean {
    return this.#options.hall.configuration?.kiosk?.identity !== undefined && this.#options.desk.source === 'hub';
  }

  get checksIn(): boolean {
    return this.#options.hall.configuration?.appointments !== undefined && this.#options.desk.source === 'hub';
  }

  /** The ticket that was given last, while it can be printed once more; gone when the next customer begins. */
  get reprintable(): LastTicket | null {
    const last = this.#last;
    const { desk, hall } = this.#options;
    if (last === null || last.reprintsLeft === 0 || this.#reprinting || hall.configuration?.printers.length === 0) return null;
    if (desk.source !== 'hub' || desk.paperOf(last.ticket) === 'requested') return null;
    return this.#page.is === 'ticket' || this.isUntouched ? last : null;
  }

  /** Any touch or key, also on nothing. */
  touched(): void {
    if (this.#page.is !== 'attract') this.idle.touched();
  }

  /** Somebody came. */
  wake(): void {
    if (this.#page.is === 'attract') this.#show(FIRST_PAGE);
  }

  openGroup(group: string): void {
    if (this.#page.is === 'services' && this.#isSettled()) this.#show({ is: 'services', group });
  }

  /** 优先服务: with one need a declaration, with several the page on which they stand; again, and it is taken back. */
  declareOrChoose(): void {
    if (this.#page.is !== 'services') return;
    const [first, ...more] = this.needs;
    if (this.#declared?.is === 'need') this.#declared = null;
    else if (first !== undefined && more.length === 0) this.#declared = { is: 'need', need: first };
    else if (first !== undefined) this.#show({ is: 'needs' });
    this.touched();
  }

  declare(need: DeclaredNeed): void {
    if (this.#page.is !== 'needs' || !this.#isSettled()) return;
    this.#declared = { is: 'need', need };
    this.#show(FIRST_PAGE);
  }

  openIdentity(): void {
    if (this.#page.is === 'services' && this.asksIdentity && this.#isSettled()) this.#show({ is: 'identity', asking: false });
  }

  openCheckIn(): void {
    if (this.#page.is === 'services' && this.checksIn && this.#isSettled()) this.#show({ is: 'check-in' });
  }

  /** Typed or read. The hub says the class, and the identity is forgotten here at once. */
  async identify(identity: string): Promise<void> {
    if (!this.asksIdentity || this.#awaiting || identity === '') return;
    if (this.#page.is === 'identity' && this.#page.asking) return;
    const visit = this.#visits;
    this.#show({ is: 'identity', asking: true });
    const found = await this.#options.api.identify(identity);
    if (visit !== this.#visits || this.#page.is !== 'identity') return;
    if (found !== null) this.#declared = { is: 'identity', class: found };
    else if (this.#declared?.is !== 'need') this.#declared = { is: 'unknown' };
    this.#show(FIRST_PAGE);
  }

  /** A reader read something: a code of an appointment that is known, else who somebody is, else nothing. */
  scanned(text: string): void {
    const { is } = this.#page;
    this.wake();
    if (!['attract', 'services', 'identity', 'check-in', 'needs'].includes(is)) return;
    const key = appointmentKey(text.trim());
    const isBooked = this.#options.hall.view((state) => state.appointments.has(key)) === true;
    if (this.checksIn && (isBooked || is === 'check-in')) this.checkIn(text.trim());
    else void this.identify(text);
  }

  /** 预约签到. */
  checkIn(code: string): void {
    if (!this.checksIn || !this.canIssue || !/^[A-Za-z0-9]{1,12}$/.test(code)) return;
    const { configuration } = this.#options.hall;
    const booked = this.#options.hall.view((state) => state.appointments.get(appointmentKey(code))?.service) ?? null;
    const service = booked === null || configuration === null ? null : (serviceSetup(configuration, booked) ?? null);
    this.#ask({ type: 'check-in', code, ...this.#ownPrinter() }, service);
  }

  /** A tile. Documents are told before the ticket is taken; without any, this takes it. */
  choose(service: ServiceSetup): void {
    if (this.#page.is !== 'services' || !this.canIssue || !this.gives(service.id) || !this.#isSettled()) return;
    this.#cameFrom = this.#page;
    if (service.documents.length > 0) this.#show({ is: 'documents', service });
    else this.#issue(service);
  }

  /** *Take a ticket* on the page with the documents. */
  confirm(): void {
    if (this.#page.is !== 'documents' || !this.canIssue || !this.#isSettled()) return;
    this.#issue(this.#page.service);
  }

  /** *Back* one page; from the ticket and from a refusal, *done*. */
  leave(): void {
    if (!this.#isSettled()) return;
    const { is } = this.#page;
    const isInside = is === 'needs' || is === 'identity' || is === 'check-in' || this.#isInGroup();
    if (is === 'documents') this.#show(this.#cameFrom);
    else if (isInside) this.#show(FIRST_PAGE);
    else this.#reset();
  }

  /** 补打, marked as such on paper. */
  async reprint(): Promise<void> {
    const last = this.reprintable;
    if (last === null || !this.#isSettled()) return;
    this.#reprinting = true;
    this.#last = { ...last, reprintsLeft: last.reprintsLeft - 1 };
    this.idle.restart();
    const { glass, desk } = this.#options;
    const command: ReprintTicket = { type: 'reprint-ticket', ticket: last.ticket, ...(glass.bigType && { large: true }) };
    await desk.reprint(command);
    this.#reprinting = false;
  }

  /** The page with the ticket tells when the paper failed: then the number stays longer. */
  keepNumber(): void {
    if (this.#page.is === 'ticket') this.idle.restart();
  }

  /** Releases the timers. Idempotent. */
  close(): void {
    this.idle.close();
    this.#releaseSlow();
    this.#releaseLast();
  }

  #issue(service: ServiceSetup): void {
    const { classId } = this;
    const isLarge = this.#options.glass.bigType;
    this.#ask(
      {
        type: 'issue-ticket',
        service: service.id,
        ...(classId === undefined ? {} : { class: classId }),
        ...this.#ownPrinter(),
        ...(isLarge && { large: true }),
      },
      service,
    );
  }

  #ownPrinter(): { readonly printer?: PrinterId } {
    const printer = this.#options.hall.welcome?.device?.printer ?? null;
    return printer === null ? {} : { printer };
  }

  #ask(command: IssuingCommand, service: ServiceSetup | null): void {
    const { desk, timers } = this.#options;
    this.#awaiting = true;
    this.#show({ is: 'asking', service, slow: false });
    this.#releaseSlow = timers.after(SLOW_MS, () => {
      if (this.#page.is === 'asking') this.#show({ ...this.#page, slow: true });
    });
    void desk.issue(command).then((result) => this.#answered(service, result));
  }

  /** Late or not: who asked may still stand here, and the number exists. Only another customer's page is not taken away. */
  #answered(service: ServiceSetup | null, result: Result<IssuedTicket, WireRefusal>): void {
    this.#awaiting = false;
    this.#releaseSlow();
    if (!['asking', 'services', 'attract'].includes(this.#page.is)) return;
    if (!result.ok) {
      if (this.#page.is === 'asking') this.#show({ is: 'refused', refusal: result.error });
      return;
    }
    const { ticket, number } = result.value;
    this.#keepLast({ ticket, number, reprintsLeft: REPRINTS_MAX });
    this.#show({ is: 'ticket', ...result.value, service });
  }

  #keepLast(last: LastTicket): void {
    this.#releaseLast();
    this.#last = last;
    this.#releaseLast = this.#options.timers.after(REPRINT_MS, () => (this.#last = null));
  }

  #show(page: VisitPage): void {
    if (page.is !== this.#page.is || page.is === 'services') this.#shownAt = this.#options.clock.now();
    this.#page = page;
    this.idle.restart();
  }

  #isSettled(): boolean {
    return Math.abs(this.#options.clock.now() - this.#shownAt) >= SETTLE_MS;
  }

  #isInGroup(): boolean {
    return this.#page.is === 'services' && this.#page.group !== null;
  }

  #idlePlan(): IdlePlan {
    const { configuration } = this.#options.hall;
    const idleMs = (configuration?.kiosk?.idleSeconds ?? IDLE_MS / 1_000) * 1_000;
    if (this.#page.is === 'ticket') return { afterMs: this.#ticketShownMs(this.#page.ticket), asks: false };
    const hasChosen = !this.isUntouched || this.#options.glass.isChanged || this.#options.language.isChosen;
    return { afterMs: idleMs, asks: hasChosen && this.#page.is !== 'asking' };
  }

  #ticketShownMs(ticket: TicketId): number {
    const { desk, glass, hall } = this.#options;
    const paper = desk.paperOf(ticket);
    const hasNoPaper = hall.configuration?.printers.length === 0 || paper === 'failed' || paper === 'unprinted';
    return hasNoPaper || glass.isChanged ? UNPRINTED_SHOWN_MS : TICKET_SHOWN_MS;
  }

  /** Nobody is here: what stands there waits for the next customer, where the hall has such a page. */
  #idleOver(): void {
    this.#reset();
    this.idle.close();
    if (this.#options.hall.configuration?.kiosk !== undefined && !this.#awaiting) this.#page = { is: 'attract' };
  }

  #reset(): void {
    this.#visits += 1;
    this.#releaseSlow();
    this.#declared = null;
    this.#options.glass.reset();
    this.#options.language.reset();
    this.#page = FIRST_PAGE;
    this.#shownAt = this.#options.clock.now();
    this.idle.restart();
  }
}
