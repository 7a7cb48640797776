import { StartError } from './config/start-error.ts';
import { openAccessDatabase, type AccessDatabase } from './database/access-database.ts';

/** `database.sqlite` at this path, of hubs and tools alike. @throws StartError */
export async function openFolderDatabase(path: string): Promise<AccessDatabase> {
  try {
    return await openAccessDatabase(path);
  } catch (error) {
    throw new StartError(`${path} cannot be opened: ${error instanceof Error ? error.message : String(error)}`);
  }
}
