/** Limits of the journal, by name. */

/** While the disk is full: how often the journal looks whether there is room again. */
export const ROOM_PROBE_MS = 1_000;
/** What must fit on the disk before appending goes on: more than one large group of commands. */
export const ROOM_PROBE_BYTES = 256 * 1_024;
/** The newest and the one before it, in case the newest does not verify. */
export const SNAPSHOTS_KEPT = 2;
/** Entries verified in one go by the check in the background. */
export const CHECK_BATCH = 2_000;
/** Kept beside the journal for the operator to delete when the disk is full. */
export const BALLAST_BYTES = 64 * 1_024 * 1_024;
/** The ballast is made only where it takes at most this part of the free space. */
export const BALLAST_PART_OF_FREE = 1 / 4;
/** How long a start waits for another hub to let go of the file: a restart may overlap the end of the one before. */
export const LOCK_WAIT_MS = 2_000;
