import type { EpochMs } from '../../lib/clock.ts';
import type { ServiceSetup } from '../configuration.ts';
import { isIssuedAt, waitingFor } from '../decisions/issue.ts';
import type { HallState } from '../state.ts';
import type { Text } from '../text.ts';

export interface KioskService {
  readonly service: ServiceSetup;
  readonly waiting: number;
  /** Whether a ticket would be issued now, and if not, why. */
  readonly offer: 'open' | 'day-not-open' | 'stopped' | 'outside-hours' | 'full';
  /** Why it is stopped, in the hall's words or those of the manager; null: it is not. */
  readonly stopReason: Text | null;
  /** What else the customer can do instead, once so many wait that the hall says so. Also when no ticket is given. */
  readonly otherChannel: Text | null;
}

export function kioskServices(state: HallState, now: EpochMs): KioskService[] {
  const { configuration } = state;
  if (configuration === null) return [];
  return configuration.services.map((service) => {
    const waiting = waitingFor(state, service.id);
    const offer = offerOf(state, service, now);
    const { otherChannel } = service;
    return {
      service,
      waiting,
      offer,
      stopReason: offer === 'stopped' ? stopText(state, service) : null,
      otherChannel:
        otherChannel !== undefined && (offer !== 'open' || waiting >= otherChannel.fromWaiting) ? otherChannel.text : null,
    };
  });
}

/** In the order in which `issue-ticket` refuses. */
function offerOf(state: HallState, service: ServiceSetup, now: EpochMs): KioskService['offer'] {
  const { configuration } = state;
  if (state.day.is !== 'open' || configuration === null) return 'day-not-open';
  if (state.stopped.has(service.id)) return 'stopped';
  if (!isIssuedAt(configuration, service, now)) return 'outside-hours';
  const full = service.ticketsPerDayMax !== undefined && (state.issued.get(service.id) ?? 0) >= service.ticketsPerDayMax;
  return full ? 'full' : 'open';
}

/** A reason of the hall's list, else what the manager wrote. */
function stopText({ configuration, stopped }: HallState, { id }: ServiceSetup): Text | null {
  const reason = stopped.get(id)?.reason;
  if (reason === undefined) return null;
  return configuration?.stopReasons?.find((choice) => choice.id === reason)?.text ?? { zh: reason, en: reason };
}
