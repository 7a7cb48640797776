import { JournalDamagedError } from './journal.ts';

/** The version of the newest command that is kept. */
export const LAST_COMMAND = 'SELECT max(version) AS version FROM commands WHERE hall = ?';

/**
 * A log that lost its end is a whole chain all the same, and new entries would take the place of the lost ones. The commands
 * that are kept know better: each was committed together with its entry. Null when every one has it.
 */
export function lostEnd(hall: string, head: number, lastCommand: number): JournalDamagedError | null {
  if (lastCommand <= head) return null;
  return new JournalDamagedError(hall, head + 1, `missing, and so is all up to version ${lastCommand}: the log has lost its end`);
}
