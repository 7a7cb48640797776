import type { CallReason } from '../../shared/hall/routing/call-reason.ts';
import type { CounterId, ServiceId } from '../../shared/hall/configuration.ts';
import type { Command, CounterCommand, RequestHelp } from '../../shared/hall/commands.ts';
import type { HoldKind, TicketId } from '../../shared/hall/ticket.ts';
import type { Answer } from '../../shared/hall/answer.ts';
import { deskView, type DeskView } from '../../shared/hall/views/desk-view.ts';
import { unreachable } from '../../shared/lib/unreachable.ts';
import { counterSubject, REST_MS, type CommandSender } from '../commands/command-sender.svelte.ts';
import type { DeskAction } from '../keys/desk-keys.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { asksFirst, COMMAND_OF, fits, type ActionFacts } from './desk-actions.ts';
import { deskSituation, type DeskSituation } from './desk-situation.ts';
import { FinishDetails } from './finish-details.svelte.ts';

/** Where the sentences about a counter's own commands stand. */
export const DESK_PLACE = 'desk';

/** Where the sentences about a request for help stand. */
export const HELP_PLACE = 'help';

/** Where a customer at hand goes on: a service, a counter or a person, one of the three at least. */
export type TransferTo = Omit<Extract<Command, { type: 'transfer-ticket' }>, 'type' | 'counter' | 'delivered'>;

/** What the teller is choosing before something can be sent. `call`: the ticket that was picked, or none yet. */
export type DeskDialog =
  | { readonly is: 'pause' }
  | { readonly is: 'without-ticket' | 'hold' | 'transfer' | 'help' | 'keys' | 'appointments' }
  | { readonly is: 'call'; readonly ticket: TicketId | null }
  | { readonly is: 'sign-out' };

/** Why the customer at hand was called, as the hub told this screen; another browser at the counter does not know it. */
export interface CalledBecause {
  readonly ticket: TicketId;
  readonly reason: CallReason;
}

export interface DeskOptions {
  readonly hall: LiveHall;
  readonly sender: CommandSender;
  readonly counter: CounterId;
  readonly details?: FinishDetails;
}

/**
 * One counter as its teller works it.
 *
 * **Maintained invariant**: `call-next` always carries the ticket that this screen showed, so that of two clicks or two
 * browsers only one takes a customer; all commands of the counter share one subject, so that none overtakes another.
 */
export class Desk {
  readonly counter: CounterId;
  readonly details: FinishDetails;
  readonly #hall: LiveHall;
  readonly #sender: CommandSender;
  #dialog = $state.raw<DeskDialog | null>(null);
  #because = $state.raw<CalledBecause | null>(null);

  constructor({ hall, sender, counter, details = new FinishDetails() }: DeskOptions) {
    this.#hall = hall;
    this.#sender = sender;
    this.counter = counter;
    this.details = details;
  }

  get view(): DeskView | null {
    return this.#hall.view((state) => deskView(state, this.counter, this.#hall.now()));
  }

  get situation(): DeskSituation | null {
    return this.#hall.view((state) => deskSituation(state, this.counter, this.#hall.now()));
  }

  get dialog(): DeskDialog | null {
    return this.#dialog;
  }

  /** A command of this counter is under way: nothing else can be asked for until the hub answered. */
  get isBusy(): boolean {
    return this.#sender.isBusy(this.#subject);
  }

  /** True for the action whose command is under way, so that its button can show it. */
  isPending(action: DeskAction): boolean {
    const type = this.#sender.busyWith(this.#subject);
    return type !== null && type === COMMAND_OF[action];
  }

  /** Why the ticket at hand was called; null when another screen called it or nobody is at hand. */
  get reason(): CallReason | null {
    const atHand = this.view?.atHand?.ticket;
    return this.#because !== null && this.#because.ticket === atHand ? this.#because.reason : null;
  }

  openDialog(dialog: DeskDialog): void {
    this.#sender.dropNotice();
    this.#dialog = dialog;
  }

