import type { EpochMs } from '../../lib/clock.ts';
import type { HallEvent } from '../events.ts';
import { ADVICE_KEPT } from '../limits.ts';
import type { HallState } from '../state.ts';

type AdviceFact = Extract<HallEvent, { type: 'advice-accepted' | 'advice-declined' }>;

/** What the advice was about is another event of the same entry. */
export function evolveAdvice(state: HallState, event: AdviceFact, at: EpochMs): void {
  const { advice, by } = event;
  const answer =
    event.type === 'advice-accepted' ? ({ is: 'accepted' } as const) : { is: 'declined' as const, reason: event.reason };
  state.advice.set(advice.id, { advice, at, by, answer });
  if (state.advice.size <= ADVICE_KEPT) return;
  for (const oldest of state.advice.keys()) {
    state.advice.delete(oldest);
    return;
  }
}
