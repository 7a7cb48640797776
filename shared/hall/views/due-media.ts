import type { EpochMs } from '../../lib/clock.ts';
import type { TimeRange } from '../configuration.ts';
import { dateAfter, localTime, minutesOf, weekdayOf, type LocalTime } from '../local-time.ts';
import type { MediaItem, MediaSetup } from '../setup/media-setup.ts';

/**
 * The pictures and films that a screen shows at a moment, in the configuration's order. `ids`: what its own set-up names; absent: all.
 *
 * Hours that end before they begin run over midnight, and what they show then still belongs to the day on which they began: its date
 * and its weekday count.
 */
export function dueMedia(
  media: MediaSetup | undefined,
  { at, ids, timeZone }: { readonly at: EpochMs; readonly timeZone: string; readonly ids?: readonly string[] | undefined },
): readonly MediaItem[] {
  if (media === undefined) return [];
  const now = localTime(at, timeZone);
  return media.items.filter((item) => (ids === undefined || ids.includes(item.id)) && isDue(item, now));
}

function isDue({ from, hours, until, weekdays }: MediaItem, now: LocalTime): boolean {
  const day = dayOf(hours, now);
  if (day === null) return false;
  if (from !== undefined && day < from) return false;
  if (until !== undefined && day > until) return false;
  return weekdays === undefined || weekdays.includes(weekdayOf(day));
}

/** The day on which the hours began that hold now; null outside them. */
function dayOf(hours: TimeRange | undefined, { day, minutes }: LocalTime): string | null {
  if (hours === undefined) return day;
  const [from, to] = [minutesOf(hours.from), minutesOf(hours.to)];
  if (from < to) return from <= minutes && minutes < to ? day : null;
  if (minutes >= from) return day;
  return minutes < to ? dateAfter(day, -1) : null;
}
