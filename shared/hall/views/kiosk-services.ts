import type { EpochMs } from '../../lib/clock.ts';
import type { ServiceSetup } from '../configuration.ts';
import { isIssuedAt, waitingFor } from '../decisions/issue.ts';
import type { HallState } from '../state.ts';

export interface KioskService {
  readonly service: ServiceSetup;
  readonly waiting: number;
  /** Whether a ticket would be issued now, and if not, why. */
  readonly offer: 'open' | 'day-not-open' | 'outside-hours' | 'full';
}

export function kioskServices(state: HallState, now: EpochMs): KioskService[] {
  const { configuration } = state;
  if (configuration === null) return [];
  return configuration.services.map((service) => ({
    service,
    waiting: waitingFor(state, service.id),
    offer: offerOf(state, service, now),
  }));
}

function offerOf(state: HallState, service: ServiceSetup, now: EpochMs): KioskService['offer'] {
  const { configuration } = state;
  if (state.day.is !== 'open' || configuration === null) return 'day-not-open';
  if (!isIssuedAt(configuration, service, now)) return 'outside-hours';
  const full = service.ticketsPerDayMax !== undefined && (state.issued.get(service.id) ?? 0) >= service.ticketsPerDayMax;
  return full ? 'full' : 'open';
}
