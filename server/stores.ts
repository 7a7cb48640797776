import { AUDIT_ENTRIES_MAX, trimAudits } from './access/audit-log.ts';
import { refuseEmptiedJournal } from './config/data-folder.ts';
import { faultAmong, type HubOptions } from './config/hub-options.ts';
import { StartError } from './config/start-error.ts';
import type { AccessDatabase } from './database/access-database.ts';
import { openFolderDatabase } from './folder-database.ts';
import { EVERY_DUTY } from './hub/duties.ts';
import { NO_PEERS } from './hub/peers.ts';
import { JOURNAL_PLANTED_FAULTS, type Journal } from './journal/journal.ts';
import { BALLAST_BYTES } from './journal/limits.ts';
import { SqliteJournal } from './journal/sqlite-journal.ts';
import { openSharedDatabase } from './shared-database.ts';
import { refuseLostEnd } from './lost-end.ts';
import type { OpenStores, Stores } from './store-set.ts';
import { monotonicMs } from './system-time.ts';

/**
 * In the data folder, or where the options say. What an installation of many hubs needs is loaded only by such a one: a hub on one
 * machine starts as if there were nothing else. @throws StartError
 */
export async function openStores(options: HubOptions, open: OpenStores): Promise<Stores> {
  const { redis } = options;
  if (redis !== null) {
    const { openSharedStores } = await import('./shared-stores.ts');
    return openSharedStores({ ...options, redis }, await openDatabase(options, open), open);
  }
  const journal = openFolderJournal(options, open);
  const database = await openDatabase(options, open);
  await refuseLostEnd(journal, database);
  return { journal, database, peers: NO_PEERS, duties: EVERY_DUTY, hubName: options.hub ?? 'hub', areShared: false };
}

async function openDatabase({ database: url, databaseReports, hub }: HubOptions, open: OpenStores): Promise<AccessDatabase> {
  const { closing, folder, log } = open;
  const reports = databaseReports === null ? null : { url: databaseReports, monotonicMs };
  const database =
    url === null ? await openFolderDatabase(folder.database) : await openSharedDatabase(url, { reports, hub: hub ?? 'hub', log });
  closing.add(() => database.close());
  await trimAudits(database, AUDIT_ENTRIES_MAX).catch((error: unknown) => {
    throw new StartError(`${database.name} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  return database;
}

function openFolderJournal(options: HubOptions, { closing, folder, log, timers }: OpenStores): Journal {
  refuseEmptiedJournal(folder);
  const journal = SqliteJournal.open({
    path: folder.journal,
    timers,
    ballastBytes: options.test === '1' ? 0 : BALLAST_BYTES,
    plantedFault: faultAmong(JOURNAL_PLANTED_FAULTS, options.plantedFault),
    onFault: (fault) => log.error({ fault }, 'the journal cannot be written'),
  });
  closing.add(() => journal.close());
  return journal;
}
