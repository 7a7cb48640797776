import type { EpochMs } from '../../lib/clock.ts';
import { unreachable } from '../../lib/unreachable.ts';
import type { HallEvent } from '../events.ts';
import type { HallState } from '../state.ts';

type ServiceFact = Extract<HallEvent, { type: 'service-stopped' | 'service-resumed' }>;

export function evolveService(state: HallState, event: ServiceFact, at: EpochMs): void {
  switch (event.type) {
    case 'service-stopped':
      state.stopped.set(event.service, { reason: event.reason, since: at });
      return;
    case 'service-resumed':
      state.stopped.delete(event.service);
      return;
    default:
      return unreachable(event);
  }
}
