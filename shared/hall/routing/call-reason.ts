import type { ClassId, RoutingRule, ServiceId } from '../configuration.ts';
import type { RatioPosition } from './ratio-position.ts';
import type { AddressKey } from '../ticket.ts';

/** Waiting tickets of one queue that stayed behind although their credit is earlier (让行). */
export interface PassedQueue {
  readonly service: ServiceId;
  readonly class: ClassId;
  readonly count: number;
  /** Tickets that wait for one counter or person only. */
  readonly to?: AddressKey | undefined;
}

/**
 * Why this ticket: the hall's rule, the cap (a ticket had been passed as often as allowed, so it came first), the maximum
 * wait, `own` (it waits for this counter or this person only), or a teller's choice. Numbers of tickets, never a list of them.
 */
export interface CallReason {
  readonly rule: RoutingRule['kind'] | 'cap' | 'max-wait' | 'own' | 'chosen';
  readonly passed: readonly PassedQueue[];
  /** Passes that the most-passed of these still allows; null when nobody was passed or the hall has no cap. */
  readonly capLeft: number | null;
  /** With `chosen`. */
  readonly why?: string | undefined;
  /** With a ratio rule: where it stands after this call. */
  readonly ratio?: RatioPosition | undefined;
}
