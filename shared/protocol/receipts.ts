import type { CallMark } from '../hall/views/call-mark.ts';
import type { EpochMs } from '../lib/clock.ts';

/** On how many of the screens that were to do it. `by` is at most `of`. */
export interface Reached {
  readonly by: number;
  readonly of: number;
}

export interface CallReceipt {
  readonly mark: CallMark;
  readonly shown: Reached;
  readonly heard: Reached;
}

/** To staff: what became of the latest call of each counter, and who could show and speak the next one. Each replaces the last. */
export interface ReceiptsMessage {
  readonly at: EpochMs;
  readonly calls: readonly CallReceipt[];
  /** Screens here that show calls, `by` of them able to. */
  readonly screens: Reached;
  /** Screens here that are to speak, `by` of them able to. `of` 0: nobody in the hall hears anything. */
  readonly speakers: Reached;
}
