import type { AccessDatabase } from '../database/access-database.ts';

/** The hall that this folder's accounts belong to; null in a folder that no hub has used. For tools beside the hub. */
export async function folderHall({ sql }: AccessDatabase): Promise<string | null> {
  const account = await sql.selectFrom('staff').select('hall').limit(1).executeTakeFirst();
  return account?.hall ?? null;
}
