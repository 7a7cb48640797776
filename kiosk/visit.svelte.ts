import { PRIORITY_CLASS } from '../shared/i18n/words.ts';
import type { SendResult } from '../shared/client/outbox.ts';
import type { Command } from '../shared/hall/commands.ts';
import { classSetup, type ClassId, type ServiceSetup } from '../shared/hall/configuration.ts';
import type { WaitRange } from '../shared/hall/forecast/wait-range.ts';
import type { TicketId } from '../shared/hall/ticket.ts';
import type { Clock, EpochMs, Timers } from '../shared/lib/clock.ts';
import type { WireRefusal } from '../shared/protocol/errors.ts';
import type { LanguageChoice } from '../shared/ui/language.svelte.ts';
import type { LiveHall } from '../shared/ui/hall.svelte.ts';

/** A finger that bounces, or presses twice because nothing seemed to happen: its second touch is not for the new page. */
export const SETTLE_MS = 500;
/** Nobody touched anything: the next customer finds the first page in Chinese. */
export const IDLE_MS = 30_000;
/** How long a ticket is shown when nobody presses *done*. */
export const TICKET_SHOWN_MS = 15_000;
/** When the ticket stays on the screen because there is no paper to take away. */
export const UNPRINTED_SHOWN_MS = 45_000;
/** An answer that takes longer is talked about. */
export const SLOW_MS = 4_000;

export type VisitPage =
  | { readonly is: 'services' }
  | { readonly is: 'documents'; readonly service: ServiceSetup }
  | { readonly is: 'asking'; readonly service: ServiceSetup; readonly slow: boolean }
  | {
      readonly is: 'ticket';
      readonly ticket: TicketId;
      readonly number: string;
      readonly ahead: number;
      /** As it is journalled; null: none was told. */
      readonly quote: WaitRange | null;
      readonly service: ServiceSetup;
    }
  | { readonly is: 'refused'; readonly refusal: WireRefusal };

interface VisitOptions {
  readonly hall: Pick<LiveHall, 'isLive' | 'readOnly' | 'configuration' | 'welcome' | 'send'>;
  readonly language: LanguageChoice;
  readonly clock: Clock;
  readonly timers: Timers;
}

/**
 * One customer at the kiosk, from the first touch to the ticket, then the next.
 *
 * **Maintained invariant**: while an answer is awaited nothing else is sent, so one customer gets one ticket however often
 * the glass is touched; and nothing is sent at all unless the hall is live.
 */
export class KioskVisit {
  readonly #options: VisitOptions;
  #page = $state.raw<VisitPage>({ is: 'services' });
  #priority = $state(false);
  #bigType = $state(false);
  #shownAt: EpochMs;
  /** A ticket that was asked for and not answered yet, whatever page is shown meanwhile. */
  #awaiting = $state(false);
  #releaseIdle: () => void = () => undefined;
  #releaseSlow: () => void = () => undefined;

  constructor(options: VisitOptions) {
    this.#options = options;
    this.#shownAt = options.clock.now() - SETTLE_MS;
  }

  get page(): VisitPage {
    return this.#page;
  }

  get priority(): boolean {
    return this.#priority;
  }

  /** The class that is declared; undefined: the standard one. */
  get classId(): ClassId | undefined {
    return this.#priority ? PRIORITY_CLASS : undefined;
  }

  get bigType(): boolean {
    return this.#bigType;
  }

  /** Nobody stands here, as far as the kiosk knows. */
  get isUntouched(): boolean {
    return this.#page.is === 'services' && !this.#priority && !this.#awaiting;
  }

  /** Only then may a ticket be asked for. */
  get canIssue(): boolean {
    return this.#options.hall.isLive && this.#options.hall.readOnly === null && !this.#awaiting;
  }

  /** Whether this hall has a class that a customer may declare. */
  get offersPriority(): boolean {
    const { configuration } = this.#options.hall;
    return configuration !== null && classSetup(configuration, PRIORITY_CLASS) !== undefined;
  }

