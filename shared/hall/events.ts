import type { EpochMs } from '../lib/clock.ts';
import type { DayId } from './business-day.ts';
import type { PrinterCondition } from './commands.ts';
import type { ClassId, CounterId, HallConfiguration, PrinterId, ServiceId } from './configuration.ts';
import type { CallReason } from './routing/call-reason.ts';
import type { Credit, PrintFault, StaffNumber, TicketId } from './ticket.ts';

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
    }
  | {
      readonly type: 'ticket-called';
      readonly ticket: TicketId;
      readonly number: string;
      readonly counter: CounterId;
      readonly teller: StaffNumber;
      readonly reason: CallReason;
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
  | { readonly type: 'ticket-no-show'; readonly ticket: TicketId; readonly counter: CounterId; readonly returnable: boolean }
  | { readonly type: 'ticket-returned'; readonly ticket: TicketId; readonly credit: Credit; readonly returns: number }
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
  | { readonly type: 'print-requested'; readonly ticket: TicketId; readonly printer: PrinterId }
  | { readonly type: 'ticket-printed'; readonly ticket: TicketId }
  | { readonly type: 'print-failed'; readonly ticket: TicketId; readonly fault: PrintFault }
  | { readonly type: 'printer-reported'; readonly printer: PrinterId; readonly condition: PrinterCondition };
