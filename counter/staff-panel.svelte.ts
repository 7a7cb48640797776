import type { Role } from '../shared/hall/actor.ts';
import type { Timers } from '../shared/lib/clock.ts';
import type { LiveHall } from '../shared/ui/hall.svelte.ts';
import { AlarmBoard, type Ring } from './alarms/alarm-board.svelte.ts';
import { CounterChoice } from './choice/counter-choice.svelte.ts';
import { CommandSender } from './commands/command-sender.svelte.ts';
import { Question } from './commands/question.svelte.ts';
import { Desk } from './desk/desk.svelte.ts';
import { TicketIssue } from './greeter/ticket-issue.svelte.ts';
import { HallOverview } from './hall/hall-overview.svelte.ts';
import { actionsFor, readKeys, type DeskKeys, type KeyPress } from './keys/desk-keys.ts';
import { TicketDesk } from './tickets/ticket-desk.svelte.ts';

const KEYS_KEY = 'hallcall.desk-keys';

export const PANEL_TABS = ['hall', 'desk', 'greeter', 'setup'] as const;
export type PanelTab = (typeof PANEL_TABS)[number];

/** Who sees which panel, best first: somebody's first panel is what their role is for. */
const TAB_ROLES: { readonly [Tab in PanelTab]: readonly Role[] } = {
  hall: ['manager'],
  desk: ['teller', 'manager'],
  greeter: ['greeter', 'manager'],
  setup: ['manager', 'admin'],
};

export interface StaffPanelOptions {
  readonly hall: LiveHall;
  readonly timers: Timers;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly ring: Ring;
}

/** Everything behind one signed-in person's screen. Panels appear by role; the hub checks every command all the same. */
export class StaffPanel {
  readonly hall: LiveHall;
  readonly keys: DeskKeys;
  readonly question = new Question();
  readonly sender: CommandSender;
  readonly choice: CounterChoice;
  readonly overview: HallOverview;
  readonly tickets: TicketDesk;
  readonly issue: TicketIssue;
  readonly alarms: AlarmBoard;
  #desk: Desk | null = null;
  #chosenTab = $state.raw<PanelTab | null>(null);

  constructor({ hall, timers, storage, ring }: StaffPanelOptions) {
    this.hall = hall;
    this.keys = readKeys(storage.getItem(KEYS_KEY));
    this.sender = new CommandSender({ hall, timers });
    const parts = { hall, sender: this.sender, question: this.question };
    this.choice = new CounterChoice(parts);
    this.overview = new HallOverview(parts);
    this.tickets = new TicketDesk(parts);
    this.issue = new TicketIssue(parts);
    this.alarms = new AlarmBoard({ hall, storage, ring });
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
    else if (this.#desk?.counter !== counter) this.#desk = new Desk({ hall: this.hall, sender: this.sender, counter });
    return this.#desk;
  }

  /** Takes a key of the desk; true when it was one, so that the browser does nothing else with it. */
  press(press: KeyPress): boolean {
    const desk = this.tab === 'desk' ? this.desk : null;
    if (desk === null || desk.dialog !== null || this.question.asked !== null) return false;
    const asked = actionsFor(this.keys, press);
    if (asked.length === 0) return false;
    const action = asked.find((each) => desk.can(each));
    if (action === 'find') this.tickets.startFinding();
    else if (action !== undefined) desk.act(action);
    return true;
  }
}
