/** What a field for a time accepts; `24:00` is an end of the day that the browser's own time fields do not know. */
export const TIME_PATTERN = '([01]\\d|2[0-3]):[0-5]\\d';
export const END_TIME_PATTERN = `${TIME_PATTERN}|24:00`;
