import type { EpochMs } from '../lib/clock.ts';
import { WEEKDAYS, type TimeRange, type WeeklyHours } from './configuration.ts';
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

/** Until the last range of the day ends; null on a closed day, and on one that the next day continues. */
export function minutesUntilClosing(hours: WeeklyHours, timeZone: string, at: EpochMs): number | null {
  const { minutes, weekday } = localTime(at, timeZone);
  const end = hours[weekday]?.at(-1)?.to;
  if (end === undefined) return null;
  const tomorrow = WEEKDAYS[(WEEKDAYS.indexOf(weekday) + 1) % WEEKDAYS.length]!;
  return end === '24:00' && hours[tomorrow]?.[0]?.from === '00:00' ? null : minutesOf(end) - minutes;
}

/**
 * Whether a moment lies in hours that hold every day: a night, a film's hours. Where `to` is not after `from` they go over midnight.
 * The first minute belongs to them, the last does not.
 */
export function isInDailyHours({ from, to }: TimeRange, timeZone: string, at: EpochMs): boolean {
  const { minutes } = localTime(at, timeZone);
  const [begin, end] = [minutesOf(from), minutesOf(to)];
  return begin < end ? begin <= minutes && minutes < end : minutes >= begin || minutes < end;
}
