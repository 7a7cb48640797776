import type { Selectable } from 'kysely';
import type { Clock } from '../../shared/lib/clock.ts';
import { failed, ok, type Result } from '../../shared/lib/result.ts';
import type { LogEntry, NewLogEntry, RecordsPage } from '../../shared/protocol/records.ts';
import type { AccessDatabase } from '../database/access-database.ts';
import type { ShiftLogTable } from '../database/record-tables.ts';
import { fullToday, keepOnce, pageOf, rowsOf, type Kept, type PageQuery } from './record-keeping.ts';
import type { RecordRefusal } from './record-refusal.ts';

/** 值班日志. An entry is never changed: what was wrong is struck through and stays readable. */
export class ShiftLog {
  readonly #database: AccessDatabase;
  readonly #clock: Clock;

  constructor(database: AccessDatabase, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async page(hall: string, query: PageQuery): Promise<RecordsPage<LogEntry>> {
    let rows = this.#database.sql.selectFrom('shift_log').selectAll().where('hall', '=', hall);
    if (query.before !== undefined) rows = rows.where('seq', '<', query.before);
    return pageOf(await rows.orderBy('seq', 'desc').limit(rowsOf(query)).execute(), query, logEntry);
  }

  write(hall: string, by: string, { id, text }: NewLogEntry): Promise<Result<Kept<LogEntry>, RecordRefusal>> {
    return this.#database.change(hall, async (sql) => {
      const find = () => sql.selectFrom('shift_log').selectAll().where('hall', '=', hall).where('id', '=', id);
      const row = await find().executeTakeFirst();
      return keepOnce<LogEntry>({
        existing: row === undefined ? null : logEntry(row),
        isSame: (existing) => existing.by === by && existing.text === text,
        write: async () => {
          const at = this.#clock.now();
          const full = await fullToday(sql, 'shift_log', { hall, now: at });
          if (full !== null) return failed(full);
          await sql.insertInto('shift_log').values({ hall, id, at, staff: by, text, struck_at: null, struck_by: null }).execute();
          return ok({ id, at, by, text, struck: null });
        },
      });
    });
  }

  /** By whoever wrote it, or by somebody who may strike any. */
  strike(
    hall: string,
    id: string,
    { by, strikesAny }: { readonly by: string; readonly strikesAny: boolean },
  ): Promise<Result<LogEntry, RecordRefusal>> {
    return this.#database.change(hall, async (sql) => {
      const row = await sql.selectFrom('shift_log').selectAll().where('hall', '=', hall).where('id', '=', id).executeTakeFirst();
      if (row === undefined) return failed({ kind: 'not-found' });
      const entry = logEntry(row);
      if (entry.by !== by && !strikesAny) return failed({ kind: 'not-allowed' });
      const { struck } = entry;
      if (struck !== null) return struck.by === by ? ok(entry) : failed({ kind: 'record-over', ...struck });
      const at = this.#clock.now();
      await sql.updateTable('shift_log').set({ struck_at: at, struck_by: by }).where('seq', '=', row.seq).execute();
      return ok({ ...entry, struck: { at, by } });
    });
  }
}

function logEntry({ id, at, staff, text, struck_at, struck_by }: Selectable<ShiftLogTable>): LogEntry {
  const struck = struck_at === null || struck_by === null ? null : { at: struck_at, by: struck_by };
  return { id, at, by: staff, text, struck };
}
