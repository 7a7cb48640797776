import type { CounterId } from '../../shared/hall/configuration.ts';
import type { TicketView } from '../../shared/hall/views/ticket-view.ts';

/**
 * Tickets on hold as one counter looks at them: those that are kept for it, then those that any counter may go on with, then
 * those that come back in line by themselves, then other counters' own; each in the given order.
 */
export function heldOrder(held: readonly TicketView[], counter: CounterId): TicketView[] {
  return [...held].sort((left, right) => rank(left, counter) - rank(right, counter));
}

function rank({ held }: TicketView, counter: CounterId): number {
  if (held === null) return 3;
  if (held.kind === 'any-counter') return 1;
  if (held.kind === 'later') return 2;
  return held.counter === counter ? 0 : 3;
}
