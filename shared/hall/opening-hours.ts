import type { EpochMs } from '../lib/clock.ts';
import type { TimeRange, WeeklyHours } from './configuration.ts';
import { localTime, minutesOf } from './local-time.ts';

/** The posted hours of the hall's day that a moment belongs to; empty on a closed day. */
export function hoursOfDay(hours: WeeklyHours, timeZone: string, at: EpochMs): readonly TimeRange[] {
  return hours[localTime(at, timeZone).weekday] ?? [];
}

/** Whether a moment lies in the posted hours; a range includes its first minute and not its last. */
export function isOpenAt(hours: WeeklyHours, timeZone: string, at: EpochMs): boolean {
  const { weekday, minutes } = localTime(at, timeZone);
  return (hours[weekday] ?? []).some((range) => minutesOf(range.from) <= minutes && minutes < minutesOf(range.to));
}
