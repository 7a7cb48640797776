import type { Kysely, Transaction } from 'kysely';
import type { EpochMs } from '../../shared/lib/clock.ts';
import { failed, ok, type Result } from '../../shared/lib/result.ts';
import { RECORDS_PAGE_DEFAULT, RECORDS_PAGE_MAX, type RecordsPage } from '../../shared/protocol/records.ts';
import type { RecordTables } from '../database/record-tables.ts';
import type { Tables } from '../database/tables.ts';
import { RECORDS_COUNTED_MS, RECORDS_PER_DAY_MAX } from './record-limits.ts';
import type { RecordRefusal } from './record-refusal.ts';

/** What pages are asked for with; `limit` above the most is the most. */
export interface PageQuery {
  readonly limit?: number | undefined;
  readonly before?: number | undefined;
}

/** `isNew`: false for an id that had been kept before. */
export interface Kept<Item> {
  readonly record: Item;
  readonly isNew: boolean;
}

/** How many rows to read: one more than shown tells whether there is a next page. */
export function rowsOf({ limit = RECORDS_PAGE_DEFAULT }: PageQuery): number {
  return Math.min(Math.max(limit, 1), RECORDS_PAGE_MAX) + 1;
}

/** `rows`: newest first, as many as `rowsOf` said. */
export function pageOf<Row extends { readonly seq: number }, Item>(
  rows: readonly Row[],
  query: PageQuery,
  toRecord: (row: Row) => Item,
): RecordsPage<Item> {
  const shown = rows.slice(0, rowsOf(query) - 1);
  const isMore = rows.length > shown.length;
  return { records: shown.map(toRecord), before: isMore ? (shown.at(-1)?.seq ?? null) : null };
}

/**
 * Writes what nobody wrote under this id before. The same again gives what was written; something else under the id is
 * refused. Runs in one transaction, so two senders of one id cannot both write.
 */
export async function keepOnce<Item>(options: {
  readonly existing: Item | null;
  readonly isSame: (existing: Item) => boolean;
  readonly write: () => Promise<Result<Item, RecordRefusal>>;
}): Promise<Result<Kept<Item>, RecordRefusal>> {
  const { existing, isSame, write } = options;
  if (existing !== null) {
    return isSame(existing) ? ok({ record: existing, isNew: false }) : failed({ kind: 'command-id-reused' });
  }
  const written = await write();
  return written.ok ? ok({ record: written.value, isNew: true }) : written;
}

type CountedTable = Exclude<keyof RecordTables, 'check_points' | 'comment_numbers'>;

/** Null while the hall may write more of these today. */
export async function fullToday(
  sql: Kysely<Tables> | Transaction<Tables>,
  table: CountedTable,
  { hall, now }: { readonly hall: string; readonly now: EpochMs },
): Promise<RecordRefusal | null> {
  const { written } = await sql
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as('written'))
    .where('hall', '=', hall)
    .where('at', '>', now - RECORDS_COUNTED_MS)
    .executeTakeFirstOrThrow();
  return Number(written) < RECORDS_PER_DAY_MAX ? null : { kind: 'records-full', perDayMax: RECORDS_PER_DAY_MAX };
}
