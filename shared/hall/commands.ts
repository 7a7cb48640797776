import type { ClassId, CounterId, HallConfiguration, PrinterId, ServiceId } from './configuration.ts';
import type { AlertId } from './alert.ts';
import type { AppointmentCode, Booking } from './appointment.ts';
import type { BreakId } from './break.ts';
import type { Advice } from './forecast/advice.ts';
import type { IssueOffline, LeaseNumbers } from './lent-number-commands.ts';
import type { NoticeAudience, NoticeId } from './notice.ts';
import type { EpochMs } from '../lib/clock.ts';
import type { ScreenCondition, ScreenId } from './screen.ts';
import type { RatingGrade } from './setup/feedback-setup.ts';
import type { Text } from './text.ts';
import type { HoldKind, PrintFault, StaffNumber, TicketId } from './ticket.ts';

/** `printer` absent: the hall's first printer; null: no paper. */
export interface IssueTicket {
  readonly type: 'issue-ticket';
  readonly service: ServiceId;
  readonly class?: ClassId | undefined;
  readonly printer?: PrinterId | null | undefined;
  /** 大字版: a ticket that is read without glasses. */
  readonly large?: boolean | undefined;
}

/** `atHand`: the ticket the sender saw at the counter, or null. Absent only from callers that cannot see. */
export interface CallNext {
  readonly type: 'call-next';
  readonly counter: CounterId;
  readonly atHand?: TicketId | null | undefined;
}

/** 选呼. The reason is kept: choosing is a right that is looked at later. */
export interface CallTicket {
  readonly type: 'call-ticket';
  readonly counter: CounterId;
  readonly ticket: TicketId;
  readonly reason: string;
}

/** Commands that name a counter and nothing else. */
export interface CounterCommand {
  readonly type: 'recall' | 'start-service' | 'mark-no-show' | 'close-counter' | 'resume-counter' | 'sign-in' | 'sign-out';
  readonly counter: CounterId;
}

/** A manager opens a counter with a teller and for certain services in one step; a teller names none of it. */
export interface OpenCounter {
  readonly type: 'open-counter';
  readonly counter: CounterId;
  readonly teller?: StaffNumber | undefined;
  readonly services?: readonly ServiceId[] | undefined;
  readonly until?: EpochMs | undefined;
}

/** From one counter to another: whoever is signed in there, with the counter's mode. */
export interface MoveTeller {
  readonly type: 'move-teller';
  readonly counter: CounterId;
  readonly toCounter: CounterId;
}

/** 专席: these services only, for now. An empty list restores what the counter is set up for. */
export interface ServeOnly {
  readonly type: 'serve-only';
  readonly counter: CounterId;
  readonly services: readonly ServiceId[];
  readonly until?: EpochMs | undefined;
}

export interface SetAutoCall {
  readonly type: 'set-auto-call';
  readonly counter: CounterId;
  readonly on: boolean;
}

/** 挂起. `until` with `later`, and only there. */
export interface HoldTicket {
  readonly type: 'hold-ticket';
  readonly counter: CounterId;
  readonly kind: HoldKind;
  readonly until?: EpochMs | undefined;
}

/** Goes on with a ticket on hold, at a counter that has nobody at hand. */
export interface ResumeTicket {
  readonly type: 'resume-ticket';
  readonly counter: CounterId;
  readonly ticket: TicketId;
}

/** 转业务, 转台席: the customer at hand waits anew, for a service, a counter or a person. One of the three at least; not both addresses. */
export interface TransferTicket {
  readonly type: 'transfer-ticket';
  readonly counter: CounterId;
  /** Absent: the same service. */
  readonly service?: ServiceId | undefined;
  readonly toCounter?: CounterId | undefined;
  readonly toTeller?: StaffNumber | undefined;
  /** What was done before; absent: nothing. */
  readonly delivered?: readonly ServiceId[] | undefined;
}

