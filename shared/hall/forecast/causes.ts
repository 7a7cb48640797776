import type { ServiceId } from '../configuration.ts';
import type { HallEvent } from '../events.ts';

/**
 * What happened since the last forecast that a customer can see or be told: why a shown wait may change at once. Small things (somebody
 * came, somebody was called) move it by as much as they are worth; only with a great one may it jump.
 */
export interface Causes {
  /** Another set of counters, services or customers than before: everything may change. */
  readonly great: boolean;
  /** Who came into line, by service: tickets, transfers, returns. */
  readonly joined: ReadonlyMap<ServiceId, number>;
  /** Who left it, called or not. */
  readonly left: number;
}

/** So many arrivals between two forecasts are a rush that everybody in the hall can see. */
export const RUSH_ARRIVALS = 4;

export const NO_CAUSES: Causes = { great: false, joined: new Map(), left: 0 };

type Weight = 'great' | 'joined' | 'left' | 'none';

export function causesOf(events: readonly HallEvent[]): Causes {
  let great = false;
  let left = 0;
  let joinedInAll = 0;
  const joined = new Map<ServiceId, number>();
  for (const event of events) {
    const weight = weightOf(event);
    if (weight === 'great') great = true;
    else if (weight === 'left') left += 1;
    else if (weight === 'joined') {
      joinedInAll += 1;
      // A ticket that comes back says no service: it counts for every one.
      const service = 'service' in event ? event.service : '';
      joined.set(service, (joined.get(service) ?? 0) + 1);
    }
  }
  return { great: great || joinedInAll >= RUSH_ARRIVALS, joined, left };
}

/** How many came into line who may stand before a customer of any service. */
export function joinedInAll({ joined }: Causes): number {
  let all = 0;
  for (const count of joined.values()) all += count;
  return all;
}

function weightOf(event: HallEvent): Weight {
  switch (event.type) {
    case 'hall-configured':
    case 'day-opened':
    case 'day-closed':
    case 'counter-opened':
    case 'counter-closed':
    case 'counter-paused':
    case 'counter-resumed':
    case 'pause-planned':
    case 'close-planned':
    case 'plan-dropped':
    case 'counter-restricted':
    case 'counter-unrestricted':
    case 'service-stopped':
    case 'service-resumed':
    case 'tickets-redirected':
    case 'redirect-undone':
    case 'tickets-released':
    case 'action-undone':
    case 'break-planned':
    case 'break-cancelled':
    case 'break-started':
    case 'appointments-booked':
      return 'great';
    case 'ticket-issued':
    case 'ticket-transferred':
    case 'ticket-returned':
    case 'ticket-woken':
    case 'ticket-reclassified':
    case 'ticket-postponed':
      return 'joined';
    case 'ticket-called':
    case 'ticket-cancelled':
    case 'ticket-left':
    case 'tickets-merged':
    case 'service-finished':
    case 'ticket-no-show':
    case 'ticket-held':
    case 'ticket-resumed':
    case 'served-without-ticket':
      return 'left';
    default:
      return 'none';
  }
}
