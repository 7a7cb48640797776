import { openDatabase, SQLITE_CODES, sqliteCode, type Database } from '../database/open-database.ts';
import { JournalOpenError } from './journal-open-error.ts';
import { LOCK_WAIT_MS } from './limits.ts';
import { openFailure } from './sqlite-journal-schema.ts';

/**
 * Two hubs on one file would both believe that their head is the head. A file beside the journal is held by an exclusive
 * transaction that never ends: the operating system lets go of it when the process dies, however it dies, so nothing has to
 * be cleaned up by hand, and no process id can be mistaken for another's.
 *
 * Returns the release. Throws `JournalOpenError` (`locked`) when another hub holds it.
 */
export function lockJournal(path: string, waitMs: number = LOCK_WAIT_MS): () => void {
  const lock = openLock(path, waitMs);
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (sqliteCode(error) !== SQLITE_CODES.busy) throw openFailure(path, error);
    throw new JournalOpenError(
      path,
      'locked',
      'another hub has it open. Stop that one first, or name another data folder (HALLCALL_DATA).',
      error,
    );
  }
  return () => {
    if (lock.isOpen) lock.close();
  };
}

function openLock(path: string, waitMs: number): Database {
  try {
    return openDatabase(`${path}.lock`, { busyTimeoutMs: waitMs });
  } catch (error) {
    throw openFailure(path, error);
  }
}
