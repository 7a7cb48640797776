import type { HallEvent } from '../../shared/hall/events.ts';
import { must } from '../../shared/lib/assert.ts';

/** How often something ended each ticket of the day; with the day itself ends who has 0. */
export function endings(events: readonly HallEvent[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, string>();
  const count = new Map<string, number>();
  for (const event of events) {
    if (event.type === 'ticket-issued') {
      numbers.set(event.ticket, event.number);
      count.set(event.number, 0);
    } else if (isEnding(event)) {
      const number = must(numbers.get(event.ticket), 'a ticket of today');
      count.set(number, must(count.get(number), number) + 1);
    }
  }
  return count;
}

function isEnding(event: HallEvent): event is Extract<HallEvent, { readonly ticket: string }> {
  if (event.type === 'ticket-no-show') return !event.returnable;
  return ['service-finished', 'ticket-left', 'ticket-cancelled', 'tickets-merged'].includes(event.type);
}
