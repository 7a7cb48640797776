import type { EpochMs } from '../../lib/clock.ts';
import type { ClassId, ServiceId } from '../configuration.ts';
import type { CreditQueue } from '../routing/credit-queue.ts';
import type { HallState } from '../state.ts';

export interface ServiceQueue {
  readonly service: ServiceId;
  /** In the service's own line, at any counter. */
  readonly waiting: number;
  readonly byClass: readonly { readonly class: ClassId; readonly waiting: number }[];
  /** Besides: those who wait for one counter or one person only. */
  readonly addressed: number;
  /** Since when the one who has waited longest, in whichever line, has; null when nobody waits. */
  readonly oldestAt: EpochMs | null;
}

/** Every configured service, in the configuration's order. Work: O((services + addresses) × classes). */
export function serviceQueues(state: HallState): ServiceQueue[] {
  const { configuration } = state;
  if (configuration === null) return [];
  const addressed = addressedQueues(state);
  return configuration.services.map(({ id }) => {
    const own = state.queues.get(id);
    const others = addressed.get(id) ?? [];
    const byClass = configuration.classes.map((each) => ({ class: each.id, waiting: own?.get(each.id)?.size ?? 0 }));
    return {
      service: id,
      waiting: byClass.reduce((sum, each) => sum + each.waiting, 0),
      byClass,
      addressed: others.reduce((sum, queue) => sum + queue.size, 0),
      oldestAt: oldestOf([...(own?.values() ?? []), ...others]),
    };
  });
}

function addressedQueues(state: HallState): Map<ServiceId, CreditQueue[]> {
  const queues = new Map<ServiceId, CreditQueue[]>();
  for (const byService of state.addressed.values()) {
    for (const [service, byClass] of byService) queues.set(service, [...(queues.get(service) ?? []), ...byClass.values()]);
  }
  return queues;
}

/** Since when the longest wait in these lines lasts. Not the first in line: one who was sent on has an early credit and has hardly waited. */
export function oldestOf(queues: readonly CreditQueue[]): EpochMs | null {
  const since = queues.flatMap((queue) => queue.longestSince ?? []);
  return since.length === 0 ? null : Math.min(...since);
}
