import type { EpochMs } from '../lib/clock.ts';
import type { AlertId, AlertKind, AlertSubject } from './alert.ts';
import type { AlertAudience, AlertSound } from './alert-rule.ts';
import type { AppointmentCode } from './appointment.ts';
import type { BreakId } from './break.ts';
import type { DayId } from './business-day.ts';
import type { PrinterCondition } from './commands.ts';
import type { ClassId, CounterId, HallConfiguration, PrinterId, SeriesId, ServiceId } from './configuration.ts';
import type { Advice } from './forecast/advice.ts';
import type { WaitRange } from './forecast/wait-range.ts';
import type { LeaseId } from './lease.ts';
import type { NoticeAudience, NoticeId } from './notice.ts';
import type { CallReason } from './routing/call-reason.ts';
import type { ScreenCondition, ScreenId } from './screen.ts';
import type { RatingGrade } from './setup/feedback-setup.ts';
import type { Text } from './text.ts';
import type { Address, Credit, HoldKind, OfflinePaper, PrintFault, StaffNumber, Step, TicketId } from './ticket.ts';

/**
 * Facts. When each happened is its entry's `at`. An event says all that `evolve` needs, so that yesterday's journal gives
 * yesterday's state under tomorrow's rules; it holds nothing personal.
 */
