import type { JournalEntry } from './entry.ts';

/**
 * Where entries go before a log that lives in memory lets go of them. From there they are read as if they had never left.
 *
 * **Maintained invariant**: what it has of a hall are versions 1..n without gaps, each chained to the one before it.
 */
export interface EntryArchive {
  /** The last version that it has of a hall; 0 when it has none. */
  keptTo(hall: string): Promise<number>;
  /**
   * Durable when it resolves. Entries in order, right behind what is kept or overlapping it; the same ones again are harmless.
   *
   * @throws JournalDamagedError when another entry is kept at a version, or there would be a gap; nothing is changed then
   */
  keep(hall: string, entries: readonly JournalEntry[]): Promise<void>;
  /** Entries after a version in order, `limit` at most, each verified as `Journal.read` does. @throws JournalDamagedError */
  read(hall: string, after: number, limit: number): Promise<JournalEntry[]>;
}
