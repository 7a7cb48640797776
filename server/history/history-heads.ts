import type { AccessDatabase } from '../database/access-database.ts';

/**
 * Up to which version the history of each hall goes. It is written of what was committed and nothing else, so that the journal had these
 * entries once, whatever it has now.
 */
export async function historyHeads({ sql }: AccessDatabase): Promise<ReadonlyMap<string, number>> {
  const rows = await sql.selectFrom('history_halls').select(['hall', 'version']).execute();
  return new Map(rows.map(({ hall, version }) => [hall, Number(version)]));
}
