import type { EpochMs } from '../../lib/clock.ts';
import type { HallEvent } from '../events.ts';
import type { HallState } from '../state.ts';

type ScreenFact = Extract<HallEvent, { type: 'screen-reported' }>;

export function evolveScreen({ screens }: HallState, { screen, name, condition }: ScreenFact, at: EpochMs): void {
  if (condition === 'ready' || condition === 'off') screens.delete(screen);
  else screens.set(screen, { name, condition, since: at });
}
