import type { EpochMs } from '../../lib/clock.ts';
import type { Advice } from '../forecast/advice.ts';
import { ADVICE_VALID_MS } from '../limits.ts';
import type { HallState } from '../state.ts';

/** Of what the hub advised: what can still be answered. */
export function openAdvice(state: HallState, advised: readonly Advice[], now: EpochMs): readonly Advice[] {
  return advised.filter(({ id, at }) => !state.advice.has(id) && now - at <= ADVICE_VALID_MS);
}
