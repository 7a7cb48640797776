import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Answer } from '../../shared/hall/answer.ts';
import type { Timers } from '../../shared/lib/clock.ts';
import type { CounterId } from '../../shared/hall/configuration.ts';
import type { TicketId } from '../../shared/hall/ticket.ts';
import { unreachable } from '../../shared/lib/unreachable.ts';
import type { WireRefusal } from '../../shared/protocol/errors.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { mayWait, type QueuedOrders } from './queued-orders.svelte.ts';
import type { Sendable } from './sendable.ts';

/**
 * How long a button rests after its command was accepted. The second click of a double click comes within half a second
 * (the slowest setting of desktop systems is 900 ms); nobody has seen the next customer's number by then.
 */
export const REST_MS = 600;

/** An answer that takes longer is being confirmed: nobody may know yet whether it was done, so neither is said. */
export const CONFIRMING_MS = 3_000;

/** Why nothing was sent: the screen may be old, or nothing can be written now. */
export type HeldBack = 'not-live' | 'hall-read-only' | 'clock-unconfirmed';

/** One sentence near the action: what the hub, or this screen, said no to. */
export interface Notice {
  /** Which part of the screen asked, so that the sentence stands there. */
  readonly place: string;
  /** Rises with each notice: the same sentence twice is announced twice. */
  readonly order: number;
  readonly what: { readonly is: 'refused'; readonly refusal: WireRefusal } | { readonly is: 'held-back'; readonly why: HeldBack };
}

export interface Order {
  readonly place: string;
  readonly command: Sendable;
  /** The same command rests for the same subject so long after the hub's yes. */
  readonly restMs?: number;
  /** Without a line it is kept and sent when the line is back, if it is of a kind that may wait. */
  readonly queues?: boolean;
}

/**
 * The one way from a button to the hub.
 *
 * A desk action is never queued for a hub that is away: a call made five minutes late would send somebody to a counter
 * that has long gone on. So nothing leaves a screen that is not live, but for what a greeter asks about a ticket (`queues`): that
 * is kept, and sent when the line is back. What left before the line broke stays pending, is
 * sent again under its own id by the outbox, and holds its button until the answer is there.
 */
export class CommandSender {
  readonly #hall: LiveHall;
  readonly #timers: Timers;
  readonly #queued: QueuedOrders | null;
  /** What this page sent and has no answer to, by subject. */
  readonly #busy = new SvelteMap<string, Sendable['type']>();
  readonly #resting = new SvelteSet<string>();
  /** By subject: where on the screen it was asked for. */
  readonly #confirming = new SvelteMap<string, string>();
  /** Ends when the command under way about a subject is answered. */
  readonly #underWay = new Map<string, Promise<unknown>>();
  #notice = $state.raw<Notice | null>(null);
  #order = 0;

  constructor({ hall, timers, queued = null }: { hall: LiveHall; timers: Timers; queued?: QueuedOrders | null }) {
    this.#hall = hall;
    this.#timers = timers;
    this.#queued = queued;
  }

  get notice(): Notice | null {
    return this.#notice;
  }

  noticeAt(place: string): Notice | null {
    return this.#notice?.place === place ? this.#notice : null;
  }

