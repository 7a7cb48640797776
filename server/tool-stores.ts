import { existsSync } from 'node:fs';
import type { HallConfiguration } from '../shared/hall/configuration.ts';
import { hallNames } from './access/hall-names.ts';
import { dataFolderAt } from './config/data-folder.ts';
import type { HubOptions } from './config/hub-options.ts';
import { EXIT_USAGE, StartError } from './config/start-error.ts';
import type { AccessDatabase } from './database/access-database.ts';
import { openFolderDatabase } from './folder-database.ts';
import { Hub } from './hub/hub.ts';
import { loadHall } from './hub/load-hall.ts';
import type { Journal } from './journal/journal.ts';
import { SILENT_LOG } from './observability/log.ts';
import { openSharedDatabase } from './shared-database.ts';
import { storedConfiguration, storedHalls } from './stored-configuration.ts';
import { clock, monotonicMs, newId, timers } from './system-time.ts';

/** Where a tool looks: a hub's folder, or what many hubs share. */
export type ToolPlace = Pick<HubOptions, 'data' | 'database' | 'redis' | 'redisAllow' | 'redisCopies' | 'redisReplicas'>;

export interface OpenJournal {
  readonly journal: Journal;
  close(): Promise<void>;
}

/** In a message. */
const HALLS_SHOWN = 8;
const AS_TOOL = { hub: 'tool', connectionsMax: 2 } as const;

/** Of the folder or of the hubs. @throws StartError */
export async function openToolDatabase({ data, database: url }: Pick<ToolPlace, 'data' | 'database'>): Promise<AccessDatabase> {
  if (url !== null) return openSharedDatabase(url, AS_TOOL);
  const folder = dataFolderAt(data);
  if (existsSync(folder.database)) return openFolderDatabase(folder.database);
  throw new StartError(
    `there is no database.sqlite in ${folder.path}: start the hub once, or give --data (or --database, where many hubs share one)`,
  );
}

/**
 * The journal that many hubs share, with what of it was archived; null where it is in a folder. `isBelieved`: also where the history
 * knows more than it. @throws StartError
 */
export async function openSharedJournal(place: ToolPlace, { isBelieved = false } = {}): Promise<OpenJournal | null> {
  const { redis } = place;
  if (redis === null) return null;
  const database = place.database === null ? null : await openSharedDatabase(place.database, AS_TOOL);
  const { openJournalForTool } = await import('./shared-stores.ts');
  try {
    const shared = await openJournalForTool({ ...place, redis, plantedFault: 'none' }, { database, isBelieved, timers });
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

/** A hub that serves nobody: what a tool changes in a journal it changes as a hub does. */
export function toolHub(journal: Journal): Hub {
  const broadcast = { entries: () => undefined };
  return new Hub({ journal, broadcast, clock, monotonic: monotonicMs, timers, newId, log: SILENT_LOG, release: 'tool' });
}

/**
 * The one that was named, else the only one that there is; null where there is none. @throws StartError when there are several, or none of
 * that name: what is written for a hall that is not there would be found by nobody.
 */
export async function hallInQuestion(place: ToolPlace, database: AccessDatabase, given: string | null): Promise<string | null> {
  const known = await hallNames(database);
  if (given === null) return onlyHall(known);
  if (known.includes(given)) return given;
  // A hall that was only just made has no accounts yet.
  const listed = await journalHalls(place);
  // A shared database that was named without its journal: nobody here can say which halls there are.
  if (listed.length === 0 && place.database !== null && place.redis === null) return given;
  const halls = new Set([...known, ...listed]);
  if (halls.has(given)) return given;
  throw noSuchHall(given, [...halls]);
}

async function journalHalls(place: ToolPlace): Promise<readonly string[]> {
  const shared = await openSharedJournal(place);
  if (shared === null) return storedHalls(dataFolderAt(place.data));
  try {
    return await shared.journal.halls();
  } finally {
    await shared.close();
  }
}

export function noSuchHall(given: string, halls: readonly string[]): StartError {
  const there = halls.length === 0 ? 'there is none yet: start the hub once' : `there are: ${listedHalls(halls)}`;
  return new StartError(`there is no hall "${given}" here; ${there}`, EXIT_USAGE);
}

/** @throws StartError when there are several. */
export function onlyHall([hall, ...others]: readonly string[]): string | null {
  if (hall === undefined || others.length === 0) return hall ?? null;
  throw new StartError(`there are ${others.length + 1} halls here: give --hall (${listedHalls([hall, ...others])})`, EXIT_USAGE);
}

/** A carrier has thousands. */
function listedHalls(halls: readonly string[]): string {
  const shown = halls.slice(0, HALLS_SHOWN).join(', ');
  return halls.length > HALLS_SHOWN ? `${shown} and ${halls.length - HALLS_SHOWN} more` : shown;
}
