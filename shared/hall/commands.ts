import type { ClassId, CounterId, HallConfiguration, PrinterId, ServiceId } from './configuration.ts';
import type { PrintFault, TicketId } from './ticket.ts';

/** `printer` absent: the hall's first printer; null: no paper. */
export interface IssueTicket {
  readonly type: 'issue-ticket';
  readonly service: ServiceId;
  readonly class?: ClassId | undefined;
  readonly printer?: PrinterId | null | undefined;
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
  readonly type:
    'recall' | 'start-service' | 'mark-no-show' | 'open-counter' | 'close-counter' | 'resume-counter' | 'sign-in' | 'sign-out';
  readonly counter: CounterId;
}

export interface FinishService {
  readonly type: 'finish-service';
  readonly counter: CounterId;
  /** One entry for each thing done; absent: the ticket's own service, once. */
  readonly delivered?: readonly ServiceId[] | undefined;
  readonly outcome?: string | undefined;
}

export interface TicketCommand {
  readonly type: 'return-ticket' | 'cancel-ticket' | 'mark-left';
  readonly ticket: TicketId;
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
  readonly type: 'open-day' | 'close-day';
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

export const PRINTER_CONDITIONS = ['ready', 'paper-near-end', 'paper-out', 'cover-open', 'unreachable', 'printer-error'] as const;
export type PrinterCondition = (typeof PRINTER_CONDITIONS)[number];

export type Command =
  | IssueTicket
  | CallNext
  | CallTicket
  | CounterCommand
  | FinishService
  | TicketCommand
  | ServeWithoutTicket
  | PauseCounter
  | DayCommand
  | ConfigureHall
  | ReportPrint
  | ReportPrinter;

export type CommandType = Command['type'];

/** Every command, for tables and tests that must miss none. */
export const COMMAND_TYPES = [
  'issue-ticket',
  'call-next',
  'call-ticket',
  'recall',
  'start-service',
  'finish-service',
  'mark-no-show',
  'return-ticket',
  'cancel-ticket',
  'mark-left',
  'serve-without-ticket',
  'sign-in',
  'sign-out',
  'open-counter',
  'close-counter',
  'pause-counter',
  'resume-counter',
  'open-day',
  'close-day',
  'configure-hall',
  'report-print',
  'report-printer',
] as const satisfies readonly CommandType[];