/** 转队列: these tickets, or all that the filter finds when the command is decided. Exactly one of the two. */
export interface RedirectTickets {
  readonly type: 'redirect-tickets';
  readonly tickets?: readonly TicketId[] | undefined;
  readonly filter?: RedirectFilter | undefined;
  readonly service: ServiceId;
}

export interface RedirectFilter {
  readonly service: ServiceId;
  readonly class?: ClassId | undefined;
  /** Only who has waited so long or longer. */
  readonly waitedMinutesMin?: number | undefined;
}

export interface ReclassifyTicket {
  readonly type: 'reclassify-ticket';
  readonly ticket: TicketId;
  readonly class: ClassId;
}

/** 并号: one person took two. `into` goes on, with the other's service to follow. */
export interface MergeTickets {
  readonly type: 'merge-tickets';
  readonly ticket: TicketId;
  readonly into: TicketId;
}

/** 补打. `printer` absent: where it was printed, else the hall's first. */
export interface ReprintTicket {
  readonly type: 'reprint-ticket';
  readonly ticket: TicketId;
  readonly printer?: PrinterId | undefined;
  readonly large?: boolean | undefined;
}

/** Takes back the last action of a counter, or a redirect. Exactly one of the two. */
export interface Undo {
  readonly type: 'undo';
  readonly counter?: CounterId | undefined;
  readonly redirect?: string | undefined;
}

export interface StopService {
  readonly type: 'stop-service';
  readonly service: ServiceId;
  readonly reason: string;
}

export interface ResumeService {
  readonly type: 'resume-service';
  readonly service: ServiceId;
}

export interface PostNotice {
  readonly type: 'post-notice';
  readonly audience: NoticeAudience;
  readonly text: Text;
  readonly until?: EpochMs | undefined;
}

export interface NoticeCommand {
  readonly type: 'withdraw-notice' | 'confirm-notice';
  readonly notice: NoticeId;
}

/** A teller's meal or shift break, as a pause that begins by itself. */
export interface PlanBreak {
  readonly type: 'plan-break';
  readonly teller: StaffNumber;
  readonly from: EpochMs;
  readonly minutes: number;
  readonly reason: string;
}

export interface CancelBreak {
  readonly type: 'cancel-break';
  readonly break: BreakId;
}

/** Replaces nothing: a code that is there already is refused, and with it the whole list. */
export interface BookAppointments {
  readonly type: 'book-appointments';
  readonly appointments: readonly Booking[];
}

export interface CancelAppointment {
  readonly type: 'cancel-appointment';
  readonly code: AppointmentCode;
}

/** 签到: the customer with an appointment is here and gets a ticket. */
export interface CheckIn {
  readonly type: 'check-in';
  readonly code: AppointmentCode;
  readonly printer?: PrinterId | null | undefined;
}

/** 请求协助. */
export interface RequestHelp {
  readonly type: 'request-help';
  readonly counter: CounterId;
  readonly from: 'manager' | 'guard';
  /** `pause`: a pause was refused below the minimum of open counters, and the teller asks for it. */
  readonly about?: 'pause' | undefined;
  readonly words?: string | undefined;
}

/** For a help request and a waiting class also: 已处理, 已接待. */
export interface AcknowledgeAlert {
  readonly type: 'acknowledge-alert';
  readonly alert: AlertId;
}

/** 采纳: the advice as it was shown, whole, so that what was promised can be judged afterwards. */
export interface AcceptAdvice {
  readonly type: 'accept-advice';
  readonly advice: Advice;
}

/** 不采纳. `reason`: an id of the hall's `adviceDeclineReasons`, or own words. */
export interface DeclineAdvice {
  readonly type: 'decline-advice';
  readonly advice: Advice;
  readonly reason: string;
}

/** The hub's own clock-work: whatever has fallen due in this hall (`dueEvents`) happens now. */
export interface CarryOutDue {
  readonly type: 'carry-out-due';
}

export interface FinishService {
  readonly type: 'finish-service';
  readonly counter: CounterId;
  /** One entry for each thing done; absent: the ticket's own service, once. */
  readonly delivered?: readonly ServiceId[] | undefined;
  readonly outcome?: string | undefined;
  /** The visit ends here although a service follows on the ticket. */
  readonly visitEnds?: boolean | undefined;
}

