/** Every limit of the model, by name. */

/** Tickets in the state at once, of whatever status: fifty times the busiest hall's whole day. */
export const TICKETS_MAX = 120_000;
/** Figures after a letter: A001 … A99999. No wrap: a number is never used twice on one day. */
export const TICKET_NUMBER_MAX = 99_999;
export const TICKET_NUMBER_DIGITS_MIN = 3;
/** Calls kept for walls: the stage, the list of earlier ones and some overflow pages. */
export const CALLS_KEPT = 40;
/** Ended tickets stay findable this long, by the time of later entries. */
export const ENDED_KEPT_MS = 30 * 60_000;
export const SERVICES_MAX = 100;
export const CLASSES_MAX = 10;
export const COUNTERS_MAX = 100;
export const SERIES_MAX = 110;
export const PRINTERS_MAX = 20;
export const DELIVERED_MAX = 20;
/** Reasons and outcomes: an id of the hall's list or a few words. */
export const REASON_LENGTH_MAX = 80;
