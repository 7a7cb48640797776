import type { EpochMs } from '../../lib/clock.ts';
import type { HallEvent } from '../events.ts';
import type { HallState } from '../state.ts';

type NoticeFact = Extract<HallEvent, { type: 'notice-posted' | 'notice-withdrawn' | 'notice-confirmed' }>;

export function evolveNotice(_state: HallState, _event: NoticeFact, _at: EpochMs): void {}
