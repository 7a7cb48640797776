import { serviceSetup, type ClassId, type ServiceId, type ServiceSetup } from '../../shared/hall/configuration.ts';
import { minimumsAt, openFor } from '../../shared/hall/minimum-open.ts';
import type { HallState } from '../../shared/hall/state.ts';
import { serviceQueues, type ServiceQueue } from '../../shared/hall/views/service-queues.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';

const MINUTE_MS = 60_000;

/** One line of the duty manager's table: who waits, against what the hall promised, and who is there to serve. */
export interface QueueFacts extends ServiceQueue {
  readonly setup: ServiceSetup;
  /** Waiting for longer than the hall promises; null where it promises nothing. */
  readonly late: number | null;
  readonly isLongestLate: boolean;
  /** Since when the one of a class who has waited longest has; who waits for one counter or person only is not among them. */
  readonly oldestByClass: ReadonlyMap<ClassId, EpochMs>;
  /** Counters that call for it now and are not about to stop. */
  readonly open: number;
  /** What the hall wants open at this time; 0 where it says nothing. */
  readonly minimum: number;
  readonly stopped: { readonly reason: string; readonly since: EpochMs } | null;
}

export function queueFacts(state: HallState, now: EpochMs): QueueFacts[] {
  const { configuration } = state;
  if (configuration === null) return [];
  const minimums = minimumsAt(configuration, now);
  return serviceQueues(state).flatMap((queue) => {
    const setup = serviceSetup(configuration, queue.service);
    if (setup === undefined) return [];
    const promisedMs = setup.promisedWaitMinutes === undefined ? null : setup.promisedWaitMinutes * MINUTE_MS;
    return {
      ...queue,
      setup,
      late: promisedMs === null ? null : waitingSinceBefore(state, queue.service, now - promisedMs),
      isLongestLate: promisedMs !== null && queue.oldestAt !== null && now - queue.oldestAt > promisedMs,
      oldestByClass: oldestByClass(state, queue.service),
      open: openFor(state, queue.service, now),
      minimum: minimums.get(queue.service) ?? 0,
      stopped: state.stopped.get(queue.service) ?? null,
    };
  });
}

function waitingSinceBefore(state: HallState, service: ServiceId, at: EpochMs): number {
  let count = 0;
  for (const queue of state.queues.get(service)?.values() ?? []) count += queue.before({ at, order: 0 }).count;
  return count;
}

function oldestByClass(state: HallState, service: ServiceId): Map<ClassId, EpochMs> {
  const oldest = new Map<ClassId, EpochMs>();
  for (const [classId, { longestSince }] of state.queues.get(service) ?? []) {
    if (longestSince !== null) oldest.set(classId, longestSince);
  }
  return oldest;
}
