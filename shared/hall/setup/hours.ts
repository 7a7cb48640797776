/** Local wall time `HH:MM`, `24:00` being the end of the day. */
export type TimeOfDay = string;

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export interface TimeRange {
  readonly from: TimeOfDay;
  readonly to: TimeOfDay;
}

/** Per weekday the ranges that are open, in order; a missing day is a closed day. */
export type WeeklyHours = { readonly [day in Weekday]?: readonly TimeRange[] | undefined };
