import type { EpochMs } from '../lib/clock.ts';

/** The local date at the day's opening, `YYYY-MM-DD`. Strictly increases; numbers belong to it. */
export type DayId = string;

/** 营业日. `none` only before the first opening. */
export type BusinessDay =
  | { readonly is: 'none' }
  | { readonly is: 'open'; readonly day: DayId; readonly openedAt: EpochMs }
  | { readonly is: 'closed'; readonly day: DayId; readonly closedAt: EpochMs };
