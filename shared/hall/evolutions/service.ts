import type { EpochMs } from '../../lib/clock.ts';
import type { HallEvent } from '../events.ts';
import type { HallState } from '../state.ts';

type ServiceFact = Extract<HallEvent, { type: 'service-stopped' | 'service-resumed' }>;

export function evolveService(_state: HallState, _event: ServiceFact, _at: EpochMs): void {}
