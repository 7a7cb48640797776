import { PREDICTED_KEPT_MS } from '../predicted-wait.ts';
import { servedQueues, servicesOf } from '../routing/served-queues.ts';
import type { ServiceId } from '../configuration.ts';
import { MINUTE_MS, passedSince, ruleFor, type Condition, type Watched } from './condition.ts';

/** So many people wait for a service, in its line or for one counter or person. */
export function peopleWaiting(watched: Watched): Condition[] {
  return watched.queues.flatMap(({ service, waiting: inLine, addressed }) => {
    const waiting = inLine + addressed;
    const rule = ruleFor(watched, 'people-waiting', { service });
    return rule === undefined || waiting < rule.threshold || waiting === 0
      ? []
      : [{ rule, subject: { service }, measured: waiting }];
  });
}

/** Somebody has waited so long for a service. */
export function longestWait(watched: Watched): Condition[] {
  return watched.queues.flatMap(({ service, oldestAt }) => {
    const rule = ruleFor(watched, 'longest-wait', { service });
    if (rule === undefined || oldestAt === null) return [];
    const measured = passedSince(oldestAt, watched.at, MINUTE_MS);
    return measured < rule.threshold ? [] : [{ rule, subject: { service }, measured }];
  });
}

/** So many people wait for a service, and a counter that serves it is paused. */
export function queueWhilePaused(watched: Watched): Condition[] {
  const { state, at } = watched;
  const served = new Set<ServiceId>();
  for (const { id, mode } of state.counters.values()) {
    if (mode.is !== 'paused') continue;
    for (const service of servicesOf(servedQueues(state, id, at))) served.add(service);
  }
  return watched.queues.flatMap(({ service, waiting }) => {
    const rule = ruleFor(watched, 'queue-while-paused', { service });
    if (rule === undefined || waiting < rule.threshold || waiting === 0 || !served.has(service)) return [];
    return [{ rule, subject: { service }, measured: waiting }];
  });
}

/**
 * The hub has said that a wait will be so long, not too long ago. How long is enough, and when it is over, was judged where the forecast
 * is, with a hysteresis: a threshold here would flap with the runs.
 */
export function predictedWait(watched: Watched): Condition[] {
  const { at, state } = watched;
  if (state.day.is !== 'open') return [];
  return [...state.predictedWaits].flatMap(([service, { at: saidAt, inMinutes, minutes }]) => {
    const rule = ruleFor(watched, 'predicted-wait', { service });
    if (rule === undefined || at - saidAt >= PREDICTED_KEPT_MS) return [];
    return [{ rule, subject: { service, inMinutes }, measured: minutes }];
  });
}