export interface TicketCommand {
  /** `postpone-ticket` (推后): so many places back as the hall allows, because the customer wants it. */
  readonly type: 'return-ticket' | 'cancel-ticket' | 'mark-left' | 'postpone-ticket' | 'wake-ticket' | 'check-documents';
  readonly ticket: TicketId;
}

/** 服务评价: of one leg of a visit, counted from 0. */
export interface RateService {
  readonly type: 'rate-service';
  readonly ticket: TicketId;
  readonly leg: number;
  readonly grade: RatingGrade;
}

export interface ServeWithoutTicket {
  readonly type: 'serve-without-ticket';
  readonly counter: CounterId;
  readonly service: ServiceId;
}

export interface PauseCounter {
  readonly type: 'pause-counter';
  readonly counter: CounterId;
  readonly reason: string;
}

export interface DayCommand {
  readonly type: 'open-day';
}

/** `leaveUnserved`: close although people wait; a manager's word, against `serve-first`. */
export interface CloseDay {
  readonly type: 'close-day';
  readonly leaveUnserved?: boolean | undefined;
}

/** `basedOn`: the configuration's version that the sender changed; absent: whatever is there. */
export interface ConfigureHall {
  readonly type: 'configure-hall';
  readonly configuration: HallConfiguration;
  readonly basedOn?: number | undefined;
}

export interface ReportPrint {
  readonly type: 'report-print';
  readonly ticket: TicketId;
  readonly outcome: 'printed' | 'failed';
  /** With `failed`. */
  readonly fault?: PrintFault | undefined;
}

/** The printer room's word on a printer; becomes an event only when it changes something. */
export interface ReportPrinter {
  readonly type: 'report-printer';
  readonly printer: PrinterId;
  readonly condition: PrinterCondition;
}

/** 换纸: somebody has a printer open on purpose, or is through with it. */
export interface SetPaperChange {
  readonly type: 'set-paper-change';
  readonly printer: PrinterId;
  readonly on: boolean;
}

/** The hub's own word on an enrolled screen; becomes an event only when it changes something. */
export interface ReportScreen {
  readonly type: 'report-screen';
  readonly screen: ScreenId;
  /** As people know it: the device's label. */
  readonly name: string;
  readonly condition: ScreenCondition;
}

/** The hub's own: services whose expected wait concerns an alert; all of them, each time. */
export interface ReportForecast {
  readonly type: 'report-forecast';
  readonly waits: readonly { readonly service: ServiceId; readonly minutes: number; readonly inMinutes: number }[];
}

export const PRINTER_CONDITIONS = [
  'ready',
  'paper-near-end',
  'paper-out',
  'paper-jam',
  'cover-open',
  'unreachable',
  'printer-error',
] as const;
export type PrinterCondition = (typeof PRINTER_CONDITIONS)[number];

export type Command =
  | IssueTicket
  | LeaseNumbers
  | IssueOffline
  | CallNext
  | CallTicket
  | CounterCommand
  | OpenCounter
  | MoveTeller
  | ServeOnly
  | SetAutoCall
  | HoldTicket
  | ResumeTicket
  | TransferTicket
  | RedirectTickets
  | ReclassifyTicket
  | MergeTickets
  | ReprintTicket
  | Undo
  | StopService
  | ResumeService
  | PostNotice
  | NoticeCommand
  | PlanBreak
  | CancelBreak
  | BookAppointments
  | CancelAppointment
  | CheckIn
  | RequestHelp
  | AcknowledgeAlert
  | AcceptAdvice
  | DeclineAdvice
  | CarryOutDue
  | CloseDay
  | FinishService
  | TicketCommand
  | RateService
  | ServeWithoutTicket
  | PauseCounter
  | DayCommand
  | ConfigureHall
  | ReportPrint
  | ReportPrinter
  | SetPaperChange
  | ReportScreen
  | ReportForecast;

export type CommandType = Command['type'];