export type HallEvent =
  | { readonly type: 'hall-configured'; readonly configuration: HallConfiguration }
  | { readonly type: 'day-opened'; readonly day: DayId; readonly timeZone: string }
  /** `unserved`: tickets that end with the day, for nobody had served them. */
  | { readonly type: 'day-closed'; readonly day: DayId; readonly unserved: number }
  | {
      readonly type: 'ticket-issued';
      readonly ticket: TicketId;
      readonly number: string;
      readonly service: ServiceId;
      readonly class: ClassId;
      /** The two parts of the number: what stands before the figures, and the running number of today. */
      readonly letter: string;
      readonly serial: number;
      readonly credit: Credit;
      /** People waiting for the same service at this moment. */
      readonly ahead: number;
      /** What the customer was told (预计等候): kept to be judged. Absent: no wait was shown. */
      readonly quote?: WaitRange | undefined;
      /** Printed by a kiosk while the hub was away, and told afterwards: `credit.at` is when. */
      readonly offline?: OfflinePaper | undefined;
    }
  | {
      readonly type: 'ticket-called';
      readonly ticket: TicketId;
      readonly number: string;
      readonly counter: CounterId;
      readonly teller: StaffNumber;
      readonly reason: CallReason;
      /** Neither spoken nor on the wall. */
      readonly silent?: true | undefined;
    }
  | { readonly type: 'ticket-recalled'; readonly ticket: TicketId; readonly counter: CounterId; readonly recalls: number }
  | {
      readonly type: 'service-started';
      readonly ticket: TicketId;
      readonly counter: CounterId;
      /** The entry's own time, or the call's when the teller never pressed start. */
      readonly startedAt: EpochMs;
      readonly implicit?: true | undefined;
    }
  | {
      readonly type: 'served-without-ticket';
      readonly ticket: TicketId;
      readonly service: ServiceId;
      readonly class: ClassId;
      readonly counter: CounterId;
      readonly teller: StaffNumber;
    }
  | {
      readonly type: 'service-finished';
      readonly ticket: TicketId;
      readonly counter: CounterId;
      readonly delivered: readonly ServiceId[];
      readonly outcome?: string | undefined;
      /** The teller never pressed start: from when the service really ran is not known. */
      readonly implicit?: true | undefined;
    }
  /** What the customer said of one leg; words are kept elsewhere. */
  | {
      readonly type: 'service-rated';
      readonly ticket: TicketId;
      readonly leg: number;
      readonly counter: CounterId;
      readonly teller: StaffNumber;
      readonly grade: RatingGrade;
    }
  | { readonly type: 'ticket-no-show'; readonly ticket: TicketId; readonly counter: CounterId; readonly returnable: boolean }
  | { readonly type: 'ticket-returned'; readonly ticket: TicketId; readonly credit: Credit; readonly returns: number }
  | { readonly type: 'ticket-postponed'; readonly ticket: TicketId; readonly credit: Credit; readonly postponed: number }
  | { readonly type: 'ticket-cancelled'; readonly ticket: TicketId }
  | { readonly type: 'ticket-left'; readonly ticket: TicketId }
  | { readonly type: 'signed-in'; readonly counter: CounterId; readonly teller: StaffNumber }
  | { readonly type: 'signed-out'; readonly counter: CounterId; readonly teller: StaffNumber }
  | { readonly type: 'counter-opened'; readonly counter: CounterId }
  | { readonly type: 'counter-closed'; readonly counter: CounterId }
  | { readonly type: 'counter-paused'; readonly counter: CounterId; readonly reason: string }
  | { readonly type: 'counter-resumed'; readonly counter: CounterId }
  /** A pause or close that waits for the customer at hand. */
  | { readonly type: 'pause-planned'; readonly counter: CounterId; readonly reason: string }
  | { readonly type: 'close-planned'; readonly counter: CounterId }
  /** `resume-counter` before the customer was finished: the counter stays open. */
  | { readonly type: 'plan-dropped'; readonly counter: CounterId }
  | {
      readonly type: 'print-requested';
      readonly ticket: TicketId;
      readonly printer: PrinterId;
      /** 补打: marked so on paper. */
      readonly copy?: true | undefined;
      /** 大字版. */
      readonly large?: true | undefined;
    }
  /** A block of numbers for a kiosk, for when the hub is away; and what becomes of it. */
  | {
      readonly type: 'numbers-leased';
      readonly lease: LeaseId;
      readonly kiosk: string;
      readonly nonce: string;
      readonly boots: number;
      readonly series: SeriesId;
      readonly letter: string;
      readonly day: DayId;
      readonly from: number;
      readonly to: number;
    }
  /** The kiosk's store was started anew since. */
  | { readonly type: 'lease-continued'; readonly lease: LeaseId; readonly nonce: string; readonly boots: number }
  /** Two machines have the store of this kiosk. */
  | { readonly type: 'leases-frozen'; readonly kiosk: string; readonly leases: readonly LeaseId[] }
  /** With the end of the day. `numbers`: so many were not used. */
  | { readonly type: 'numbers-voided'; readonly leases: readonly LeaseId[]; readonly numbers: number }
  /** A paper of a day that is over: nobody served it any more. */
  | {
      readonly type: 'offline-ticket-late';
      readonly ticket: TicketId;
      readonly number: string;
      readonly service: ServiceId;
      readonly class: ClassId;
      readonly letter: string;
      readonly serial: number;
      readonly day: DayId;
      readonly offline: OfflinePaper;
    }
  | { readonly type: 'ticket-printed'; readonly ticket: TicketId }
  | { readonly type: 'print-failed'; readonly ticket: TicketId; readonly fault: PrintFault }
  | { readonly type: 'printer-reported'; readonly printer: PrinterId; readonly condition: PrinterCondition }
  | { readonly type: 'paper-change-set'; readonly printer: PrinterId; readonly on: boolean }
  | {
      readonly type: 'screen-reported';
      readonly screen: ScreenId;
      readonly name: string;
      readonly condition: ScreenCondition;
    }
  | {
      readonly type: 'ticket-held';
      readonly ticket: TicketId;
      readonly counter: CounterId;
      readonly teller: StaffNumber;
      readonly kind: HoldKind;
      readonly until: EpochMs | null;
    }
  /** Service goes on at this counter. */
  | { readonly type: 'ticket-resumed'; readonly ticket: TicketId; readonly counter: CounterId; readonly teller: StaffNumber }
  /** From hold back in line. */
  | { readonly type: 'ticket-woken'; readonly ticket: TicketId; readonly credit: Credit; readonly to: Address | null }
  /** The leg at `counter` ends, the next begins to wait. `step`: by the ticket's own next step, with finished service. */
  | {
      readonly type: 'ticket-transferred';
      readonly ticket: TicketId;
      readonly counter: CounterId;
      readonly service: ServiceId;
      readonly to: Address | null;
      readonly credit: Credit;
      readonly delivered: readonly ServiceId[];
      readonly outcome?: string | undefined;
      readonly steps: readonly Step[];
      readonly step?: true | undefined;
    }
  /** Nobody is there any more for whom these waited: they wait for their service at any counter, credit kept. */
  | { readonly type: 'tickets-released'; readonly tickets: readonly TicketId[] }
  | {
      readonly type: 'tickets-redirected';
      readonly redirect: string;
      /** The actor's staff number, or null for one without. */
      readonly by: StaffNumber | null;
      readonly service: ServiceId;
      readonly moved: readonly { readonly ticket: TicketId; readonly from: ServiceId }[];
    }
  | { readonly type: 'ticket-reclassified'; readonly ticket: TicketId; readonly class: ClassId }
  /** `ticket` ends; `credit` and `steps` are what `into` has from now on. */
  | {
      readonly type: 'tickets-merged';
      readonly ticket: TicketId;
      readonly into: TicketId;
      readonly credit: Credit;
      readonly steps: readonly Step[];
    }
  | { readonly type: 'documents-checked'; readonly ticket: TicketId }
  /** The counter's last action, or a redirect, did not happen after all: what it changed is as before. */
  | { readonly type: 'action-undone'; readonly counter: CounterId; readonly action: UndoableAction; readonly ticket: TicketId }
  | { readonly type: 'redirect-undone'; readonly redirect: string }
  | {
      readonly type: 'counter-restricted';
      readonly counter: CounterId;
      readonly services: readonly ServiceId[];
      readonly until: EpochMs | null;
    }
  | { readonly type: 'counter-unrestricted'; readonly counter: CounterId }
  | { readonly type: 'auto-call-set'; readonly counter: CounterId; readonly on: boolean }
  | { readonly type: 'service-stopped'; readonly service: ServiceId; readonly reason: string }
  | { readonly type: 'service-resumed'; readonly service: ServiceId }
  | {
      readonly type: 'notice-posted';
      readonly notice: NoticeId;
      readonly audience: NoticeAudience;
      readonly text: Text;
      readonly until: EpochMs | null;
      readonly by: StaffNumber | null;
    }
  | { readonly type: 'notice-withdrawn'; readonly notice: NoticeId }
  | { readonly type: 'notice-confirmed'; readonly notice: NoticeId; readonly by: StaffNumber }
  | {
      readonly type: 'break-planned';
      readonly break: BreakId;
      readonly teller: StaffNumber;
      readonly from: EpochMs;
      readonly minutes: number;
      readonly reason: string;
    }
  | { readonly type: 'break-cancelled'; readonly break: BreakId }
  /** With the pause of the teller's counter in the same entry, or alone when the teller has none that is open. */
  | { readonly type: 'break-started'; readonly break: BreakId }
  | {
      readonly type: 'appointments-booked';
      readonly appointments: readonly {
        readonly code: AppointmentCode;
        readonly service: ServiceId;
        readonly class: ClassId;
        readonly at: EpochMs;
      }[];
    }
  | { readonly type: 'appointment-cancelled'; readonly code: AppointmentCode }
  /** With `ticket-issued` in the same entry. */
  | { readonly type: 'appointment-checked-in'; readonly code: AppointmentCode; readonly ticket: TicketId }
  | {
      readonly type: 'alert-raised';
      readonly alert: AlertId;
      readonly kind: AlertKind;
      readonly subject: AlertSubject;
      readonly measured?: number | undefined;
      readonly tell: readonly AlertAudience[];
      readonly sound: AlertSound;
      readonly attend: boolean;
      readonly by?: StaffNumber | undefined;
    }
  /** The next step of its rule, or its last one again. */
  | {
      readonly type: 'alert-stepped';
      readonly alert: AlertId;
      readonly step: number;
      readonly tell: readonly AlertAudience[];
      readonly sound: AlertSound;
      readonly attend: boolean;
    }
  | { readonly type: 'alert-acknowledged'; readonly alert: AlertId; readonly by: StaffNumber }
  | { readonly type: 'alert-cleared'; readonly alert: AlertId }
  /** Of services whose expected wait concerns an alert; all of them, each time. */
  | {
      readonly type: 'waits-predicted';
      readonly waits: readonly { readonly service: ServiceId; readonly minutes: number; readonly inMinutes: number }[];
    }
  /** After what was done for it, in one entry. */
  | { readonly type: 'advice-accepted'; readonly advice: Advice; readonly by: StaffNumber | null }
  | { readonly type: 'advice-declined'; readonly advice: Advice; readonly by: StaffNumber | null; readonly reason: string };

/** What a desk can take back within `UNDO_MS`; `next` is the end of one customer and the call of another. */
export type UndoableAction = 'call' | 'next' | 'no-show' | 'finish' | 'transfer';
