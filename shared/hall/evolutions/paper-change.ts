import type { EpochMs } from '../../lib/clock.ts';
import type { HallEvent } from '../events.ts';
import type { HallState } from '../state.ts';

type PaperChange = Extract<HallEvent, { type: 'paper-change-set' }>;

export function evolvePaperChange({ paperChanges }: HallState, { printer, on }: PaperChange, at: EpochMs): void {
  if (on) paperChanges.set(printer, at);
  else paperChanges.delete(printer);
}
