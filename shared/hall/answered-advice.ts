import type { EpochMs } from '../lib/clock.ts';
import type { Advice } from './forecast/advice.ts';
import type { StaffNumber } from './ticket.ts';

/** What became of an advice: kept for the day, so that nobody answers it twice and the hub does not repeat itself. */
export interface AnsweredAdvice {
  readonly advice: Advice;
  readonly at: EpochMs;
  /** Null for an actor without a staff number. */
  readonly by: StaffNumber | null;
  readonly answer: AdviceAnswer;
}

/** `reason`: an id of the hall's `adviceDeclineReasons`, or own words. */
export type AdviceAnswer = { readonly is: 'accepted' } | { readonly is: 'declined'; readonly reason: string };
