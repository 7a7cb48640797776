import type { QueueKey } from '../routing/queue-view.ts';
import { addressKey, type AddressKey } from '../ticket.ts';
import type { Scene, SceneCounter } from './scene.ts';
import type { Unknowable } from './wait-range.ts';

/** A line that somebody stands in, or would. */
export interface Line extends Pick<QueueKey, 'service' | 'class'> {
  readonly to?: AddressKey | undefined;
}

/** Why a newcomer cannot be told a wait, whatever the runs say; null: they can be asked. Work: O(counters × queues). */
export function whyNewcomerUnknown(scene: Scene, line: Line, horizonMs: number): Unknowable | null {
  return scene.issuing.has(line.service) ? whyUnknown(scene, line, horizonMs) : 'not-issuing';
}

/**
 * The same for somebody who is in line already. A counter that is expected back only because pauses usually end is no promise: it counts
 * beside another, and alone it is nobody.
 */
export function whyUnknown(scene: Scene, line: Line, horizonMs: number): Unknowable | null {
  const agreed = { ...scene, counters: scene.counters.filter(({ endAssumed }) => endAssumed !== true) };
  if (countersFor(agreed, line, horizonMs) === 0) return 'no-open-counter';
  return scene.model.services.has(line.service) ? null : 'no-data';
}

/** Counters that will call from this line within the horizon, if they come to it. */
export function countersFor(scene: Scene, line: Line, horizonMs: number): number {
  const until = scene.at + horizonMs;
  return scene.counters.filter((counter) => serves(counter, line, until) && isThere(counter, scene.at, until)).length;
}

function serves(counter: SceneCounter, line: Line, until: number): boolean {
  if (line.to !== undefined) {
    const { id, teller } = counter;
    return line.to === addressKey({ counter: id }) || (teller !== null && line.to === addressKey({ teller }));
  }
  // Asked for every ticket and counter in every forecast: no lists are made for it.
  const has = (of: SceneCounter['tiers']): boolean =>
    of.some((tier) => tier.some((queue) => queue.service === line.service && queue.class === line.class));
  const { helps, later, tiers } = counter;
  return has(tiers) || has(helps?.tiers ?? []) || (later !== null && later.from < until && has(later.tiers));
}

function isThere({ away }: SceneCounter, at: number, until: number): boolean {
  let from = at;
  for (const span of away) {
    if (span.from > from) return true;
    from = Math.max(from, span.to);
  }
  return from < until;
}
