import type { EpochMs } from '../lib/clock.ts';
import type { ClassId, CounterId, PrinterId, ServiceId } from './configuration.ts';

/** Opaque; 32 hex digits. Never shown to a person. */
export type TicketId = string;
/** Digits only, such as `1003` (工号). */
export type StaffNumber = string;

/**
 * The arrival by which a ticket is ordered (排队资格). `at` is what the customer's wait counts from, `order` separates
 * tickets of one millisecond and is new each time a ticket is put in line. Ordered by `at`, then by `order`.
 */
export interface Credit {
  readonly at: EpochMs;
  readonly order: number;
}

export function isBefore(left: Credit, right: Credit): boolean {
  return left.at < right.at || (left.at === right.at && left.order < right.order);
}

/** One wait and one service (办理环节). A transfer closes a leg and opens the next on the same ticket. */
export interface Leg {
  readonly service: ServiceId;
  /** When this leg's wait began. */
  readonly queuedAt: EpochMs;
  /** First call of the leg: what the wait is measured to. */
  calledAt?: EpochMs;
  counter?: CounterId;
  teller?: StaffNumber;
  startedAt?: EpochMs;
  finishedAt?: EpochMs;
  /** What was actually done (已办业务), one entry for each time. */
  delivered?: readonly ServiceId[];
  outcome?: string;
}

/** Exactly one state at a time; a field exists only where it means something. A no-show that is not returnable is over, too. */
export type TicketStatus =
  | { readonly is: 'waiting'; readonly credit: Credit }
  | { readonly is: 'called'; readonly counter: CounterId; readonly calledAt: EpochMs; readonly recalls: number }
  | { readonly is: 'serving'; readonly counter: CounterId; readonly startedAt: EpochMs }
  | { readonly is: 'no-show'; readonly at: EpochMs; readonly returnable: boolean }
  | { readonly is: 'ended'; readonly ending: 'done' | 'left' | 'cancelled'; readonly at: EpochMs };

/** Where the paper is. `unprinted`: nobody asked for paper. */
export type PrintStatus =
  | { readonly is: 'unprinted' }
  | { readonly is: 'requested'; readonly printer: PrinterId; readonly at: EpochMs }
  | { readonly is: 'printed'; readonly printer: PrinterId; readonly at: EpochMs }
  | { readonly is: 'failed'; readonly printer: PrinterId; readonly at: EpochMs; readonly fault: PrintFault };

export const PRINT_FAULTS = ['unreachable', 'paper-out', 'cover-open', 'printer-error', 'too-late'] as const;
export type PrintFault = (typeof PRINT_FAULTS)[number];

/** One visit (号票). */
export interface Ticket {
  readonly id: TicketId;
  /** Such as `A012`; null for a customer served without a ticket: no number that nobody holds is used up. */
  readonly number: string | null;
  readonly classId: ClassId;
  readonly issuedAt: EpochMs;
  /** At least one; the last is the current one. */
  readonly legs: Leg[];
  /** How often it came back after a no-show. */
  returns: number;
  /** How often it was passed (让行) until it left the line; while it waits, its queue knows. */
  passed: number;
  status: TicketStatus;
  print: PrintStatus;
}

export function currentLeg(ticket: Ticket): Leg {
  return ticket.legs[ticket.legs.length - 1]!;
}

/** When the visit was over: served, or unserved for good (弃号). Null while something can still become of it. */
export function overAt({ status }: Ticket): EpochMs | null {
  return status.is === 'ended' || (status.is === 'no-show' && !status.returnable) ? status.at : null;
}
