import type { EpochMs } from '../../lib/clock.ts';
import type { HallEvent } from '../events.ts';
import type { HallState } from '../state.ts';

export function evolvePredictedWaits(
  state: HallState,
  { waits }: Extract<HallEvent, { type: 'waits-predicted' }>,
  at: EpochMs,
): void {
  state.predictedWaits.clear();
  for (const { service, minutes, inMinutes } of waits) state.predictedWaits.set(service, { minutes, inMinutes, at });
}
