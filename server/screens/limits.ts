/** How often every screen is judged, and what staff are told of receipts is told anew at most. */
export const JUDGE_EVERY_MS = 1_000;
export const TELL_EVERY_MS = 500;

/** Its script answers and it has not said for so long how it is: what draws the page has stopped. */
export const HEALTH_MISSED_MS = 20_000;
/** A page that can be seen draws a frame every few seconds; without one for so long its picture stands. */
export const FRAME_AGE_MS_MAX = 10_000;
/** What it shows is behind the hall by more than this. */
export const BEHIND_AFTER_MS = 15_000;
/** Away for so long in the hours of the hall: longer than a reload, a start of the hub and most cables that are moved. */
export const GONE_AFTER_MS = 60_000;
/** What is wrong lasts so long before the hall hears of it, and is over so long before it is well. */
export const TROUBLE_AFTER_MS: {
  readonly [Trouble in 'frozen' | 'asleep' | 'muted' | 'behind' | 'gone' | 'incomplete']: number;
} = {
  frozen: 3_000,
  asleep: 10_000,
  muted: 10_000,
  behind: 3_000,
  gone: 0,
  incomplete: 0,
};
export const WELL_AFTER_MS = 3_000;
/** A report that the hall refused (read-only, the clock) is tried again after so long. */
export const REPORT_AGAIN_MS = 10_000;
/** A page that hangs is told of by its watchdog; without another word that stands for so long. */
export const HUNG_KEPT_MS = 5 * 60_000;
/** What devices are called is read again so often. */
export const LABELS_EVERY_MS = 5_000;

/** Announcements whose receipts are in memory; the oldest go first, to the database they went before. */
export const CALLS_IN_MEMORY_MAX = 500;
/** Screens of one announcement, one demonstration's pages among them. */
export const SCREENS_PER_CALL_MAX = 1_000;
/** Of these the database keeps each screen's word; of all it keeps how many. */
export const SCREENS_KEPT_PER_CALL = 40;
/** A screen's clock follows the hub's by heartbeats; what differs by more is not believed. */
export const RECEIPT_CLOCK_MS_MAX = 5_000;
/** Nobody is helped by a call that was painted later than this, and no speaker says one. */
export const PAINTED_WITHIN_MS = 120_000;
export const SPOKEN_WITHIN_MS = 300_000;

/** Calls in one answer to who makes a report. */
export const CALLS_REPORTED_MAX = 1_000;

/** How often what is new goes to the database, in one transaction. */
export const WRITE_EVERY_MS = 5_000;
/** A device that stays connected is noted again so often. */
export const SEEN_EVERY_MS = 5 * 60_000;
/** Receipts are kept for reports of two months. */
export const RECEIPTS_KEPT_MS = 62 * 24 * 60 * 60_000;
export const FORGET_EVERY_MS = 60 * 60_000;
/** What was ignored is told in the log at most so often. */
export const IGNORED_TOLD_EVERY_MS = 60_000;

/** What hangs on this hub is told to the others so often, where another hub judges the hall's screens. */
export const FAR_TELL_MS = 500;
/** In one message. */
export const HALLS_TOLD_AT_ONCE = 50;
/** All of it again, whatever was lost on the way. */
export const FAR_TELL_ALL_MS = 30_000;
/** A hub that says nothing for so long is gone, with all that hung on it. It says something at each `FAR_TELL_MS`. */
export const FAR_HUB_SILENT_MS = 10_000;
/** The hub that judges may hear of a call a moment later than the one whose screen painted it. */
export const RECEIPTS_TOLD_AFTER_MS = 250;
/** Receipts are told again to a hub that takes over: the one that had them may have died before it wrote them down. */
export const RECEIPTS_TOLD_AGAIN_MS = 30_000;
export const RECEIPTS_TOLD_AGAIN_MAX = 500;
/** How long whoever asks for a device waits for the hub that judges it. */
export const STANDING_ASKED_MS = 1_000;
