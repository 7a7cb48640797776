import { JournalDamagedError } from './journal.ts';
import type { FromChecker } from './sqlite-journal-writes.ts';
import { startJournalWorker } from './sqlite-journal-threads.ts';

/** Checks one hall's chain and the file in a thread of its own, which ends by itself or by `stop` (then `result` rejects). */
export function checkInBackground(
  path: string,
  hall: string,
): { readonly result: Promise<JournalDamagedError | null>; readonly stop: () => void } {
  const worker = startJournalWorker({ do: 'check', path, hall });
  const result = new Promise<JournalDamagedError | null>((resolve, reject) => {
    worker.once('message', (found: FromChecker) => {
      resolve(found === null ? null : new JournalDamagedError(hall, found.version, found.what));
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error(`the check of hall "${hall}" was stopped`)));
  });
  return { result, stop: () => void worker.terminate() };
}
