import type { Selectable } from 'kysely';
import type { Clock } from '../../shared/lib/clock.ts';
import { failed, ok, type Result } from '../../shared/lib/result.ts';
import type { AcceptHandOver, HandOver, NewHandOver, RecordsPage } from '../../shared/protocol/records.ts';
import type { AccessDatabase } from '../database/access-database.ts';
import type { HandOverTable } from '../database/record-tables.ts';
import { fullToday, keepOnce, pageOf, rowsOf, type Kept, type PageQuery } from './record-keeping.ts';
import type { RecordRefusal } from './record-refusal.ts';

/** 交接班: what one shift tells the next, accepted once, by somebody else. */
export class HandOvers {
  readonly #database: AccessDatabase;
  readonly #clock: Clock;

  constructor(database: AccessDatabase, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async page(hall: string, query: PageQuery): Promise<RecordsPage<HandOver>> {
    let rows = this.#database.sql.selectFrom('hand_overs').selectAll().where('hall', '=', hall);
    if (query.before !== undefined) rows = rows.where('seq', '<', query.before);
    return pageOf(await rows.orderBy('seq', 'desc').limit(rowsOf(query)).execute(), query, handOver);
  }

  write(hall: string, by: string, { id, text, to = null }: NewHandOver): Promise<Result<Kept<HandOver>, RecordRefusal>> {
    return this.#database.change(hall, async (sql) => {
      const row = await sql.selectFrom('hand_overs').selectAll().where('hall', '=', hall).where('id', '=', id).executeTakeFirst();
      return keepOnce<HandOver>({
        existing: row === undefined ? null : handOver(row),
        isSame: (existing) => existing.by === by && existing.to === to && existing.text === text,
        write: async () => {
          const at = this.#clock.now();
          const full = await fullToday(sql, 'hand_overs', { hall, now: at });
          if (full !== null) return failed(full);
          const accepted = { accepted_at: null, accepted_by: null, accepted_remark: null };
          await sql
            .insertInto('hand_overs')
            .values({ hall, id, at, staff: by, to_staff: to, text, ...accepted })
            .execute();
          return ok({ id, at, by, to, text, accepted: null });
        },
      });
    });
  }

  accept(
    hall: string,
    id: string,
    { by, remark = '' }: AcceptHandOver & { readonly by: string },
  ): Promise<Result<HandOver, RecordRefusal>> {
    return this.#database.change(hall, async (sql) => {
      const row = await sql.selectFrom('hand_overs').selectAll().where('hall', '=', hall).where('id', '=', id).executeTakeFirst();
      if (row === undefined) return failed({ kind: 'not-found' });
      const found = handOver(row);
      if (found.by === by) return failed({ kind: 'not-allowed' });
      const { accepted } = found;
      if (accepted !== null) {
        return accepted.by === by ? ok(found) : failed({ kind: 'record-over', at: accepted.at, by: accepted.by });
      }
      const at = this.#clock.now();
      await sql
        .updateTable('hand_overs')
        .set({ accepted_at: at, accepted_by: by, accepted_remark: remark })
        .where('seq', '=', row.seq)
        .execute();
      return ok({ ...found, accepted: { at, by, remark } });
    });
  }
}

function handOver(row: Selectable<HandOverTable>): HandOver {
  const { id, at, staff, to_staff, text, accepted_at, accepted_by, accepted_remark } = row;
  const accepted =
    accepted_at === null || accepted_by === null ? null : { at: accepted_at, by: accepted_by, remark: accepted_remark ?? '' };
  return { id, at, by: staff, to: to_staff, text, accepted };
}
