import type { Selectable } from 'kysely';
import { localDay } from '../../shared/hall/local-time.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { failed, ok, type Result } from '../../shared/lib/result.ts';
import type { CheckedPoint, CheckKind, CheckPoint, CheckSheets, CheckTick, NewCheckTick } from '../../shared/protocol/records.ts';
import type { AccessDatabase } from '../database/access-database.ts';
import type { CheckTickTable } from '../database/record-tables.ts';
import { DEFAULT_CHECK_POINTS } from './default-check-points.ts';
import { fullToday, keepOnce, type Kept } from './record-keeping.ts';
import type { RecordRefusal } from './record-refusal.ts';

/**
 * 班前检查 and 班后检查: a list of points that belongs to the hall, and who looked at each when. A point may be looked at again; the
 * last look counts and the earlier ones stay. A tick keeps the words of its point, so changing the list changes no old sheet.
 */
export class Checks {
  readonly #database: AccessDatabase;
  readonly #clock: Clock;

  constructor(database: AccessDatabase, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Gives a hall that has no list the usual one. */
  async seed(hall: string): Promise<void> {
    if ((await this.points(hall)).length === 0) await this.replacePoints(hall, DEFAULT_CHECK_POINTS);
  }

  async points(hall: string): Promise<readonly CheckPoint[]> {
    const rows = await this.#database.sql
      .selectFrom('check_points')
      .selectAll()
      .where('hall', '=', hall)
      .orderBy('place')
      .execute();
    return rows.map(({ id, kind, zh, en }) => ({ id, kind, text: { zh, en } }));
  }

  async replacePoints(hall: string, points: readonly CheckPoint[]): Promise<Result<readonly CheckPoint[], RecordRefusal>> {
    const ids = new Set(points.map(({ id }) => id));
    if (ids.size < points.length) return failed({ kind: 'malformed', detail: 'points: an id is used twice' });
    const rows = points.map(({ id, kind, text }, place) => ({ hall, id, kind, place, zh: text.zh, en: text.en }));
    await this.#database.change(hall, async (sql) => {
      await sql.deleteFrom('check_points').where('hall', '=', hall).execute();
      await sql.insertInto('check_points').values(rows).execute();
    });
    return ok(points);
  }

  async sheets(hall: string, day: string): Promise<CheckSheets> {
    const points = await this.points(hall);
    const ticks = await this.#database.sql
      .selectFrom('check_ticks')
      .selectAll()
      .where('hall', '=', hall)
      .where('day', '=', day)
      .orderBy('seq')
      .execute();
    return { day, opening: sheet('opening', points, ticks), closing: sheet('closing', points, ticks) };
  }

  /** `today`: the days that may be ticked now. */
  tick(hall: string, by: string, tick: NewCheckTick, today: readonly string[]): Promise<Result<Kept<CheckTick>, RecordRefusal>> {
    const { id, day, kind, good, remark = '' } = tick;
    return this.#database.change(hall, async (sql) => {
      const row = await sql
        .selectFrom('check_ticks')
        .selectAll()
        .where('hall', '=', hall)
        .where('id', '=', id)
        .executeTakeFirst();
      const isSame = () => row?.staff === by && row.day === day && row.kind === kind && row.point === tick.point;
      return keepOnce<CheckTick>({
        existing: row === undefined ? null : checkTick(row),
        isSame: (existing) => isSame() && existing.good === good && existing.remark === remark,
        write: async () => {
          if (!today.includes(day)) return failed({ kind: 'command-expired' });
          const point = await sql
            .selectFrom('check_points')
            .select(['zh', 'en'])
            .where('hall', '=', hall)
            .where('id', '=', tick.point)
            .where('kind', '=', kind)
            .executeTakeFirst();
          if (point === undefined) return failed({ kind: 'not-found' });
          const at = this.#clock.now();
          const full = await fullToday(sql, 'check_ticks', { hall, now: at });
          if (full !== null) return failed(full);
          await sql
            .insertInto('check_ticks')
            .values({ hall, id, at, staff: by, day, kind, point: tick.point, ...point, good: good ? 1 : 0, remark })
            .execute();
          return ok({ at, by, good, remark });
        },
      });
    });
  }
}

/** The date by the hall's clock and, past midnight, the business day that is still open. */
export function daysToCheck(state: HallState, now: number): readonly string[] {
  const timeZone = state.configuration?.timeZone ?? 'UTC';
  const date = localDay(now, timeZone);
  return state.day.is === 'open' ? [date, state.day.day] : [date];
}

function sheet(
  kind: CheckKind,
  points: readonly CheckPoint[],
  rows: readonly Selectable<CheckTickTable>[],
): readonly CheckedPoint[] {
  const checked = new Map<string, { readonly id: string; readonly text: CheckPoint['text']; readonly ticks: CheckTick[] }>();
  for (const { id, kind: of, text } of points) if (of === kind) checked.set(id, { id, text, ticks: [] });
  for (const row of rows) {
    if (row.kind !== kind) continue;
    const found = checked.get(row.point) ?? { id: row.point, text: { zh: row.zh, en: row.en }, ticks: [] };
    checked.set(row.point, found);
    found.ticks.push(checkTick(row));
  }
  return [...checked.values()];
}

function checkTick({ at, staff, good, remark }: Selectable<CheckTickTable>): CheckTick {
  return { at, by: staff, good: good === 1, remark };
}
