import { JournalDamagedError } from './journal.ts';
import { CHECK_BATCH } from './limits.ts';
import { SqliteJournalReader } from './sqlite-journal-reader.ts';

/** The whole chain of one hall, then the file page by page. Null when all is well. Takes seconds per million entries. */
export function checkJournal(path: string, hall: string): JournalDamagedError | null {
  const reader = new SqliteJournalReader(path);
  try {
    checkChain(reader, hall);
    const found = reader.quickCheck();
    return found === null ? reader.lostEnd(hall) : new JournalDamagedError(hall, 0, `the file below it: ${found}`);
  } catch (error) {
    if (error instanceof JournalDamagedError) return error;
    throw error;
  } finally {
    reader.close();
  }
}

function checkChain(reader: SqliteJournalReader, hall: string): void {
  let version = 0;
  for (;;) {
    const entries = reader.read(hall, version, CHECK_BATCH);
    version = entries.at(-1)?.version ?? version;
    if (entries.length < CHECK_BATCH) return;
  }
}
