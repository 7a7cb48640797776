import type { BusinessDay, DayId } from '../../shared/hall/business-day.ts';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import { dateAfter, localDay, localTimeToEpoch, minutesOf } from '../../shared/hall/local-time.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';

/** When the business day of a date is open by the configuration; `to` is not part of it. */
export interface OpeningTimes {
  readonly day: DayId;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** A day that closes before it opens (18:00 to 02:00) closes on the next date. */
export function openingTimes(configuration: HallConfiguration, day: DayId): OpeningTimes {
  const { businessDay, timeZone } = configuration;
  const { closesAt, opensAt } = businessDay;
  const closingDate = minutesOf(closesAt) > minutesOf(opensAt) ? day : dateAfter(day, 1);
  return { day, from: localTimeToEpoch(day, opensAt, timeZone), to: localTimeToEpoch(closingDate, closesAt, timeZone) };
}

/** What the schedule wants done with the business day now. `id` is the same whenever the same step is asked for. */
export type DueStep =
  | { readonly type: 'open-day'; readonly id: string }
  | { readonly type: 'close-day'; readonly id: string; readonly leaveUnserved?: true };

/**
 * The step that is due, or null. What a manager does by hand stands: a day closed by hand is not opened again, one opened
 * after its closing time stays open until the next day begins. So does one of a hall that serves everybody first (the hall says so
 * by refusing); the next day does not wait for anybody.
 */
export function dueStep(configuration: HallConfiguration, businessDay: BusinessDay, now: EpochMs): DueStep | null {
  const scheduled = scheduledDay(configuration, now);
  if (businessDay.is === 'open') {
    const { day, openedAt } = businessDay;
    if (scheduled !== null && scheduled > day) {
      return { type: 'close-day', id: `schedule:close-day:${day}:next`, leaveUnserved: true };
    }
    const { to } = openingTimes(configuration, day);
    return now >= to && openedAt < to ? { type: 'close-day', id: `schedule:close-day:${day}:${to}` } : null;
  }
  if (scheduled === null || (businessDay.is === 'closed' && businessDay.day >= scheduled)) return null;
  return { type: 'open-day', id: `schedule:open-day:${scheduled}` };
}

/** The next moment after `now` at which `dueStep` may say something else, the business day being what it is. */
export function nextChange(configuration: HallConfiguration, now: EpochMs): EpochMs {
  const moments = datesAround(configuration, now).flatMap((day) => {
    const { from, to } = openingTimes(configuration, day);
    return [from, to];
  });
  return Math.min(...moments.filter((moment) => moment > now));
}

/** The date whose opening times contain this moment. */
function scheduledDay(configuration: HallConfiguration, now: EpochMs): DayId | null {
  for (const day of datesAround(configuration, now).reverse()) {
    const { from, to } = openingTimes(configuration, day);
    if (from <= now && now < to) return day;
  }
  return null;
}

function datesAround(configuration: HallConfiguration, now: EpochMs): DayId[] {
  const today = localDay(now, configuration.timeZone);
  return [dateAfter(today, -1), today, dateAfter(today, 1), dateAfter(today, 2)];
}
