/** Limits of the hub, by name. What both ends of the wire must know is in `shared/protocol/limits.ts`. */

/** Commands of one hall that wait to be decided; beyond it `hub-busy`. */
export const COMMANDS_WAITING_MAX = 10_000;
/** Commands decided and appended as one group: what one `entries` message carries. */
export const GROUP_COMMANDS_MAX = 200;
/**
 * How often a command is decided again after a lost race or a failed append, before it is answered `hub-busy`: some seconds of turns that
 * other hubs were first in. A hub that has just begun, on a machine that is busy, loses dozens in a row.
 */
export const DECIDED_AGAIN_MAX = 200;
/** Hubs that decide for one hall at once take turns: who was first waits so long before its next group. */
export const TURN_MS = 10;
/** Another hub that asked for a turn so recently is at work on the same hall now. */
export const CONTENDED_MS = 1_000;
/** A command of which nobody knew for so long is not decided any more: its sender has turned to something else. */
export const HELD_MS_MAX = 30_000;
/** A hub that cannot reach the journal for so long sends its screens to another: what it shows may be old. */
export const UNREACHABLE_MS_MAX = 8_000;
/** And lets those that come to it all the same wait so long, so that they do not all ask again and again. */
export const TURNED_AWAY_MS = 4_000;
/** A hub that stops waits so long for the answers that are at hand, before it says goodbye. */
export const LEAVING_ANSWERS_MS_MAX = 3_000;
/** How often it looks whether they are given. */
export const LEAVING_LOOK_MS = 10;
/** Among several hubs: how long a balancer has to see that this one takes nobody any more. */
export const LEAVING_NOTICE_MS = 2_500;
/** Answers kept in memory; older ones are looked up in the journal. */
export const RECENT_COMMANDS_MAX = 20_000;
/** A journal that could not be read is tried again after this time. */
export const JOURNAL_RETRY_MS = 1_000;
/** Entries read at once while catching up. */
export const READ_BATCH = 1_000;
/** A snapshot is saved after so many entries, or after as many as there are tickets, whichever is more. */
export const SNAPSHOT_EVERY_ENTRIES = 5_000;
/** A hall without sessions and commands leaves the memory after this time, unless its day is open. */
export const HALL_IDLE_MS = 10 * 60_000;
export const EVICTION_CHECK_MS = 60_000;
/** Halls in memory; the longest idle one leaves first. One hub that is left alone carries a city. */
export const HALLS_LOADED_MAX = 2_000;

/** Messages waiting for one screen: above the first it leaves the room, above the second it is closed. */
export const BACKLOG_LAG_MAX = 256;
export const BACKLOG_CLOSE_MAX = 2_048;
export const BACKLOG_CHECK_MS = 500;
/** A screen that has not drained by then is closed. */
export const LAG_MS_MAX = 15_000;

export const SCHEDULE_CHECK_MS = 1_000;
/** Halls that the schedule looks at at once: who takes over a city's does not load all of them in one moment. */
export const LOOKS_AT_ONCE_MAX = 50;
/** After a refusal (read-only, clock) the schedule tries again. */
export const SCHEDULE_RETRY_MS = 5_000;

/** A start with a clock this little before the last entry is an ordinary correction of the clock. */
export const CLOCK_BEHIND_MS_MAX = 5_000;
export const CLOCK_AHEAD_MS_MAX = 7 * 24 * 3_600_000;
export const CLOCK_JUMP_MS_MAX = 2 * 3_600_000;
