import type { EpochMs } from '../../lib/clock.ts';
import type { ClassId, ServiceId } from '../configuration.ts';
import type { HallState } from '../state.ts';
import { currentLeg } from '../ticket.ts';

export interface ServiceQueue {
  readonly service: ServiceId;
  readonly waiting: number;
  readonly byClass: readonly { readonly class: ClassId; readonly waiting: number }[];
  /** Since when the customer of the earliest credit has been waiting; null when nobody waits. */
  readonly oldestAt: EpochMs | null;
}

/** Every configured service, in the configuration's order. Work: O(services × classes × log n). */
export function serviceQueues(state: HallState): ServiceQueue[] {
  const { configuration } = state;
  if (configuration === null) return [];
  return configuration.services.map(({ id }) => {
    const byClass = configuration.classes.map((each) => ({
      class: each.id,
      waiting: state.queues.get(id)?.get(each.id)?.size ?? 0,
    }));
    const waiting = byClass.reduce((sum, each) => sum + each.waiting, 0);
    return { service: id, waiting, byClass, oldestAt: oldestOf(state, id) };
  });
}

function oldestOf(state: HallState, service: ServiceId): EpochMs | null {
  let oldest: EpochMs | null = null;
  for (const queue of state.queues.get(service)?.values() ?? []) {
    const first = queue.first();
    const ticket = first === null ? undefined : state.tickets.get(first.ticket);
    if (ticket === undefined) continue;
    const since = currentLeg(ticket).queuedAt;
    oldest = oldest === null ? since : Math.min(oldest, since);
  }
  return oldest;
}
