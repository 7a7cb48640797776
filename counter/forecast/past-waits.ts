import type { ServiceId } from '../../shared/hall/configuration.ts';
import { ENDED_KEPT_MS } from '../../shared/hall/limits.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { Leg, Ticket } from '../../shared/hall/ticket.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';

export const MINUTE_MS = 60_000;
/** A mean wait is of those who were called within so long before its moment. */
export const MEAN_OVER_MS = 10 * MINUTE_MS;

/** How a line stood at a whole minute. Milliseconds; null: nobody was called just before, or it is no longer known. */
export interface PastPoint {
  readonly at: EpochMs;
  /** How long the one who had waited longest had; 0 when nobody waited. */
  readonly longestMs: number;
  readonly meanMs: number | null;
}

/** One wait: from its place in line to its call, or to leaving without one. */
interface Wait {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly called: boolean;
}

/**
 * How long people had waited for each service at each whole minute, read out of the tickets that the state still has: ended ones stay
 * for `ENDED_KEPT_MS`, so nobody who waited since then is missing. A day that was opened later than that is known from its opening.
 * Work: O(tickets × minutes).
 */
export function pastWaits(state: HallState, now: EpochMs): ReadonlyMap<ServiceId, readonly PastPoint[]> {
  const knownFrom = Math.max(now - ENDED_KEPT_MS, state.day.is === 'open' ? state.day.openedAt : Infinity);
  /** Whoever was called before the day opened was called on another day. */
  const calledKnownFrom = knownFrom > now - ENDED_KEPT_MS ? knownFrom - MEAN_OVER_MS : knownFrom;
  const minutes: EpochMs[] = [];
  for (let at = Math.ceil(knownFrom / MINUTE_MS) * MINUTE_MS; at <= now; at += MINUTE_MS) minutes.push(at);
  const waits = waitsOf(state);
  const services = state.configuration?.services ?? [];
  return new Map(
    services.map(({ id }) => [id, minutes.map((at) => pointAt(waits.get(id) ?? [], at, at - MEAN_OVER_MS >= calledKnownFrom))]),
  );
}

function pointAt(waits: readonly Wait[], at: EpochMs, knowsCalls: boolean): PastPoint {
  let longestMs = 0;
  let sumMs = 0;
  let called = 0;
  for (const wait of waits) {
    if (wait.from <= at && wait.to > at) longestMs = Math.max(longestMs, at - wait.from);
    if (!wait.called || wait.to > at || wait.to <= at - MEAN_OVER_MS) continue;
    sumMs += wait.to - wait.from;
    called += 1;
  }
  return { at, longestMs, meanMs: knowsCalls && called > 0 ? sumMs / called : null };
}

function waitsOf(state: HallState): Map<ServiceId, Wait[]> {
  const waits = new Map<ServiceId, Wait[]>();
  for (const ticket of state.tickets.values()) {
    for (const leg of ticket.legs) {
      const wait = { from: leg.queuedAt, to: leftLineAt(ticket, leg), called: leg.calledAt !== undefined };
      const ofService = waits.get(leg.service);
      if (ofService === undefined) waits.set(leg.service, [wait]);
      else ofService.push(wait);
    }
  }
  return waits;
}

/** Infinite while it waits for its first call. */
function leftLineAt({ status }: Ticket, { calledAt }: Leg): EpochMs {
  if (calledAt !== undefined) return calledAt;
  return status.is === 'ended' || status.is === 'no-show' ? status.at : Infinity;
}