  /** Any touch or key, also on nothing. */
  touched(): void {
    this.#waitForIdle();
  }

  togglePriority(): void {
    if (this.#page.is !== 'services') return;
    this.#priority = !this.#priority;
    this.touched();
  }

  toggleBigType(): void {
    this.#bigType = !this.#bigType;
    this.touched();
  }

  /** A tile. Documents are told before the ticket is taken; without any, this takes it. */
  choose(service: ServiceSetup): void {
    if (this.#page.is !== 'services' || !this.canIssue || !this.#isSettled()) return;
    if (service.documents.length > 0) this.#show({ is: 'documents', service });
    else this.#ask(service);
  }

  /** *Take a ticket* on the page with the documents. */
  confirm(): void {
    if (this.#page.is !== 'documents' || !this.canIssue || !this.#isSettled()) return;
    this.#ask(this.#page.service);
  }

  /** *Back* and *done*. */
  leave(): void {
    if (this.#isSettled()) this.#reset();
  }

  /** Releases the timers. Idempotent. */
  close(): void {
    this.#releaseIdle();
    this.#releaseSlow();
  }

  #ask(service: ServiceSetup): void {
    const { hall, timers } = this.#options;
    this.#awaiting = true;
    this.#show({ is: 'asking', service, slow: false });
    this.#releaseSlow = timers.after(SLOW_MS, () => {
      if (this.#page.is === 'asking') this.#show({ ...this.#page, slow: true });
    });
    void hall.send(this.#command(service)).then((result) => this.#answered(service, result));
  }

  #command(service: ServiceSetup): Command {
    const { classId } = this;
    const printer = this.#options.hall.welcome?.device?.printer ?? null;
    return {
      type: 'issue-ticket',
      service: service.id,
      ...(classId === undefined ? {} : { class: classId }),
      ...(printer === null ? {} : { printer }),
    };
  }

  /** Late or not: who asked may still stand here, and the number exists. Only another customer's page is not taken away. */
  #answered(service: ServiceSetup, result: SendResult): void {
    this.#awaiting = false;
    this.#releaseSlow();
    if (this.#page.is !== 'asking' && this.#page.is !== 'services') return;
    if (!result.ok) {
      if (this.#page.is === 'asking') this.#show({ is: 'refused', refusal: result.error });
      return;
    }
    const { ticket, number, ahead, quote } = result.value.result;
    if (typeof ticket !== 'string' || typeof number !== 'string') return this.#reset();
    this.#show({ is: 'ticket', ticket, number, ahead: ahead ?? 0, quote: quote ?? null, service });
  }

  #show(page: VisitPage): void {
    if (page.is !== this.#page.is) this.#shownAt = this.#options.clock.now();
    this.#page = page;
    this.#waitForIdle();
  }

  #isSettled(): boolean {
    return Math.abs(this.#options.clock.now() - this.#shownAt) >= SETTLE_MS;
  }

  #waitForIdle(): void {
    this.#releaseIdle();
    this.#releaseIdle = this.#options.timers.after(this.#idleMs(), () => this.#reset());
  }

  #idleMs(): number {
    if (this.#page.is !== 'ticket') return IDLE_MS;
    return this.#options.hall.configuration?.printers.length === 0 ? UNPRINTED_SHOWN_MS : TICKET_SHOWN_MS;
  }

  /** The page with the ticket tells when the paper failed: then the number stays longer. */
  keepNumber(): void {
    if (this.#page.is !== 'ticket') return;
    this.#releaseIdle();
    this.#releaseIdle = this.#options.timers.after(UNPRINTED_SHOWN_MS, () => this.#reset());
  }

  #reset(): void {
    this.#releaseIdle();
    this.#releaseSlow();
    this.#priority = false;
    this.#bigType = false;
    this.#options.language.reset();
    this.#page = { is: 'services' };
    this.#shownAt = this.#options.clock.now();
  }
}
