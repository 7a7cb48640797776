import type { EpochMs } from '../lib/clock.ts';
import type { WeeklyHours } from './configuration.ts';
import { localTime, minutesOf } from './local-time.ts';

/** Whether a moment lies in the posted hours; a range includes its first minute and not its last. */
export function isOpenAt(hours: WeeklyHours, timeZone: string, at: EpochMs): boolean {
  const { weekday, minutes } = localTime(at, timeZone);
  return (hours[weekday] ?? []).some((range) => minutesOf(range.from) <= minutes && minutes < minutesOf(range.to));
}
