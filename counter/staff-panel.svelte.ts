import type { Role } from '../shared/hall/actor.ts';
import type { Timers } from '../shared/lib/clock.ts';
import type { NewId } from '../shared/lib/ids.ts';
import type { LiveHall } from '../shared/ui/hall.svelte.ts';
import { AlertBoard, type Ring, type Vibrate } from './alerts/alert-board.svelte.ts';
import { CounterChoice } from './choice/counter-choice.svelte.ts';
import { CommandSender } from './commands/command-sender.svelte.ts';
import { QueuedOrders } from './commands/queued-orders.svelte.ts';
import { Question } from './commands/question.svelte.ts';
import { Desk } from './desk/desk.svelte.ts';
import { FinishDetails } from './desk/finish-details.svelte.ts';
import { AccuracyDesk } from './forecast/accuracy-desk.svelte.ts';
import { CheckInDesk } from './greeter/check-in-desk.svelte.ts';
import { GreeterDesk } from './greeter/greeter-desk.svelte.ts';
import { TicketIssue } from './greeter/ticket-issue.svelte.ts';
import { ShippingDesk } from './hall/shipping-desk.svelte.ts';
import { SlipDesk } from './hall/slip-desk.svelte.ts';
import { ManagerDesk } from './hall/manager-desk.svelte.ts';
import { actionsFor, type DeskKeys, type KeyPress } from './keys/desk-keys.ts';
import { KeyBook } from './keys/key-book.svelte.ts';
import { RecordsDesk } from './records/records-desk.svelte.ts';
import type { HallApi } from './session/hall-api.ts';
import { ConfigurationDesk } from './setup/configuration-desk.svelte.ts';
import { RedirectDesk } from './tickets/redirect-desk.svelte.ts';
import { TicketDesk } from './tickets/ticket-desk.svelte.ts';

export const PANEL_TABS = ['hall', 'desk', 'greeter', 'setup', 'records', 'accuracy'] as const;
export type PanelTab = (typeof PANEL_TABS)[number];

/** Who sees which panel, best first: somebody's first panel is what their role is for. */
const TAB_ROLES: { readonly [Tab in PanelTab]: readonly Role[] } = {
  hall: ['manager'],
  desk: ['teller', 'manager'],
  greeter: ['greeter', 'guard', 'manager'],
  setup: ['manager', 'admin'],
  records: ['manager', 'teller', 'greeter', 'guard', 'admin'],
  accuracy: ['manager', 'admin'],
};

export interface StaffPanelOptions {
  readonly hall: LiveHall;
  readonly timers: Timers;
  /** What stays in this browser. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  /** What ends with the browser's session, like the sign-in. */
  readonly session: Pick<Storage, 'getItem' | 'setItem'>;
  readonly ring: Ring;
  readonly vibrate: Vibrate;
  readonly api: HallApi;
  readonly newId: NewId;
}

/** Everything behind one signed-in person's screen. Panels appear by role; the hub checks every command all the same. */
export class StaffPanel {
  readonly hall: LiveHall;
  readonly keyBook: KeyBook;
  readonly question = new Question();
  readonly queued: QueuedOrders;
  readonly sender: CommandSender;
  readonly choice: CounterChoice;
  readonly manager: ManagerDesk;
  readonly tickets: TicketDesk;
  readonly issue: TicketIssue;
  readonly redirect: RedirectDesk;
  readonly checkIn: CheckInDesk;
  readonly greeter: GreeterDesk;
  readonly alerts: AlertBoard;
  readonly records: RecordsDesk;
  readonly setup: ConfigurationDesk;
  readonly accuracy: AccuracyDesk;
  readonly slips: SlipDesk;
  readonly shipping: ShippingDesk;
  readonly #details: FinishDetails;
  #desk: Desk | null = null;
  #chosenTab = $state.raw<PanelTab | null>(null);

  constructor({ hall, timers, storage, session, ring, vibrate, api, newId }: StaffPanelOptions) {
    this.hall = hall;
    this.keyBook = new KeyBook(storage);
    this.#details = new FinishDetails(session);
    this.queued = new QueuedOrders({ hall, storage: session });
    this.sender = new CommandSender({ hall, timers, queued: this.queued });
    const parts = { hall, sender: this.sender, question: this.question };
    this.choice = new CounterChoice(parts);
    this.manager = new ManagerDesk({ ...parts, newId, api, timers });
    // A desk's acts are never kept for later, a greeter's about a ticket are: the same list serves both.
    const queues = (): boolean => this.tab === 'greeter';
    this.tickets = new TicketDesk({ ...parts, queues, counter: () => this.choice.own });
    this.issue = new TicketIssue(parts);
    this.redirect = new RedirectDesk(parts);
    this.checkIn = new CheckInDesk({ ...parts, issue: this.issue });
    this.greeter = new GreeterDesk(hall);
    this.alerts = new AlertBoard({ hall, sender: this.sender, storage, ring, vibrate });
    this.records = new RecordsDesk({ hall, api, timers, newId });
    this.setup = new ConfigurationDesk({ hall, api, sender: this.sender });
    this.accuracy = new AccuracyDesk({ hall, api });
    this.slips = new SlipDesk(api);
    this.shipping = new ShippingDesk({ hall, api, timers });
  }

  get keys(): DeskKeys {
    return this.keyBook.keys;
  }

  get tabs(): PanelTab[] {
    const roles = this.hall.welcome?.roles ?? [];
    return PANEL_TABS.filter((tab) => TAB_ROLES[tab].some((role) => roles.includes(role)));
  }

  /** Null while the hub has not said who this is, or for a role that has no panel. */
  get tab(): PanelTab | null {
    const { tabs } = this;
    return tabs.find((tab) => tab === this.#chosenTab) ?? tabs[0] ?? null;
  }

  chooseTab(tab: PanelTab): void {
    this.sender.dropNotice();
    this.#chosenTab = tab;
  }

  /** The desk of the counter at which this person is signed in; null while at none. */
  get desk(): Desk | null {
    const counter = this.choice.own;
    if (counter === null) this.#desk = null;
    else if (this.#desk?.counter !== counter) {
      this.#desk = new Desk({ hall: this.hall, sender: this.sender, counter, details: this.#details });
    }
    return this.#desk;
  }

  /** Takes a key of the desk; true when it was one, so that the browser does nothing else with it. */
  press(press: KeyPress): boolean {
    const desk = this.tab === 'desk' ? this.desk : null;
    if (desk === null || this.#isAsking(desk)) return false;
    const asked = actionsFor(this.keys, press);
    if (asked.length === 0) return false;
    const action = asked.find((each) => desk.can(each));
    if (action === 'find') this.tickets.startFinding();
    else if (action !== undefined) desk.act(action);
    return true;
  }

  /** Something on the screen waits for an answer: keys are its own. */
  #isAsking(desk: Desk): boolean {
    return desk.dialog !== null || this.tickets.dialog !== null || this.question.asked !== null;
  }
}