  closeDialog(): void {
    this.#dialog = null;
  }

  /** What can be asked for now. The hub has the last word; this only keeps a teller from asking in vain. */
  can(action: DeskAction): boolean {
    const command = COMMAND_OF[action];
    const waits = this.isBusy && !asksFirst(action);
    if (command !== null && (waits || this.#sender.isResting(this.#subject, command))) return false;
    return this.fits(action);
  }

  /** The counter's state allows it, whatever is under way: what a button looks like, so that none flickers at every press. */
  fits(action: DeskAction): boolean {
    const facts = this.#facts;
    return facts !== null && fits(action, facts);
  }

  /** What a button or a key does: sends at once, or asks first for what is missing. */
  act(action: DeskAction): void {
    if (!this.can(action)) return;
    switch (action) {
      case 'next':
        return void this.next();
      case 'finish':
        return void this.finish();
      case 'visit-ends':
        return void this.finish({ visitEnds: true });
      case 'reception':
        return void this.toReception();
      case 'undo':
        return void this.#send({ type: 'undo', counter: this.counter }, REST_MS);
      case 'auto-call':
        return void this.toggleAutoCall();
      case 'recall':
        return void this.#counterCommand('recall', REST_MS);
      case 'no-show':
        return void this.#counterCommand('mark-no-show', REST_MS);
      case 'start':
        return void this.#counterCommand('start-service', REST_MS);
      case 'choose':
        return this.openDialog({ is: 'call', ticket: null });
      case 'without-ticket':
      case 'hold':
      case 'transfer':
      case 'help':
      case 'pause':
      case 'sign-out':
        return this.openDialog({ is: action });
      case 'resume':
        return void this.#counterCommand('resume-counter');
      case 'open':
        return void this.#counterCommand('open-counter', REST_MS);
      case 'close':
        return void this.#counterCommand('close-counter', REST_MS);
      case 'find':
        return;
      default:
        return unreachable(action);
    }
  }

  /**
   * Ends the customer at hand and calls the next. What was noted as done goes with an explicit finish first; when a pause
   * or close was planned, that finish is all there is to do.
   */
  async next(): Promise<void> {
    const view = this.view;
    if (view === null) return;
    const atHand = view.atHand?.ticket ?? null;
    if (atHand === null || this.details.isEmpty(atHand)) return this.#callNext(atHand);
    if (!(await this.finish())) return;
    if (view.sign.planned === null) await this.#callNext(null);
  }

  /** True when the hub agreed. */
  async finish({ visitEnds = false }: { readonly visitEnds?: boolean } = {}): Promise<boolean> {
    const atHand = this.view?.atHand?.ticket;
    if (atHand === undefined) return false;
    const delivered = this.details.delivered(atHand);
    const outcome = this.details.outcome(atHand);
    const answer = await this.#send({
      type: 'finish-service',
      counter: this.counter,
      ...(delivered.length > 0 && { delivered }),
      ...(outcome !== null && { outcome }),
      ...(visitEnds && { visitEnds }),
    });
    return answer !== null;
  }

