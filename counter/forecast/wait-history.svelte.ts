import type { ServiceId } from '../../shared/hall/configuration.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { pastWaits, type PastPoint } from './past-waits.ts';

export const HISTORY_MS = 60 * 60_000;

/**
 * The last hour of every line. The replica's tickets tell the last half hour exactly, however late the panel was opened; what is older
 * the panel remembers. A gap of less than half an hour closes by itself.
 */
export class WaitHistory {
  readonly #hall: LiveHall;
  #points = $state.raw<ReadonlyMap<ServiceId, readonly PastPoint[]>>(new Map());

  constructor({ hall }: { hall: LiveHall }) {
    this.#hall = hall;
  }

  /** By time; empty before the first look. */
  of(service: ServiceId): readonly PastPoint[] {
    return this.#points.get(service) ?? [];
  }

  /** To be called once a minute while somebody looks. */
  look(): void {
    const now = this.#hall.now();
    const fresh = this.#hall.view((state) => pastWaits(state, now));
    if (fresh === null) return;
    this.#points = new Map([...fresh].map(([service, points]) => [service, joined(this.of(service), points, now)]));
  }
}

/** What is still known replaces what was remembered of the same minutes, but for a mean that is known no longer. */
function joined(old: readonly PastPoint[], fresh: readonly PastPoint[], now: EpochMs): readonly PastPoint[] {
  const byMinute = new Map(old.filter(({ at }) => at > now - HISTORY_MS && at <= now).map((point) => [point.at, point]));
  for (const point of fresh) {
    byMinute.set(point.at, { ...point, meanMs: point.meanMs ?? byMinute.get(point.at)?.meanMs ?? null });
  }
  return [...byMinute.values()].sort((left, right) => left.at - right.at);
}
