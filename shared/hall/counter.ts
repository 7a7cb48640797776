import type { EpochMs } from '../lib/clock.ts';
import type { CounterId, ServiceId } from './configuration.ts';
import type { StaffNumber, TicketId } from './ticket.ts';

/** A teller at a counter (登录台席). */
export interface SignIn {
  readonly teller: StaffNumber;
  readonly at: EpochMs;
}

/** What the counter becomes as soon as the customer at hand is finished. */
export type AfterThisCustomer = { readonly is: 'paused'; readonly reason: string } | { readonly is: 'closed' };

/**
 * Open and calling or serving when a ticket is at hand, open and idle when not. A pause or close that is asked for with
 * a customer at hand waits in `then`; no new customer is called from that moment.
 */
export type CounterMode =
  /** `wasOpen`: it was closed by somebody, as against new in the hall or closed with the day. */
  | { readonly is: 'closed'; readonly since: EpochMs; readonly wasOpen?: true | undefined }
  | {
      readonly is: 'open';
      readonly since: EpochMs;
      readonly atHand: TicketId | null;
      /** Since when nobody is at hand; null while somebody is. */
      readonly idleSince: EpochMs | null;
      readonly then: AfterThisCustomer | null;
    }
  | { readonly is: 'paused'; readonly since: EpochMs; readonly reason: string };

/** For now the counter serves these services only, in their order, whatever it is set up for (专席). */
export interface ServesOnly {
  readonly services: readonly ServiceId[];
  /** Null: until it is restored. */
  readonly until: EpochMs | null;
}

export function isInForce({ until }: ServesOnly, at: EpochMs): boolean {
  return until === null || at < until;
}

export interface Counter {
  readonly id: CounterId;
  signIn: SignIn | null;
  mode: CounterMode;
  only: ServesOnly | null;
  /** Calls the next by itself when idle. */
  autoCall: boolean;
  /** The leg that ended here last, until the next customer is called. */
  served: Served | null;
}

export interface Served {
  readonly ticket: TicketId;
  /** From 0. */
  readonly leg: number;
  readonly at: EpochMs;
}

export function ticketAtHand(counter: Counter): TicketId | null {
  return counter.mode.is === 'open' ? counter.mode.atHand : null;
}
