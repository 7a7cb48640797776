import type { Logger } from 'pino';
import { seedDemoAccounts } from './access/demo-accounts.ts';
import { hallFileNotice, seedingHallFile, type DataFolder } from './config/data-folder.ts';
import type { HubOptions } from './config/hub-options.ts';
import { StartError } from './config/start-error.ts';
import type { AccessDatabase } from './database/access-database.ts';
import type { Hub } from './hub/hub.ts';
import type { Journal } from './journal/journal.ts';

interface FirstHallRooms {
  readonly journal: Journal;
  readonly database: AccessDatabase;
  readonly hub: Hub;
  readonly log: Logger;
}

/** The halls of the journal; of an empty one a new hall, which gets the accounts that a demonstration has. @throws StartError */
export async function hallsOrFirst(
  folder: DataFolder,
  options: HubOptions,
  rooms: FirstHallRooms,
): Promise<readonly [string, ...string[]]> {
  const [hall, ...others] = await rooms.journal.halls();
  if (hall !== undefined) {
    if (others.length === 0) await tellDifferences(folder, options, { ...rooms, hall });
    return demoHallFirst([hall, ...others], rooms.database);
  }
  const file = seedingHallFile(folder, options.hallFile);
  if (rooms.database.isShared) await refuseLostJournal(file.hall, rooms);
  else await seedDemoAccounts(rooms.database, file.hall);
  const seeded = await rooms.hub.seed(file.hall, file.configuration);
  if (seeded !== null && !seeded.ok) throw new StartError(`the hall cannot be made: ${JSON.stringify(seeded.error)}`);
  rooms.log.info({ hall: file.hall }, 'a new hall was made');
  return [file.hall];
}

/** Pages of a demonstration belong to the first, so that is the one with its accounts, in whatever order the journal has them. */
async function demoHallFirst(
  halls: readonly [string, ...string[]],
  { sql }: AccessDatabase,
): Promise<readonly [string, ...string[]]> {
  const account = await sql.selectFrom('staff').select('hall').where('demo_password', '=', 1).limit(1).executeTakeFirst();
  if (account === undefined || !halls.includes(account.hall)) return halls;
  return [account.hall, ...halls.filter((hall) => hall !== account.hall)];
}

async function tellDifferences(
  folder: DataFolder,
  options: HubOptions,
  { hall, hub, log }: FirstHallRooms & { readonly hall: string },
): Promise<void> {
  const { configuration } = (await hub.read(hall)).state;
  const notice = configuration === null ? null : hallFileNotice(options.hallFile ?? folder.hallFile, hall, configuration);
  if (notice !== null) log.warn({ hall }, notice);
}

/**
 * Nobody but the demonstration is known to the database, so nothing was lost. Hubs that start at once make the same hall by the same
 * command, which the journal takes once. @throws StartError
 */
async function refuseLostJournal(hall: string, { database }: FirstHallRooms): Promise<void> {
  await seedDemoAccounts(database, hall).catch((error: unknown) => whoeverWasFirst(database, error));
  const other = await database.sql
    .selectFrom('staff')
    .select('hall')
    .where((row) => row.or([row('hall', '!=', hall), row('demo_password', '=', 0)]))
    .limit(1)
    .executeTakeFirst();
  if (other === undefined) return;
  throw new StartError(
    `the journal has no hall, and ${database.name} has accounts of hall "${other.hall}": one of the two is not the one that belongs ` +
      'to the other, or the journal has lost what it had.\nNothing was changed. Look at --redis and --database; docs/operating.md ' +
      'says how to restore a journal. A new installation begins with an empty database.',
  );
}

async function whoeverWasFirst({ sql }: AccessDatabase, error: unknown): Promise<void> {
  const known = await sql.selectFrom('staff').select('staff_number').limit(1).executeTakeFirst();
  if (known === undefined) throw error;
}
