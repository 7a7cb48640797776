import { StartError } from './config/start-error.ts';
import type { AccessDatabase } from './database/access-database.ts';
import { DatabaseOpenError } from './database/database-trouble.ts';
import type { PostgresOptions } from './database/postgres-database.ts';

/** Of hubs and tools alike: the package for it is loaded here and nowhere else, by those who need it. @throws StartError */
export async function openSharedDatabase(url: string, options: PostgresOptions): Promise<AccessDatabase> {
  const { openPostgresDatabase } = await import('./database/postgres-database.ts');
  try {
    return await openPostgresDatabase(url, options);
  } catch (error) {
    throw error instanceof DatabaseOpenError ? new StartError(error.message) : error;
  }
}
