const DAY_MS = 24 * 60 * 60_000;

/** Records go after a year: long enough for a yearly inspection, and free text may name people. Unfinished faults stay. */
export const RECORDS_KEPT_MS = 365 * DAY_MS;
/** Records of one kind and hall within 24 hours: twenty times a busy day. */
export const RECORDS_PER_DAY_MAX = 2_000;
export const RECORDS_COUNTED_MS = DAY_MS;
/** How often records that are too old are looked for. */
export const TRIM_EVERY_MS = DAY_MS;
/** Of a fault's history, kept free for people when a device goes off and on all day. */
export const STEPS_FOR_PEOPLE = 20;