  /**
   * Below the minimum of open counters only the manager may let a teller go: then the manager is told what was wanted, once,
   * so that nobody has to walk over and ask.
   */
  async pause(reason: string): Promise<void> {
    await this.#closeAndSettle();
    const answer = await this.#send({ type: 'pause-counter', counter: this.counter, reason });
    if (answer !== null || !this.#isBelowMinimum || this.#hasAskedForPause) return;
    await this.#requestHelp({ from: 'manager', about: 'pause', words: reason });
  }

  async askHelp(from: RequestHelp['from'], words: string): Promise<void> {
    await this.#closeAndSettle();
    await this.#requestHelp({ from, ...(words.trim() !== '' && { words: words.trim() }) });
  }

  /** `minutes`: with `later`, until the customer is back in line. */
  async hold(kind: HoldKind, minutes: number | null = null): Promise<void> {
    await this.#closeAndSettle();
    const until = minutes === null ? undefined : this.#hall.now() + minutes * 60_000;
    await this.#send({ type: 'hold-ticket', counter: this.counter, kind, ...(until !== undefined && { until }) }, REST_MS);
  }

  /** Goes on with a customer on hold. */
  async resumeHeld(ticket: TicketId): Promise<void> {
    await this.#send({ type: 'resume-ticket', counter: this.counter, ticket }, REST_MS);
  }

  async transfer(to: TransferTo): Promise<void> {
    await this.#closeAndSettle();
    const atHand = this.view?.atHand?.ticket;
    const delivered = atHand === undefined ? [] : this.details.delivered(atHand);
    const what = { ...to, ...(delivered.length > 0 && { delivered }) };
    await this.#send({ type: 'transfer-ticket', counter: this.counter, ...what }, REST_MS);
  }

  /** 转客户接待室: one key, for complaints are not handled at the counter. */
  async toReception(): Promise<void> {
    const room = this.situation?.reception?.counter;
    if (room !== undefined) await this.transfer({ toCounter: room });
  }

  async toggleAutoCall(): Promise<void> {
    const on = this.view?.sign.autoCall !== true;
    await this.#send({ type: 'set-auto-call', counter: this.counter, on });
  }

  async serveWithoutTicket(service: ServiceId): Promise<void> {
    await this.#closeAndSettle();
    await this.#send({ type: 'serve-without-ticket', counter: this.counter, service }, REST_MS);
  }

  async callChosen(ticket: TicketId, reason: string): Promise<void> {
    await this.#closeAndSettle();
    this.#keepReason(await this.#send({ type: 'call-ticket', counter: this.counter, ticket, reason }, REST_MS));
  }

  async signOut(): Promise<void> {
    await this.#closeAndSettle();
    await this.#counterCommand('sign-out');
  }

  get #facts(): ActionFacts | null {
    const view = this.view;
    const situation = this.situation;
    if (view === null || situation === null) return null;
    return {
      sign: view.sign,
      hasAtHand: view.atHand !== null,
      hasSteps: situation.steps.length > 0,
      hasUndo: situation.undo !== null,
      hasReception: situation.reception?.isStaffed === true,
    };
  }

  get #isBelowMinimum(): boolean {
    const what = this.#sender.noticeAt(DESK_PLACE)?.what;
    return what?.is === 'refused' && what.refusal.kind === 'below-minimum';
  }

  get #hasAskedForPause(): boolean {
    const help = this.situation?.help ?? null;
    return help !== null && help.kind === 'pause-refused' && help.acknowledged === null;
  }

  async #requestHelp(what: Omit<RequestHelp, 'type' | 'counter'>): Promise<void> {
    await this.#sender.send({ place: HELP_PLACE, command: { type: 'request-help', counter: this.counter, ...what } });
  }

  /** A dialog that was opened and answered while the hub was still thinking: its command goes right behind the other. */
  async #closeAndSettle(): Promise<void> {
    this.closeDialog();
    if (this.isBusy) await this.#sender.settled(this.#subject);
  }

  async #callNext(atHand: TicketId | null): Promise<void> {
    this.#keepReason(await this.#send({ type: 'call-next', counter: this.counter, atHand }, REST_MS));
  }

  async #counterCommand(type: CounterCommand['type'] | 'open-counter', restMs = 0): Promise<void> {
    await this.#send({ type, counter: this.counter }, restMs);
  }

  #keepReason(answer: Answer | null): void {
    if (answer?.ticket && answer.reason) this.#because = { ticket: answer.ticket, reason: answer.reason };
  }

  #send(command: Command, restMs = 0): Promise<Answer | null> {
    return this.#sender.send({ place: DESK_PLACE, command, restMs });
  }

  get #subject(): string {
    return counterSubject(this.counter);
  }
}
