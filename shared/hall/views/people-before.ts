import type { HallState } from '../state.ts';
import { addressKey, currentLeg, type Ticket } from '../ticket.ts';

/**
 * How many stand before a waiting ticket: of any class, for the same service, by credit; for a ticket that waits for one counter or
 * person, those who wait there. Whose turn comes first is the rule's. 0 for a ticket that does not wait. O(classes × log n).
 */
export function peopleBefore(state: HallState, ticket: Ticket): number {
  const { status } = ticket;
  if (status.is !== 'waiting') return 0;
  const queues = status.to === undefined ? state.queues : state.addressed.get(addressKey(status.to));
  const byClass = queues?.get(currentLeg(ticket).service);
  let before = 0;
  for (const queue of byClass?.values() ?? []) before += queue.before(status.credit).count;
  return before;
}
