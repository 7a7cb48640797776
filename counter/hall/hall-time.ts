import { localDay, localTimeToEpoch } from '../../shared/hall/local-time.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';

const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** A time of today as somebody typed it, by the hall's own clock; undefined when it is none. */
export function timeToday(typed: string, now: EpochMs, timeZone: string): EpochMs | undefined {
  return TIME.test(typed) ? localTimeToEpoch(localDay(now, timeZone), typed, timeZone) : undefined;
}

export function timeOnDay(date: string, typed: string, timeZone: string): EpochMs | undefined {
  return DATE.test(date) && TIME.test(typed) ? localTimeToEpoch(date, typed, timeZone) : undefined;
}
