import type { CallReason } from '../../shared/hall/routing/call-reason.ts';
import type { CounterId, ServiceId } from '../../shared/hall/configuration.ts';
import type { Command, CounterCommand } from '../../shared/hall/commands.ts';
import type { TicketId } from '../../shared/hall/ticket.ts';
import type { Answer } from '../../shared/hall/answer.ts';
import { deskView, type DeskView } from '../../shared/hall/views/desk-view.ts';
import { unreachable } from '../../shared/lib/unreachable.ts';
import { counterSubject, REST_MS, type CommandSender } from '../commands/command-sender.svelte.ts';
import type { DeskAction } from '../keys/desk-keys.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { FinishDetails } from './finish-details.svelte.ts';

/** Where the sentences about a counter's own commands stand. */
export const DESK_PLACE = 'desk';

/** What the teller is choosing before something can be sent. `call`: the ticket that was picked, or none yet. */
export type DeskDialog =
  | { readonly is: 'pause' }
  | { readonly is: 'without-ticket' }
  | { readonly is: 'call'; readonly ticket: TicketId | null }
  | { readonly is: 'sign-out' };

/** Why the customer at hand was called, as the hub told this screen; another browser at the counter does not know it. */
export interface CalledBecause {
  readonly ticket: TicketId;
  readonly reason: CallReason;
}

/** The command that an action leads to in the end; null: none of the counter's. */
const COMMAND_OF: { readonly [Action in DeskAction]: Command['type'] | null } = {
  next: 'call-next',
  recall: 'recall',
  'no-show': 'mark-no-show',
  start: 'start-service',
  finish: 'finish-service',
  choose: 'call-ticket',
  'without-ticket': 'serve-without-ticket',
  pause: 'pause-counter',
  resume: 'resume-counter',
  open: 'open-counter',
  close: 'close-counter',
  find: null,
  'sign-out': 'sign-out',
};

/** These open a dialog, which a quick hand may do while the hub is still thinking about the last command. */
const ASKS_FIRST: ReadonlySet<DeskAction> = new Set<DeskAction>(['choose', 'without-ticket', 'pause', 'sign-out']);

/**
 * One counter as its teller works it.
 *
 * **Maintained invariant**: `call-next` always carries the ticket that this screen showed, so that of two clicks or two
 * browsers only one takes a customer; all commands of the counter share one subject, so that none overtakes another.
 */
export class Desk {
  readonly counter: CounterId;
  readonly details = new FinishDetails();
  readonly #hall: LiveHall;
  readonly #sender: CommandSender;
  #dialog = $state.raw<DeskDialog | null>(null);
  #because = $state.raw<CalledBecause | null>(null);

  constructor({ hall, sender, counter }: { hall: LiveHall; sender: CommandSender; counter: CounterId }) {
    this.#hall = hall;
    this.#sender = sender;
    this.counter = counter;
  }

  get view(): DeskView | null {
    return this.#hall.view((state) => deskView(state, this.counter, this.#hall.now()));
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
    const waits = this.isBusy && !ASKS_FIRST.has(action);
    if (command !== null && (waits || this.#sender.isResting(this.#subject, command))) return false;
    return this.fits(action);
  }

  /** The counter's state allows it, whatever is under way: what a button looks like, so that none flickers at every press. */
  fits(action: DeskAction): boolean {
    const view = this.view;
    if (view === null) return false;
    const { mode, planned } = view.sign;
    const isOpen = mode === 'idle' || mode === 'calling' || mode === 'serving';
    switch (action) {
      case 'next':
        return isOpen;
      case 'recall':
      case 'no-show':
      case 'start':
        return mode === 'calling';
      case 'finish':
        return mode === 'calling' || mode === 'serving';
      case 'choose':
      case 'without-ticket':
        return mode === 'idle';
      case 'pause':
        return isOpen && planned !== 'paused';
      case 'resume':
        return mode === 'paused' || planned !== null;
      case 'open':
        return mode === 'closed';
      case 'close':
        return mode !== 'closed' && planned !== 'closed';
      case 'find':
        return true;
      case 'sign-out':
        return view.atHand === null;
      default:
        return unreachable(action);
    }
  }

  /** What a button or a key does: sends at once, or asks first for what is missing. */
  act(action: DeskAction): void {
    if (!this.can(action)) return;
    switch (action) {
      case 'next':
        return void this.next();
      case 'finish':
        return void this.finish();
      case 'recall':
        return void this.#counterCommand('recall', REST_MS);
      case 'no-show':
        return void this.#counterCommand('mark-no-show', REST_MS);
      case 'start':
        return void this.#counterCommand('start-service', REST_MS);
      case 'choose':
        return this.openDialog({ is: 'call', ticket: null });
      case 'without-ticket':
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
  async finish(): Promise<boolean> {
    const atHand = this.view?.atHand?.ticket;
    if (atHand === undefined) return false;
    const delivered = this.details.delivered(atHand);
    const outcome = this.details.outcome(atHand);
    const answer = await this.#send({
      type: 'finish-service',
      counter: this.counter,
      ...(delivered.length > 0 && { delivered }),
      ...(outcome !== null && { outcome }),
    });
    return answer !== null;
  }

  async pause(reason: string): Promise<void> {
    await this.#closeAndSettle();
    await this.#send({ type: 'pause-counter', counter: this.counter, reason });
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
