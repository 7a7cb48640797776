import { REPORT_DAYS_MAX } from '../../shared/protocol/region.ts';

const SECOND_MS = 1_000;

export const HALLS_MAX = 1_000;
/** A snapshot of a hall's state is kept after so many entries, and at the end. */
export const SNAPSHOT_EVERY_ENTRIES = 2_000;
/** That somebody was turned away is said once in so long, for each hall and each cause. */
export const TURNED_AWAY_TOLD_MS = 10 * 60 * SECOND_MS;
/** Of the database's ten connections; the others are for history, accounts and reports. */
export const APPENDS_AT_ONCE = 4;
/** Command ids serve no purpose here: what was sent again is known by its version. They are forgotten after so many entries. */
export const FORGET_EVERY_ENTRIES = 2_000;
/** When a hall was last heard is written no more often than this. */
export const HEARD_WRITE_MS = 30 * SECOND_MS;
/** Entries read at once where what is kept is compared with what comes, or counted again. */
export const READ_BATCH = 500;
/** What is learned of a day that is over is final so long after the next one began. */
export const DAY_SETTLED_MS = 60 * SECOND_MS;
/**
 * Days kept summed up, over all halls: the longest report of the largest region, so that it finds next time what it has counted. Of
 * 2,000 tickets a day one weighs about 1 kB.
 */
export const SUMMED_DAYS_MAX = HALLS_MAX * REPORT_DAYS_MAX;
/** Lines of a table to take away. */
export const EXPORT_LINES_MAX = 20_000;
/** Of one person: tables to take away, and reports looked at. */
export const EXPORTS_PER_SECOND = 0.1;
export const EXPORT_BURST = 5;
export const REPORTS_PER_SECOND = 2;
export const REPORT_BURST = 20;
