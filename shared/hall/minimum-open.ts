import type { EpochMs } from '../lib/clock.ts';
import { counterSetup, standardClass, type CounterId, type HallConfiguration, type ServiceId } from './configuration.ts';
import { isInForce, type Counter } from './counter.ts';
import { localTime, minutesOf } from './local-time.ts';
import type { HallState } from './state.ts';

/** How many counters a service has, and how many the hall wants at this moment. */
export interface OpenForService {
  readonly service: ServiceId;
  readonly open: number;
  /** 0: none is wanted. */
  readonly minimum: number;
}

/** The services for which the hall wants counters open at this moment (最低开台数). Of several entries the largest counts. */
export function minimumsAt(configuration: HallConfiguration, at: EpochMs): Map<ServiceId, number> {
  const { minutes, weekday } = localTime(at, configuration.timeZone);
  const minimums = new Map<ServiceId, number>();
  for (const { service, counters, from, to, weekdays } of configuration.minimumOpen ?? []) {
    const isWanted = minutesOf(from) <= minutes && minutes < minutesOf(to) && (weekdays?.includes(weekday) ?? true);
    if (isWanted) minimums.set(service, Math.max(counters, minimums.get(service) ?? 0));
  }
  return minimums;
}

/** The first service that would fall below its minimum without this counter; null when the hall can do without it. */
export function shortWithout(state: HallState, counter: Counter, at: EpochMs): OpenForService | null {
  const { configuration } = state;
  if (configuration === null || !staysOpen(counter)) return null;
  for (const [service, minimum] of minimumsAt(configuration, at)) {
    if (!servesNow(configuration, counter, service, at)) continue;
    const open = openFor(state, service, at, counter.id);
    if (open < minimum) return { service, open, minimum };
  }
  return null;
}

/** Counters that call customers of this service now and are not about to stop, one of them left out. */
export function openFor(state: HallState, service: ServiceId, at: EpochMs, without: CounterId | null = null): number {
  const { configuration } = state;
  if (configuration === null) return 0;
  let open = 0;
  for (const counter of state.counters.values()) {
    if (counter.id !== without && staysOpen(counter) && servesNow(configuration, counter, service, at)) open += 1;
  }
  return open;
}

function staysOpen({ mode }: Counter): boolean {
  return mode.is === 'open' && mode.then === null;
}

/**
 * For now, and for customers of the standard class: a counter that is reserved for others and only helps out is not one on which
 * the hall can count.
 */
function servesNow(configuration: HallConfiguration, { id, only }: Counter, service: ServiceId, at: EpochMs): boolean {
  if (only !== null && isInForce(only, at)) return only.services.includes(service);
  const setup = counterSetup(configuration, id);
  if (setup === undefined) return false;
  const standard = standardClass(configuration);
  const { helpsAfterSeconds, reservedFor, serves } = setup;
  if (reservedFor !== undefined && reservedFor !== standard && helpsAfterSeconds !== undefined) return false;
  return serves
    .flat()
    .some((queue) => (typeof queue === 'string' ? queue === service : queue.service === service && queue.class === standard));
}
