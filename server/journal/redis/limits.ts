/** Limits of the journal in Redis, by name. */

/** Entries of a hall that a hub keeps to bring them back when a log was cut, and to read them without asking. */
export const TAIL_ENTRIES_MAX = 256;
/** As many of a hall that has been quiet for a while. */
export const QUIET_TAIL_ENTRIES_MAX = 16;
export const QUIET_MS = 60_000;
/** A group of entries is told to other hubs with its text up to this size; beyond it they read it. */
export const TOLD_BYTES_MAX = 32_768;
/** How often the heads of some halls are looked at, for what nobody told; each hall has its turn once in `POLL_TURNS`. */
export const POLL_MS = 500;
export const POLL_TURNS = 4;
/** Each so many turns of a hall its other keys are looked at, too: for an expiry that somebody has set, and for what has gone. */
export const WHOLE_TURNS = 3;
/** A log whose functions keep answering that the hub knows too little of it is given up after so many tries. */
export const TRIES_MAX = 60;
/** Entries that leave the log in one go. */
export const TRIM_BATCH = 1_000;
/** Entries stay in the log for clients that were away: so many, and for so long. */
export const KEPT_VERSIONS_LEAST = 10_000;
export const KEPT_MS_LEAST = 24 * 3_600_000;
export const TRIM_CHECK_MS = 3_600_000;
