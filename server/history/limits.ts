const SECOND_MS = 1_000;
const DAY_MS = 24 * 60 * 60 * SECOND_MS;

/** Rises when what the history keeps of an entry changes: what another format holds is made again from the journal. */
export const HISTORY_FORMAT = 1;
/** How often what was committed is taken up. */
export const HISTORY_TAKE_MS = 2 * SECOND_MS;
/** How often what was taken up is written: one transaction, a few milliseconds. */
export const HISTORY_WRITE_MS = 10 * SECOND_MS;
/** A journal that was read to its end is read again after so many rounds, although the hub told of nothing: a hall that is not in memory tells nothing. */
export const HISTORY_READ_ROUNDS = 30;
/** Entries read from the journal at once while the history is behind, and the rest after each, so that commands come between. */
export const HISTORY_BATCH = 100;
export const HISTORY_REST_MS = 20;
/** While there is more to take up it is written after so many rows, or after so many entries that made few. */
export const HISTORY_LEGS_AT_ONCE = 50;
export const HISTORY_ENTRIES_AT_ONCE = 500;
/** Entries that wait in memory to be taken up; with more, the journal is read instead. */
export const HISTORY_WAITING_MAX = 5_000;
/** Legs are kept for so long: a year, and the month to compare it with. */
export const HISTORY_KEPT_MS = 400 * DAY_MS;
export const HISTORY_TRIM_MS = DAY_MS;
/** After a fault (a full disk) the history rests and tries again; nothing is lost, the journal has it. */
export const HISTORY_RETRY_MS = 10 * SECOND_MS;
