import { existsSync } from 'node:fs';
import { hallNames } from './access/hall-names.ts';
import { dataFolderAt } from './config/data-folder.ts';
import { EXIT_USAGE, StartError } from './config/start-error.ts';
import { openAccessDatabase, type AccessDatabase } from './database/access-database.ts';
import { DatabaseOpenError } from './database/database-trouble.ts';

/** Where a tool looks: a hub's folder, or what many hubs share. */
export interface ToolPlace {
  readonly data: string;
  /** Address of a PostgreSQL; null: the folder has the database. */
  readonly database: string | null;
}

const TOOL_CONNECTIONS_MAX = 2;

/** Of the folder or of the hubs. @throws StartError */
export async function openToolDatabase({ data, database: url }: ToolPlace): Promise<AccessDatabase> {
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

/** The one that was named, else the only one that there is; null where there is none. @throws StartError when there are several. */
export async function hallInQuestion(database: AccessDatabase, given: string | null): Promise<string | null> {
  if (given !== null) return given;
  const [hall, ...others] = await hallNames(database);
  if (others.length === 0) return hall ?? null;
  throw new StartError(`there are ${others.length + 1} halls here: give --hall`, EXIT_USAGE);
}
