import type { EpochMs } from '../../lib/clock.ts';
import type { HallEvent } from '../events.ts';
import type { HallState } from '../state.ts';

type BreakFact = Extract<HallEvent, { type: 'break-planned' | 'break-cancelled' | 'break-started' }>;

export function evolveBreak(_state: HallState, _event: BreakFact, _at: EpochMs): void {}
