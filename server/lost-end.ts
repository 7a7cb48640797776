import { StartError } from './config/start-error.ts';
import type { AccessDatabase } from './database/access-database.ts';
import { historyHeads } from './history/history-heads.ts';
import type { Journal } from './journal/journal.ts';

/**
 * An older file that was put back is whole by itself, and its numbers would be given out a second time. The history beside it knows
 * better. Of a journal in a folder; the one that many hubs share looks by itself, hall by hall. @throws StartError
 */
export async function refuseLostEnd(journal: Pick<Journal, 'halls' | 'head'>, database: AccessDatabase): Promise<void> {
  const proven = await historyHeads(database);
  for (const hall of await journal.halls()) {
    const { version } = await journal.head(hall);
    const known = proven.get(hall) ?? 0;
    if (version >= known) continue;
    throw new StartError(
      `the journal of hall "${hall}" ends at version ${version}, and its history in ${database.name} goes to version ${known}: an older ` +
        'copy of the journal was put back, and numbers would be given out twice.\nNothing was changed. Put back the newer file; ' +
        `where there is none: npm run hall -- accept-lost-end ${hall} ${version}`,
    );
  }
}
