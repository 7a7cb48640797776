import {
  WEEKDAYS,
  type HallConfiguration,
  type ServiceSetup,
  type TimeOfDay,
  type TimeRange,
  type Weekday,
} from '../configuration.ts';
import { minutesOf } from '../local-time.ts';

/** A part of the posted hours, told as a person would. */
export interface PostedTime {
  /** Null: every day on which it is posted. */
  readonly weekdays: readonly Weekday[] | null;
  readonly from: TimeOfDay;
  readonly to: TimeOfDay;
  /** It lasts from the beginning of the posted hours, to their end, or both. */
  readonly edge: 'before' | 'after' | 'between' | 'all';
}

const DAY_MINUTES = 24 * 60;

/** One flag for each minute of a weekday. */
type Minutes = readonly boolean[];
export type MinutesOf = (weekday: Weekday) => Minutes;

export function openIn(ranges: readonly TimeRange[] | undefined): Minutes {
  const minutes = new Array<boolean>(DAY_MINUTES).fill(false);
  for (const { from, to } of ranges ?? []) minutes.fill(true, minutesOf(from), minutesOf(to));
  return minutes;
}

export function both(left: Minutes, right: Minutes): Minutes {
  return left.map((open, minute) => open && right[minute] === true);
}

export function countOf(minutes: Minutes): number {
  return minutes.filter(Boolean).length;
}

/** When tickets for a service are issued: its own hours within the hall's. */
export function postedFor({ hours }: HallConfiguration, service: ServiceSetup): MinutesOf {
  return (weekday) => {
    const hall = openIn(hours[weekday]);
    return service.hours === undefined ? hall : both(hall, openIn(service.hours[weekday]));
  };
}

/** What of the posted hours is not covered; the same time on several days is told once. */
export function uncovered(posted: MinutesOf, covered: MinutesOf): PostedTime[] {
  const days = WEEKDAYS.filter((weekday) => posted(weekday).includes(true));
  const found = new Map<string, { readonly time: Omit<PostedTime, 'weekdays'>; readonly weekdays: Weekday[] }>();
  for (const weekday of days) {
    for (const time of gapsOf(posted(weekday), covered(weekday))) {
      const key = `${time.from} ${time.to} ${time.edge}`;
      const same = found.get(key);
      if (same === undefined) found.set(key, { time, weekdays: [weekday] });
      else same.weekdays.push(weekday);
    }
  }
  return [...found.values()].map(({ time, weekdays }) => ({
    ...time,
    weekdays: weekdays.length === days.length ? null : weekdays,
  }));
}

/** Minutes that are not posted neither make nor end a gap: 11:00 to 17:00 may have a lunch break in it. */
function gapsOf(posted: Minutes, covered: Minutes): Omit<PostedTime, 'weekdays'>[] {
  const open = posted.flatMap((isPosted, minute) => (isPosted ? [minute] : []));
  const gaps: { from: number; to: number }[] = [];
  let current: { from: number; to: number } | null = null;
  for (const minute of open) {
    if (covered[minute] === true) current = null;
    else if (current === null) gaps.push((current = { from: minute, to: minute + 1 }));
    else current.to = minute + 1;
  }
  const isFirst = ({ from }: { from: number }): boolean => from === open[0];
  const isLast = ({ to }: { to: number }): boolean => to - 1 === open.at(-1);
  return gaps.map((gap) => ({
    from: timeOf(gap.from),
    to: timeOf(gap.to),
    edge: isFirst(gap) ? (isLast(gap) ? 'all' : 'before') : isLast(gap) ? 'after' : 'between',
  }));
}

function timeOf(minutes: number): TimeOfDay {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
