import type { EpochMs } from '../lib/clock.ts';
import { must } from '../lib/assert.ts';
import type { DayId } from './business-day.ts';
import { WEEKDAYS, type TimeOfDay, type Weekday } from './configuration.ts';

/** What a clock on the hall's wall shows. */
export interface LocalTime {
  readonly day: DayId;
  readonly weekday: Weekday;
  /** Since local midnight, 0 to 1439. */
  readonly minutes: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Formatters are slow to make and pure to use; one for each zone is kept. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  // A language that counts hours from 0 to 23 by itself: browsers before Chromium 73 do not know the option.
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formatters.set(timeZone, made);
  return made;
}

export function isTimeZone(timeZone: string): boolean {
  try {
    formatterFor(timeZone);
    return true;
  } catch {
    // The only thing that throws here is a name the platform does not know: that is the answer.
    return false;
  }
}

export function localTime(at: EpochMs, timeZone: string): LocalTime {
  const shifted = new Date(at + offsetMs(at, timeZone)).toISOString();
  const day = shifted.slice(0, 10);
  return { day, weekday: weekdayOf(day), minutes: Number(shifted.slice(11, 13)) * 60 + Number(shifted.slice(14, 16)) };
}

/** The local date: the id of a business day that opens now. */
export function localDay(at: EpochMs, timeZone: string): DayId {
  return localTime(at, timeZone).day;
}

/**
 * When a local wall time happens. A time that the clocks skip is the next moment that exists, a time that happens twice
 * is its first (`24:00` is the next day's midnight).
 */
export function localTimeToEpoch(day: DayId, time: TimeOfDay, timeZone: string): EpochMs {
  const asIfUtc = Date.parse(`${day}T00:00:00Z`) + minutesOf(time) * MINUTE_MS;
  const before = offsetMs(asIfUtc - DAY_MS, timeZone);
  const after = offsetMs(asIfUtc + DAY_MS, timeZone);
  const candidates = [asIfUtc - Math.max(before, after), asIfUtc - Math.min(before, after)];
  for (const candidate of candidates) {
    if (candidate + offsetMs(candidate, timeZone) === asIfUtc) return candidate;
  }
  return firstInstantAfterGap(must(candidates[0], 'two candidates'), must(candidates[1], 'two candidates'), timeZone);
}

export function minutesOf(time: TimeOfDay): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** The date so many days after; before, for less than none. Dates have no hours and no zone. */
export function dateAfter(day: DayId, days: number): DayId {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The date so many days before, never before 1970. */
export function daysBefore(day: DayId, days: number): DayId {
  return new Date(Math.max(0, Date.parse(`${day}T00:00:00Z`) - days * DAY_MS)).toISOString().slice(0, 10);
}

export function weekdayOf(day: DayId): Weekday {
  const sundayFirst = new Date(`${day}T00:00:00Z`).getUTCDay();
  return must(WEEKDAYS[(sundayFirst + 6) % 7], 'seven weekdays');
}

/**
 * Zones have changed their clocks at full quarter hours of UTC only for longer than any hall has had a computer, and asking the
 * platform costs as much as a whole decision: so its answer is kept for each quarter hour that was asked about, of the days around
 * today mostly. `OFFSETS_KEPT` of them, then all are forgotten.
 */
const OFFSET_STEP_MS = 15 * MINUTE_MS;
const OFFSETS_KEPT = 1_000;
const offsets = new Map<string, Map<number, number>>();

/** Local minus UTC. */
function offsetMs(at: EpochMs, timeZone: string): number {
  const quarter = Math.floor(at / OFFSET_STEP_MS);
  let kept = offsets.get(timeZone);
  if (kept === undefined) offsets.set(timeZone, (kept = new Map()));
  let offset = kept.get(quarter);
  if (offset === undefined) {
    offset = offsetByPlatform(quarter * OFFSET_STEP_MS, timeZone);
    if (kept.size >= OFFSETS_KEPT) kept.clear();
    kept.set(quarter, offset);
  }
  return offset;
}

function offsetByPlatform(at: EpochMs, timeZone: string): number {
  const whole = Math.floor(at / 1000) * 1000;
  const parts: Record<string, number> = {};
  for (const { type, value } of formatterFor(timeZone).formatToParts(whole)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - whole;
}

function firstInstantAfterGap(from: EpochMs, to: EpochMs, timeZone: string): EpochMs {
  const oldOffset = offsetMs(from, timeZone);
  let low = from;
  let high = to;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMs(middle, timeZone) === oldOffset) low = middle;
    else high = middle;
  }
  return high;
}