  /** Something that was asked for here is being confirmed. */
  isConfirmingAt(place: string): boolean {
    return [...this.#confirming.values()].includes(place);
  }

  /** Whether there is anything to say here. */
  speaksAt(place: string): boolean {
    return this.noticeAt(place) !== null || this.isConfirmingAt(place);
  }

  dropNotice(): void {
    this.#notice = null;
  }

  /** Something about this subject (`subjectOf`) is under way, sent by this page or by one before it that was reloaded. */
  isBusy(subject: string): boolean {
    return this.busyWith(subject) !== null;
  }

  /** The same command was accepted a moment ago: a click now is the second half of a double click. */
  isResting(subject: string, type: Sendable['type']): boolean {
    return this.#resting.has(`${subject}/${type}`);
  }

  /** The command under way about this subject. */
  busyWith(subject: string): Sendable['type'] | null {
    const own = this.#busy.get(subject);
    if (own !== undefined) return own;
    return this.#hall.pending.find(({ command }) => subjectOf(command) === subject)?.command.type ?? null;
  }

  /** Resolves once this page's command about the subject is answered; at once when there is none. */
  async settled(subject: string): Promise<void> {
    await this.#underWay.get(subject);
  }

  /** The answer, or null when it was refused, held back or dropped; `notice` says why, except for a dropped repeat. */
  async send(order: Order): Promise<Answer | null> {
    const { place, command, restMs = 0 } = order;
    if (this.canQueue(order)) return this.#queue(order);
    const subject = subjectOf(command);
    if (this.isBusy(subject) || this.isResting(subject, command.type)) return null;
    const held = this.#heldBack(command);
    if (held !== null) {
      this.#tell(place, { is: 'held-back', why: held });
      return null;
    }
    this.#busy.set(subject, command.type);
    if (this.#notice?.place === place) this.#notice = null;
    const sending = this.#hall.send(command);
    this.#underWay.set(subject, sending);
    const release = this.#timers.after(CONFIRMING_MS, () => this.#confirming.set(subject, place));
    const told = await sending;
    release();
    this.#confirming.delete(subject);
    this.#underWay.delete(subject);
    this.#busy.delete(subject);
    if (!told.ok) {
      this.#tell(place, { is: 'refused', refusal: told.error });
      return null;
    }
    if (restMs > 0) this.#rest(`${subject}/${command.type}`, restMs);
    return told.value.result;
  }

  /** Whether this would be kept for later instead of being sent now. */
  canQueue({ command, queues = false }: Pick<Order, 'command' | 'queues'>): boolean {
    return queues && this.#queued !== null && !this.#hall.isLive && mayWait(command.type);
  }

  /** Resolves at once with null: what comes of it is told in `QueuedOrders`. Asked again about the same ticket: once. */
  async #queue({ place, command, restMs = 0 }: Order): Promise<null> {
    const subject = subjectOf(command);
    const asked = (each: Sendable): boolean => each.type === command.type && subjectOf(each) === subject;
    const again = command.type !== 'issue-ticket' && this.#hall.pending.some((each) => asked(each.command));
    if (again || this.isResting(subject, command.type)) return null;
    const before = this.#hall.pending.length;
    const sending = this.#hall.send(command);
    const kept = this.#hall.pending[before];
    if (kept !== undefined) this.#queued?.note(kept.id);
    if (restMs > 0) this.#rest(`${subject}/${command.type}`, restMs);
    const told = kept === undefined ? await sending : null;
    if (told?.ok === false) this.#tell(place, { is: 'refused', refusal: told.error });
    return null;
  }

  #rest(what: string, restMs: number): void {
    this.#resting.add(what);
    this.#timers.after(restMs, () => this.#resting.delete(what));
  }

  #heldBack(command: Sendable): HeldBack | null {
    if (!this.#hall.isLive) return 'not-live';
    if (this.#hall.readOnly === 'journal') return 'hall-read-only';
    if (this.#hall.readOnly === 'clock' && command.type !== 'confirm-clock') return 'clock-unconfirmed';
    return null;
  }

  #tell(place: string, what: Notice['what']): void {
    this.#order += 1;
    this.#notice = { place, order: this.#order, what };
  }
}

/**
 * What a command is about: of two commands about one subject, the second is dropped while the first is under way. A
 * counter is one subject, so that nothing overtakes anything there.
 */
export function subjectOf(command: Sendable): string {
  if (isAtCounter(command)) return counterSubject(command.counter);
  switch (command.type) {
    case 'issue-ticket':
      return ISSUE_SUBJECT;
    case 'return-ticket':
    case 'cancel-ticket':
    case 'mark-left':
    case 'postpone-ticket':
    case 'rate-service':
    case 'wake-ticket':
    case 'check-documents':
    case 'reclassify-ticket':
    case 'merge-tickets':
    case 'reprint-ticket':
    case 'report-print':
      return ticketSubject(command.ticket);
    case 'open-day':
    case 'close-day':
      return DAY_SUBJECT;
    case 'stop-service':
    case 'resume-service':
      return `service:${command.service}`;
    case 'withdraw-notice':
    case 'confirm-notice':
      return `notice:${command.notice}`;
    case 'cancel-break':
      return `break:${command.break}`;
    case 'cancel-appointment':
    case 'check-in':
      return `appointment:${command.code}`;
    case 'acknowledge-alert':
      return `alert:${command.alert}`;
    case 'accept-advice':
    case 'decline-advice':
      return `advice:${command.advice.id}`;
    case 'redirect-tickets':
    case 'undo':
      return REDIRECT_SUBJECT;
    case 'post-notice':
    case 'plan-break':
    case 'book-appointments':
    case 'carry-out-due':
    case 'configure-hall':
    case 'report-printer':
    case 'set-paper-change':
    case 'report-screen':
    case 'report-forecast':
    case 'lease-numbers':
    case 'issue-offline':
    case 'confirm-clock':
      return command.type;
    default:
      return unreachable(command);
  }
}

type AtCounter = Extract<Sendable, { readonly counter: number }>;

/** Also the undoing of a counter's own action. */
function isAtCounter(command: Sendable): command is AtCounter {
  return 'counter' in command && command.counter !== undefined;
}

export const ISSUE_SUBJECT = 'issue';
export const DAY_SUBJECT = 'day';
/** A redirect and its undoing: without a counter there is nothing else to take back. */
export const REDIRECT_SUBJECT = 'redirect';

export function counterSubject(counter: CounterId): string {
  return `counter:${counter}`;
}

export function ticketSubject(ticket: TicketId): string {
  return `ticket:${ticket}`;
}
