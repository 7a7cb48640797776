/** Every limit of the model, by name. */

/** Tickets in the state at once, of whatever status: fifty times the busiest hall's whole day. */
export const TICKETS_MAX = 120_000;
/** Figures after a letter: A001 … A99999. No wrap: a number is never used twice on one day. */
export const TICKET_NUMBER_MAX = 99_999;
export const TICKET_NUMBER_DIGITS_MIN = 3;
/** Calls kept for walls: the stage, the list of earlier ones and some overflow pages. */
export const CALLS_KEPT = 40;
/** Of which walls see `CALLS_KEPT`: the others come back when calls are taken back. */
export const CALLS_REMEMBERED = 80;
/** Ended tickets stay findable this long, by the time of later entries. */
export const ENDED_KEPT_MS = 30 * 60_000;
export const SERVICES_MAX = 100;
export const CLASSES_MAX = 10;
export const COUNTERS_MAX = 100;
export const SERIES_MAX = 110;
export const PRINTERS_MAX = 20;
/** Screens with which something is wrong, kept at once: all the devices that there can be. */
export const SCREENS_TROUBLED_MAX = 2_000;
export const SCREEN_NAME_LENGTH_MAX = 80;
export const DELIVERED_MAX = 20;
/** How a service was can be said for so long after it ended (服务评价, 意见簿). */
export const FEEDBACK_MS_MAX = 30 * 60_000;
/** A desk's last action can be taken back for so long. */
export const UNDO_MS = 30_000;
/** Tickets in one redirect. */
export const REDIRECT_MAX = 500;
/** Moves kept for walls and phones. */
export const MOVES_KEPT = 20;
/** 换纸 takes a minute or two; until then a printer that is open on purpose raises no alert. */
export const PAPER_CHANGE_MS_MAX = 10 * 60_000;
export const NOTICES_MAX = 50;
export const NOTICE_LENGTH_MAX = 500;
export const BREAKS_MAX = 500;
export const APPOINTMENTS_MAX = 5_000;
/** In one command; a longer list is imported in parts. */
export const APPOINTMENTS_AT_ONCE_MAX = 200;
export const APPOINTMENT_CODE_LENGTH_MIN = 4;
export const APPOINTMENT_CODE_LENGTH_MAX = 12;
export const ALERTS_KEPT = 300;
/** Answers kept for the day: far more than three at a time can come to. */
export const ADVICE_KEPT = 200;
/** An advice is made anew every minute; one that is older than this is of another hall. */
export const ADVICE_VALID_MS = 3 * 60_000;
export const ALERT_RULES_MAX = 50;
export const ALERT_STEPS_MAX = 6;
export const CONFIGURATIONS_KEPT = 50;
export const AUTO_CALL_AFTER_MS = 3_000;
/** A hold, a break, a restriction or a notice ends within so long; an appointment is no further away. */
export const PLAN_AHEAD_MAX_MS = 62 * 24 * 3_600_000;
export const BREAK_MINUTES_MAX = 480;
/** Reasons and outcomes: an id of the hall's list or a few words. */
export const REASON_LENGTH_MAX = 80;
/** A logo on paper; its sides in dots, so that it fits the narrowest paper (58 mm) and costs a finger's breadth of it. */
export const LOGO_BYTES_MAX = 24_576;
export const LOGO_WIDTH_MAX = 384;
export const LOGO_HEIGHT_MAX = 200;
