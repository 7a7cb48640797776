import type { CounterSetup, ServiceId } from '../../shared/hall/configuration.ts';

/** Choices that a counter can tell apart in the table: first, second, third, or not at all. */
export const TIERS_MAX = 3;

type Serves = CounterSetup['serves'];

/** From 1; null where the counter does not serve it, or only one class of it. */
export function tierOf(serves: Serves, service: ServiceId): number | null {
  const index = serves.findIndex((tier) => tier.includes(service));
  return index < 0 ? null : index + 1;
}

/** Written with single classes: the table cannot show it whole, so it does not change it. */
export function isByClass(serves: Serves): boolean {
  return serves.flat().some((queue) => typeof queue !== 'string');
}

/** The next choice of a cell that is pressed: not served, 1, 2, 3, not served. Tiers that are left empty close up. */
export function turned(serves: Serves, service: ServiceId): ServiceId[][] {
  const tier = tierOf(serves, service);
  const next = tier === null ? 1 : tier >= TIERS_MAX ? null : tier + 1;
  const tiers = serves.map((each) => each.filter((queue): queue is ServiceId => typeof queue === 'string' && queue !== service));
  while (next !== null && tiers.length < next) tiers.push([]);
  if (next !== null) tiers[next - 1]?.push(service);
  return tiers.filter((each) => each.length > 0);
}
