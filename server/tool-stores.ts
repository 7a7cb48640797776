import { existsSync } from 'node:fs';
import type { HallConfiguration } from '../shared/hall/configuration.ts';
import { hallNames } from './access/hall-names.ts';
import { dataFolderAt } from './config/data-folder.ts';
import type { HubOptions } from './config/hub-options.ts';
import { EXIT_USAGE, StartError } from './config/start-error.ts';
import { openAccessDatabase, type AccessDatabase } from './database/access-database.ts';
import { DatabaseOpenError } from './database/database-trouble.ts';
import { loadHall } from './hub/load-hall.ts';
import type { Journal } from './journal/journal.ts';
import { storedConfiguration } from './stored-configuration.ts';
import { timers } from './system-time.ts';

/** Where a tool looks: a hub's folder, or what many hubs share. */
export type ToolPlace = Pick<HubOptions, 'data' | 'database' | 'redis' | 'redisAllow' | 'redisCopies' | 'redisReplicas'>;

export interface OpenJournal {
  readonly journal: Journal;
  close(): Promise<void>;
}

const TOOL_CONNECTIONS_MAX = 2;

/** Of the folder or of the hubs. @throws StartError */
export async function openToolDatabase({ data, database: url }: Pick<ToolPlace, 'data' | 'database'>): Promise<AccessDatabase> {
  if (url !== null) return openSharedDatabase(url);
  const folder = dataFolderAt(data);
  if (existsSync(folder.database)) return openAccessDatabase(folder.database);
  throw new StartError(
    `there is no database.sqlite in ${folder.path}: start the hub once, or give --data (or --database, where many hubs share one)`,
  );
}

async function openSharedDatabase(url: string): Promise<AccessDatabase> {
  const { openPostgresDatabase } = await import('./database/postgres-database.ts');
  try {
    return await openPostgresDatabase(url, { hub: 'tool', connectionsMax: TOOL_CONNECTIONS_MAX });
  } catch (error) {
    throw error instanceof DatabaseOpenError ? new StartError(error.message) : error;
  }
}

/** The journal that many hubs share, with what of it was archived; null where it is in a folder. @throws StartError */
export async function openSharedJournal(place: ToolPlace): Promise<OpenJournal | null> {
  const { redis } = place;
  if (redis === null) return null;
  const database = place.database === null ? null : await openSharedDatabase(place.database);
  const { openJournalForTool } = await import('./shared-stores.ts');
  try {
    const shared = await openJournalForTool({ ...place, redis, plantedFault: 'none' }, { database, timers });
    return {
      journal: shared.journal,
      async close() {
        await shared.close();
        await database?.close();
      },
    };
  } catch (error) {
    await database?.close();
    throw error;
  }
}

/** What is in force, wherever the journal is. Null: there is no such hall. */
export async function configurationInForce(place: ToolPlace, hall: string): Promise<HallConfiguration | null> {
  const shared = await openSharedJournal(place);
  if (shared === null) return storedConfiguration(dataFolderAt(place.data), hall);
  try {
    return (await loadHall(shared.journal, hall)).state.configuration;
  } finally {
    await shared.close();
  }
}

/** The one that was named, else the only one that there is; null where there is none. @throws StartError when there are several. */
export async function hallInQuestion(database: AccessDatabase, given: string | null): Promise<string | null> {
  return given ?? onlyHall(await hallNames(database));
}

/** @throws StartError when there are several. */
export function onlyHall([hall, ...others]: readonly string[]): string | null {
  if (others.length === 0) return hall ?? null;
  throw new StartError(`there are ${others.length + 1} halls here: give --hall`, EXIT_USAGE);
}
