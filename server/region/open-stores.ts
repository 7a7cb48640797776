import { sql } from 'kysely';
import type { Timers } from '../../shared/lib/clock.ts';
import type { Closing } from '../closing.ts';
import type { DataFolder } from '../config/data-folder.ts';
import type { RegionOptions } from '../config/region-options.ts';
import { EXIT_USAGE, StartError } from '../config/start-error.ts';
import type { AccessDatabase } from '../database/access-database.ts';
import { openFolderDatabase } from '../folder-database.ts';
import { BALLAST_BYTES } from '../journal/limits.ts';
import { SqliteJournal } from '../journal/sqlite-journal.ts';
import type { Log } from '../observability/log.ts';
import { openSharedDatabase } from '../shared-database.ts';
import { DatabaseJournal } from './database-journal.ts';
import type { RegionJournal } from './region-journal.ts';

/** What every hub fills before it serves (its keys, then its hall's list of checks), whoever registers devices; a region fills none of them. */
const TABLES_OF_HUBS = ['secrets', 'check_points', 'devices'] as const;

type Given = Pick<RegionOptions, 'database'>;
/** Where a region's operator gives the address; its reports have no copy of their own. */
const VARIABLES = { address: 'HALLCALL_REGION_DATABASE', reports: null };

interface Opening {
  readonly folder: DataFolder;
  readonly closing: Closing;
  readonly log: Log;
}

/**
 * Accounts, tokens, history: in the data folder, or in a PostgreSQL of the region's own, by the same queries and migrations.
 *
 * @throws StartError
 */
export async function openRegionDatabase({ database: url }: Given, { closing, folder, log }: Opening): Promise<AccessDatabase> {
  const database =
    url === null
      ? await openFolderDatabase(folder.database)
      : await openSharedDatabase(url, { hub: 'region', log, variables: VARIABLES });
  closing.add(() => database.close());
  if (url !== null) await refuseHubs(database);
  return database;
}

/** The halls' logs: beside the database, whichever it is. @throws StartError, JournalOpenError, JournalDamagedError */
export function openRegionJournal(
  { database: url }: Given,
  { closing, database, folder, log, timers }: Opening & { readonly database: AccessDatabase; readonly timers: Timers },
): RegionJournal {
  const journal =
    url !== null
      ? new DatabaseJournal(database)
      : SqliteJournal.open({
          path: folder.journal,
          timers,
          ballastBytes: BALLAST_BYTES,
          onFault: (fault) => log.error({ fault }, 'the journal cannot be written'),
        });
  closing.add(() => journal.close());
  return journal;
}

/** What hubs archive and what halls ship would be in one table, and accounts of halls would look at the region. */
async function refuseHubs(database: AccessDatabase): Promise<void> {
  for (const table of TABLES_OF_HUBS) {
    const row = await database.sql.selectFrom(table).select(sql.lit(1).as('one')).limit(1).executeTakeFirst();
    if (row === undefined) continue;
    const why = `${database.name} is a database of hubs: they have written into its table "${table}"`;
    throw new StartError(`${why}. Make one for the region alone ("createdb --encoding UTF8 NAME")`, EXIT_USAGE);
  }
}
