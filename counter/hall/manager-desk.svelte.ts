import type { ServiceId } from '../../shared/hall/configuration.ts';
import type { Timers } from '../../shared/lib/clock.ts';
import type { NewId } from '../../shared/lib/ids.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';
import type { CommandSender } from '../commands/command-sender.svelte.ts';
import type { Question } from '../commands/question.svelte.ts';
import type { HallApi } from '../session/hall-api.ts';
import { AdviceDesk } from '../forecast/advice-desk.svelte.ts';
import { OutlookDesk } from '../forecast/outlook-desk.svelte.ts';
import { AppointmentDesk } from './appointment-desk.svelte.ts';
import { BreakPlan } from './break-plan.svelte.ts';
import { CounterActions } from './counter-actions.svelte.ts';
import { DeviceSheet } from './device-sheet.svelte.ts';
import { HallOverview } from './hall-overview.svelte.ts';
import { NoticeDesk } from './notice-desk.svelte.ts';

export const SIDE_SHEETS = ['tickets', 'outlook', 'staff', 'notices', 'breaks', 'appointments', 'alerts', 'devices'] as const;
export type SideSheet = (typeof SIDE_SHEETS)[number];

interface ManagerDeskParts {
  readonly hall: LiveHall;
  readonly sender: CommandSender;
  readonly question: Question;
  readonly newId: NewId;
  readonly api: HallApi;
  readonly timers: Timers;
}

/** The duty manager's panel: the hall at a glance, and beside it one sheet at a time of what else there is to run. */
export class ManagerDesk {
  side = $state<SideSheet>('tickets');
  /** The waiting list stands in place of the panel, for the printer. */
  sheetShown = $state(false);
  readonly overview: HallOverview;
  readonly counters: CounterActions;
  readonly notices: NoticeDesk;
  readonly breaks: BreakPlan;
  readonly appointments: AppointmentDesk;
  readonly devices: DeviceSheet;
  readonly outlook: OutlookDesk;
  readonly advice: AdviceDesk;

  constructor(parts: ManagerDeskParts) {
    this.overview = new HallOverview(parts);
    this.counters = new CounterActions(parts);
    this.notices = new NoticeDesk(parts);
    this.breaks = new BreakPlan(parts);
    this.appointments = new AppointmentDesk(parts);
    this.devices = new DeviceSheet(parts);
    this.outlook = new OutlookDesk(parts);
    this.advice = new AdviceDesk(parts);
  }

  /** The chart of this service's line, beside the hall. */
  showOutlook(service: ServiceId): void {
    this.outlook.ask(service);
    this.side = 'outlook';
  }
}
