import type { EpochMs } from '../lib/clock.ts';
import type { ClassId, CounterId, PrinterId, ServiceId } from './configuration.ts';
import type { WaitRange } from './forecast/wait-range.ts';
import type { LeaseId } from './lease.ts';
import type { RatingGrade } from './setup/feedback-setup.ts';

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

/** A ticket that waits for one counter or one person only (转台席). */
export type Address = { readonly counter: CounterId } | { readonly teller: StaffNumber };

/** `counter:5` or `teller:1003`: the address as a key. */
export type AddressKey = string;

export function addressKey(to: Address): AddressKey {
  return 'counter' in to ? `counter:${to.counter}` : `teller:${to.teller}`;
}

/** 任意台席继续: any counter goes on · 回本台席继续: this counter goes on · 稍后唤回: back in line at a time. */
export const HOLD_KINDS = ['any-counter', 'this-counter', 'later'] as const;
export type HoldKind = (typeof HOLD_KINDS)[number];

/** A service that follows on the same ticket, with the arrival that counts for it. */
export interface Step {
  readonly service: ServiceId;
  readonly creditAt: EpochMs;
}

/** One wait and one service (办理环节). A transfer closes a leg and opens the next on the same ticket. */
export interface Leg {
  /** Changed by a redirect: the wait goes on in another line. */
  service: ServiceId;
  /** The service it was issued or transferred for, once a redirect changed it. */
  redirectedFrom?: ServiceId;
  /** When this leg's wait began. */
  readonly queuedAt: EpochMs;
  /** First call of the leg: what the wait is measured to. */
  calledAt?: EpochMs;
  counter?: CounterId;
  teller?: StaffNumber;
  startedAt?: EpochMs;
  /** Time on hold between start and finish, not worked. */
  heldMs?: number;
  finishedAt?: EpochMs;
  /** What was actually done (已办业务), one entry for each time. */
  delivered?: readonly ServiceId[];
  outcome?: string;
  /** What the customer said of it; absent: nothing. */
  grade?: RatingGrade;
}

/** Exactly one state at a time; a field exists only where it means something. A no-show that is not returnable is over, too. */
export type TicketStatus =
  | { readonly is: 'waiting'; readonly credit: Credit; readonly to?: Address | undefined }
  | {
      readonly is: 'called';
      readonly counter: CounterId;
      readonly calledAt: EpochMs;
      readonly recalls: number;
      /** Neither spoken nor on the wall, and so are its recalls. */
      readonly silent?: true | undefined;
    }
  | { readonly is: 'serving'; readonly counter: CounterId; readonly startedAt: EpochMs }
  | {
      readonly is: 'held';
      readonly kind: HoldKind;
      /** Where it was being served, and by whom. */
      readonly counter: CounterId;
      readonly teller: StaffNumber;
      readonly since: EpochMs;
      /** With `later`: when it goes back in line. */
      readonly until: EpochMs | null;
    }
  | { readonly is: 'no-show'; readonly at: EpochMs; readonly returnable: boolean }
  | { readonly is: 'ended'; readonly ending: Ending; readonly at: EpochMs };

/** `merged`: one person held two tickets, the visit goes on on the other. */
export type Ending = 'done' | 'left' | 'cancelled' | 'merged';

/** Where the paper is. `unprinted`: nobody asked for paper. */
export type PrintStatus =
  | { readonly is: 'unprinted' }
  | {
      readonly is: 'requested';
      readonly printer: PrinterId;
      readonly at: EpochMs;
      readonly copy?: true | undefined;
      readonly large?: true | undefined;
    }
  | { readonly is: 'printed'; readonly printer: PrinterId; readonly at: EpochMs }
  | { readonly is: 'failed'; readonly printer: PrinterId; readonly at: EpochMs; readonly fault: PrintFault };

export const PRINT_FAULTS = ['unreachable', 'paper-out', 'paper-jam', 'cover-open', 'printer-error', 'too-late'] as const;
export type PrintFault = (typeof PRINT_FAULTS)[number];

/** What is known of a ticket that a kiosk printed while the hub was away (断网取号). */
export interface OfflinePaper {
  readonly lease: LeaseId;
  /** By the kiosk's clock, however wrong. */
  readonly takenAt: EpochMs;
  /** The life of the kiosk's store that printed it. */
  readonly boots: number;
  readonly nonce: string;
  /** Absent: there was no paper, the customer read the number from the screen. */
  readonly printed?: true | undefined;
  /** What the customer chose, where that was gone by the time the hub heard of it. */
  readonly asked?: { readonly service: ServiceId; readonly class?: ClassId | undefined } | undefined;
}

/** One visit (号票). */
export interface Ticket {
  readonly id: TicketId;
  /** Such as `A012`; null for a customer served without a ticket: no number that nobody holds is used up. */
  readonly number: string | null;
  classId: ClassId;
  readonly issuedAt: EpochMs;
  /** The arrival that counts for the visit: what a transfer, a redirect and a hold keep. */
  creditAt: EpochMs;
  /** What was told when it was issued (预计等候), of the first wait only; null: nothing was. */
  readonly quote: WaitRange | null;
  /** At least one; the last is the current one. */
  readonly legs: Leg[];
  /** How often it came back after a no-show. */
  returns: number;
  /** How often the customer had it put back (推后); absent: never. */
  postponed?: number;
  /** How often it was passed (让行) until it left the line; while it waits, its queue knows. */
  passed: number;
  /** It was on hold and went back in line: its call is no overtaking. */
  woken: boolean;
  /** Services that follow on this ticket (多环节, 并号). */
  steps: readonly Step[];
  /** The greeter has looked at the papers (已核验证件). */
  documentsChecked: boolean;
  status: TicketStatus;
  print: PrintStatus;
  /** Absent: issued by the hub. */
  readonly offline?: OfflinePaper;
}

export function currentLeg(ticket: Ticket): Leg {
  return ticket.legs[ticket.legs.length - 1]!;
}

/** On hold until a time (稍后唤回). */
export function isTimedHold({ status }: Ticket): boolean {
  return status.is === 'held' && status.until !== null;
}

/** When the visit was over: served, or unserved for good (弃号). Null while something can still become of it. */
export function overAt({ status }: Ticket): EpochMs | null {
  return status.is === 'ended' || (status.is === 'no-show' && !status.returnable) ? status.at : null;
}
