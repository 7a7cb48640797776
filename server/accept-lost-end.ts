import { dataFolderAt } from './config/data-folder.ts';
import { EXIT_USAGE, StartError } from './config/start-error.ts';
import { JournalArchive } from './database/journal-archive.ts';
import { historyHeads } from './history/history-heads.ts';
import { HistoryStore } from './history/history-store.ts';
import { JournalOpenError } from './journal/journal-open-error.ts';
import { SqliteJournal } from './journal/sqlite-journal.ts';
import { timers } from './system-time.ts';
import { openSharedJournal, openToolDatabase, type OpenJournal, type ToolPlace } from './tool-stores.ts';

/**
 * What the log has lost is given up: what remembers it forgets it. `version` is where the log ends, as the refusal says: nobody gives up
 * more than they have read. Gives what to say to whoever did it. @throws StartError when the log ends elsewhere, or has lost nothing
 */
export async function acceptLostEnd(place: ToolPlace, hall: string, version: number): Promise<string> {
  const database = await openToolDatabase(place);
  try {
    const { close, journal } = await openBelieved(place);
    const head = await journal.head(hall).finally(close);
    if (head.version !== version)
      throw new StartError(`the log of hall "${hall}" ends at version ${head.version}, not at ${version}`, EXIT_USAGE);
    const archive = new JournalArchive(database);
    const known = Math.max((await historyHeads(database)).get(hall) ?? 0, await archive.keptTo(hall));
    if (known <= version)
      throw new StartError(`nothing of hall "${hall}" is known behind version ${version}: nothing is to be given up`, EXIT_USAGE);
    await new HistoryStore(database).forget(hall);
    await archive.forgetAfter(hall, version);
    return (
      `Hall "${hall}" goes on at version ${version}. Versions ${version + 1} to ${known} are given up; numbers that were given out with ` +
      'them may come again: collect those tickets, or close the day before the first one is taken.\nStart the hubs anew.'
    );
  } finally {
    await database.close();
  }
}

async function openBelieved(place: ToolPlace): Promise<OpenJournal> {
  const shared = await openSharedJournal(place, { isBelieved: true });
  if (shared !== null) return shared;
  try {
    const journal = SqliteJournal.open({ path: dataFolderAt(place.data).journal, timers });
    return { journal, close: () => journal.close() };
  } catch (error) {
    throw error instanceof JournalOpenError ? new StartError(error.message) : error;
  }
}
