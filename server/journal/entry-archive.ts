import type { Position } from '../../shared/protocol/position.ts';
import type { JournalEntry } from './entry.ts';

/**
 * Where entries go before the journal's own store lets them go. Together the two have every entry of a hall, from the first: a state,
 * a history, a region can be made anew from them at any time.
 *
 * **Maintained invariant**: what is kept of a hall is a chain from its first entry without a gap, and is never changed.
 */
export interface EntryArchive {
  /** The last entry of a hall that is kept durably; `ORIGIN` for none. */
  head(hall: string): Promise<Position>;
  /**
   * Keeps committed entries that follow each other and begin at most right behind the head. All of them or none; those that are kept
   * already are compared. Any hub may keep any entries at any time: the same again is no fault.
   *
   * @throws JournalDamagedError when they do not continue what is kept, or differ from it: nothing is written, and nothing may be trimmed.
   */
  keep(hall: string, entries: readonly JournalEntry[]): Promise<void>;
  /**
   * Entries after a version in order, `limit` at most, each verified against its own hash and its predecessor's.
   *
   * @throws JournalDamagedError for one that does not verify, or is missing below the head.
   */
  read(hall: string, after: number, limit: number): Promise<JournalEntry[]>;
}
