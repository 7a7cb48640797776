import type { HallEvent } from './events.ts';
import type { WaitRange } from './forecast/wait-range.ts';
import type { CallReason } from './routing/call-reason.ts';
import type { DayId } from './business-day.ts';
import type { LeaseId } from './lease.ts';
import type { TicketId } from './ticket.ts';
import { unreachable } from '../lib/unreachable.ts';

/** What the sender of an accepted command is told. Absent fields mean nothing of the kind happened. */
export interface Answer {
  /** The ticket that the command dealt with; null when a counter was left with nobody. */
  readonly ticket?: TicketId | null;
  readonly number?: string | null;
  /** The ticket whose service ended on the way. */
  readonly ended?: TicketId;
  readonly ahead?: number;
  /** With a new ticket: what it was quoted (预计等候). */
  readonly quote?: WaitRange;
  readonly reason?: CallReason;
  /** How many tickets a redirect moved, or appointments were booked. */
  readonly count?: number;
  /** With a redirect: what `undo` takes. */
  readonly redirect?: string;
  /** The notice, break or alert that came to be. */
  readonly notice?: string;
  readonly break?: string;
  readonly alert?: string;
  readonly block?: LeasedBlock;
}

/** A block of numbers that a kiosk may give out while the hub is away. */
export interface LeasedBlock {
  readonly lease: LeaseId;
  readonly letter: string;
  readonly day: DayId;
  readonly from: number;
  readonly to: number;
}

/** A pure function of the entry: so a command sent twice is told the same twice, by any hub, after any restart. */
export function answerOf(events: readonly HallEvent[]): Answer {
  return events.reduce<Answer>(withEvent, {});
}

/** Facts that the sender sees on the screen and need not be told. */
const UNTOLD = [
  'hall-configured',
  'day-opened',
  'signed-in',
  'signed-out',
  'counter-opened',
  'counter-closed',
  'counter-paused',
  'counter-resumed',
  'pause-planned',
  'close-planned',
  'plan-dropped',
  'printer-reported',
  'paper-change-set',
  'screen-reported',
  'service-rated',
  'tickets-released',
  'lease-continued',
  'leases-frozen',
  'numbers-voided',
  'counter-restricted',
  'counter-unrestricted',
  'auto-call-set',
  'service-stopped',
  'service-resumed',
  'notice-withdrawn',
  'notice-confirmed',
  'break-cancelled',
  'break-started',
  'appointment-cancelled',
  'appointment-checked-in',
  'alert-stepped',
  'alert-acknowledged',
  'alert-cleared',
  'waits-predicted',
  'advice-accepted',
  'advice-declined',
] as const satisfies readonly HallEvent['type'][];
type Untold = Extract<HallEvent, { type: (typeof UNTOLD)[number] }>;

function isUntold(event: HallEvent): event is Untold {
  return (UNTOLD as readonly string[]).includes(event.type);
}

function withEvent(answer: Answer, event: HallEvent): Answer {
  if (isUntold(event)) return answer;
  switch (event.type) {
    case 'ticket-issued':
      return {
        ticket: event.ticket,
        number: event.number,
        ahead: event.ahead,
        ...(event.quote !== undefined && { quote: event.quote }),
      };
    case 'numbers-leased': {
      const { day, from, lease, letter, to } = event;
      return { ...answer, block: { lease, letter, day, from, to } };
    }
    case 'offline-ticket-late':
      return { ticket: event.ticket, number: event.number };
    case 'ticket-called':
      return { ...answer, ticket: event.ticket, number: event.number, reason: event.reason };
    case 'service-finished':
      return { ended: event.ticket, ticket: null };
    case 'served-without-ticket':
      return { ticket: event.ticket, number: null };
    case 'ticket-recalled':
    case 'ticket-no-show':
    case 'ticket-returned':
    case 'ticket-postponed':
    case 'ticket-cancelled':
    case 'ticket-left':
    case 'print-requested':
      return answer.ticket === undefined ? { ticket: event.ticket } : answer;
    case 'ticket-held':
    case 'ticket-transferred':
      return { ended: event.ticket, ticket: null };
    case 'ticket-resumed':
    case 'ticket-woken':
    case 'ticket-reclassified':
    case 'documents-checked':
      return { ticket: event.ticket };
    case 'tickets-merged':
      return { ticket: event.into, ended: event.ticket };
    case 'tickets-redirected':
      return { redirect: event.redirect, count: event.moved.length };
    case 'action-undone':
      return { ticket: event.ticket };
    case 'redirect-undone':
      return { redirect: event.redirect };
    case 'notice-posted':
      return { notice: event.notice };
    case 'break-planned':
      return { break: event.break };
    case 'appointments-booked':
      return { count: event.appointments.length };
    case 'alert-raised':
      return answer.ticket === undefined ? { alert: event.alert } : answer;
    case 'service-started':
    case 'ticket-printed':
    case 'print-failed':
      return { ticket: event.ticket };
    case 'day-closed':
      return {};
    default:
      return unreachable(event);
  }
}
