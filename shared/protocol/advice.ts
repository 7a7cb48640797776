import type { EpochMs } from '../lib/clock.ts';
import type { Advice } from '../hall/forecast/advice.ts';

/**
 * What managers are advised to do now, best first, `ADVICE_SHOWN_MAX` at most: replaced as a whole by the next, and empty when there is
 * nothing worth a walk. Only screens of managers get it.
 */
export interface AdviceMessage {
  /** The state it was made from. */
  readonly at: EpochMs;
  readonly version: number;
  readonly advice: readonly Advice[];
}
