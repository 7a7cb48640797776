import type { AccessDatabase } from '../database/access-database.ts';

/** The halls that accounts belong to; none in a database that no hub has used. For tools beside the hub. */
export async function hallNames({ sql }: AccessDatabase): Promise<readonly string[]> {
  const rows = await sql.selectFrom('staff').select('hall').distinct().orderBy('hall').execute();
  return rows.map(({ hall }) => hall);
}
