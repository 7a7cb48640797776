import type { Advice, AdvisedAction } from '../../shared/hall/forecast/advice.ts';
import { MINUTE } from './played-hall.ts';

/** An advice as a hub shows it; what was promised does not matter to the hall. */
export function adviceTo(action: AdvisedAction, of: { readonly id: string; readonly at: number }): Advice {
  return {
    ...of,
    service: 'A',
    action,
    horizonMs: 30 * MINUTE,
    before: { waitMeanMs: 14 * MINUTE, waitP90Ms: 25.5 * MINUTE, late: 11, tickets: 40 },
    after: { waitMeanMs: 11 * MINUTE, waitP90Ms: 21 * MINUTE, late: 6.5, tickets: 40 },
    saving: { meanMs: 3 * MINUTE, lowMs: MINUTE, highMs: 5 * MINUTE },
    savedPerTellerMinute: action.is === 'open-counter' || action.is === 'call-help' ? 4 : null,
  };
}
