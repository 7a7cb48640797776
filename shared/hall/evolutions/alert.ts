import type { EpochMs } from '../../lib/clock.ts';
import type { HallEvent } from '../events.ts';
import type { HallState } from '../state.ts';

type AlertFact = Extract<HallEvent, { type: 'alert-raised' | 'alert-stepped' | 'alert-acknowledged' | 'alert-cleared' }>;

export function evolveAlert(_state: HallState, _event: AlertFact, _at: EpochMs): void {}
