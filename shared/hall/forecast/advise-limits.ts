/** What advice is bounded by, by name. Durations in milliseconds. */
const MINUTE_MS = 60_000;

/** Whose waits an advice is about: everybody who waits, or comes within so long. */
export const ADVICE_HORIZON_MS = 30 * MINUTE_MS;
/** How far the hall is run, so that those who come late in the horizon are called too. A longer wait counts as so long. */
export const ADVICE_RUN_MS = 120 * MINUTE_MS;
/** An advice of fewer minutes saved for each ticket is not worth a manager's walk, whatever is certain about it … */
export const ADVICE_SAVING_MIN_MS = MINUTE_MS;
/** … nor one that saves all of them together less than this. */
export const ADVICE_SAVED_TOTAL_MIN_MS = 40 * MINUTE_MS;
/** Shown once, it stays while it still saves this share of the minimum: what is about to pass the minimum does not flicker. */
export const ADVICE_STAYS_SHARE = 0.6;
/** What is shown already is replaced only by what is better by this factor. */
export const ADVICE_REPLACED_FACTOR = 1.25;
/** Where nobody is expected to wait so long in the mean, nothing is looked for. */
export const ADVICE_WAIT_MIN_MS = 4 * MINUTE_MS;
export const ADVICE_SHOWN_MAX = 3;
/** What is looked at, at most; each costs as much as a forecast. */
export const ADVICE_CANDIDATES_MAX = 12;
export const ADVICE_RUNS = 200;
/** Of the runs, so many in a hundred save at least what is said: the interval that holds 90 %. */
export const ADVICE_LOW = 0.05;
export const ADVICE_HIGH = 0.95;
/** The most waited-for lines are helped first. */
export const ADVICE_SERVICES_MAX = 2;
/** What was declined is not said again so soon; nor what was accepted and did not change the hall. */
export const ADVICE_SILENT_MS = 30 * MINUTE_MS;
/** A pause that lasts so long without a plan may be asked to end. */
export const ADVICE_PAUSED_MIN_MS = 10 * MINUTE_MS;
/** Another service is given for so long. */
export const ADVICE_SERVES_MS = 30 * MINUTE_MS;
/** A break is put off once a day, by one of these. */
export const ADVICE_DELAYS_MINUTES = [15, 30] as const;
/** Who waited longer than one of these is redirected. */
export const ADVICE_WAITED_MINUTES = [0, 10] as const;
/** Fewer are not worth walking to. */
export const ADVICE_REDIRECTED_MIN = 3;
/** Until somebody who was called to help sits down. */
export const HELP_COMES_MS = 5 * MINUTE_MS;
