import type { EpochMs } from '../../lib/clock.ts';
import { WEEKDAYS, type TimeRange, type Weekday } from '../configuration.ts';
import { localTime, minutesOf } from '../local-time.ts';
import { hoursOfDay, isOpenAt } from '../opening-hours.ts';
import type { HallState } from '../state.ts';

/** Whether customers find the hall open at all; what a single service says is its tile's. */
export type KioskDoor =
  | { readonly is: 'open' }
  /** Within the posted hours, and nobody has opened the day. */
  | { readonly is: 'day-not-open'; readonly today: readonly TimeRange[] }
  | {
      readonly is: 'outside-hours';
      readonly today: readonly TimeRange[];
      /** Null: no day of the week has hours. */
      readonly next: { readonly weekday: Weekday; readonly isToday: boolean; readonly from: string } | null;
    };

export function kioskDoor({ configuration, day }: HallState, now: EpochMs): KioskDoor {
  if (configuration === null) return { is: 'open' };
  const { hours, timeZone } = configuration;
  const today = hoursOfDay(hours, timeZone, now);
  if (isOpenAt(hours, timeZone, now)) return day.is === 'open' ? { is: 'open' } : { is: 'day-not-open', today };
  const { weekday, minutes } = localTime(now, timeZone);
  const later = today.find(({ from }) => minutesOf(from) > minutes);
  if (later !== undefined) return { is: 'outside-hours', today, next: { weekday, isToday: true, from: later.from } };
  for (let days = 1; days <= WEEKDAYS.length; days += 1) {
    const each = WEEKDAYS[(WEEKDAYS.indexOf(weekday) + days) % WEEKDAYS.length]!;
    const first = hours[each]?.[0];
    if (first !== undefined) return { is: 'outside-hours', today, next: { weekday: each, isToday: false, from: first.from } };
  }
  return { is: 'outside-hours', today, next: null };
}
