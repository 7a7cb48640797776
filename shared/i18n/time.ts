import type { EpochMs } from '../lib/clock.ts';
import type { Language } from './language.ts';
import { LANGUAGE_TAGS } from './language.ts';

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs a thousand times its use, and a wall formats every second. */
function formatter(
  language: Language | typeof TIMES,
  timeZone: string | undefined,
  name: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${language} ${timeZone ?? ''} ${name}`;
  let found = formatters.get(key);
  if (found === undefined) {
    found = new Intl.DateTimeFormat(
      language === TIMES ? TIMES : LANGUAGE_TAGS[language],
      timeZone === undefined ? options : { ...options, timeZone },
    );
    formatters.set(key, found);
  }
  return found;
}

/** `09:41` in both languages: British English counts hours from 0 to 23 without an option that Chromium has had only since 73. */
const TIMES = 'en-GB';

/** `09:41` on the hall's own clock, wherever the browser thinks it is. */
export function timeText(at: EpochMs, timeZone: string | undefined, _language: Language): string {
  return formatter(TIMES, timeZone, 'time', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
}

/** `09:41:07`. */
export function preciseTimeText(at: EpochMs, timeZone: string | undefined, _language: Language): string {
  const options = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  return formatter(TIMES, timeZone, 'precise', options).format(at);
}

/** `2026年11月22日` · `22 November 2026`. */
export function dateText(at: EpochMs, timeZone: string | undefined, language: Language): string {
  return formatter(language, timeZone, 'date', { year: 'numeric', month: 'long', day: 'numeric' }).format(at);
}

/** `星期日` · `Sunday`. */
export function weekdayText(at: EpochMs, timeZone: string | undefined, language: Language): string {
  return formatter(language, timeZone, 'weekday', { weekday: 'long' }).format(at);
}

/** A running watch: `3:07`, `1:02:45`. Never negative: clocks of two machines may differ by a little. */
export function watchText(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
