import type { ClassId, RoutingRule, ServiceId } from '../configuration.ts';

/** Waiting tickets of one queue that stayed behind although their credit is earlier (让行). */
export interface PassedQueue {
  readonly service: ServiceId;
  readonly class: ClassId;
  readonly count: number;
}

/**
 * Why this ticket: the hall's rule, the cap (a ticket had been passed as often as allowed, so it came first), or a teller's
 * choice. Numbers of tickets, never a list of them.
 */
export interface CallReason {
  readonly rule: RoutingRule['kind'] | 'cap' | 'chosen';
  readonly passed: readonly PassedQueue[];
  /** Passes that the most-passed of these still allows; null when nobody was passed or the hall has no cap. */
  readonly capLeft: number | null;
  /** With `chosen`. */
  readonly why?: string | undefined;
}
