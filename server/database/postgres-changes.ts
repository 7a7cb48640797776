import { sql, type Kysely } from 'kysely';
import type { AccessChanges } from './access-database.ts';
import { CHANGES_KEPT_MS, CHANGES_TRIM_MS } from './postgres-limits.ts';
import type { Tables } from './tables.ts';

interface Seen {
  /** Every transaction before this one had ended when somebody looked. */
  readonly xmin: bigint;
  /** By the server's clock. */
  readonly at: number;
}

/**
 * What was changed since somebody looked. A number given by a sequence would lie: a transaction that took 7 can be seen before the one
 * that took 6. So rows carry their transaction, and everything is read that belongs to one which was still open at the last look:
 * a change may be told twice, and none is missed.
 */
export class PostgresChanges {
  readonly #sql: Kysely<Tables>;
  #trimmedAt = 0;

  constructor(database: Kysely<Tables>) {
    this.#sql = database;
  }

  async since(mark: string | null): Promise<AccessChanges> {
    const before = mark === null ? null : readMark(mark);
    const { rows } = await sql<{ xmin: string; at: number; halls: string[] }>`
      select pg_snapshot_xmin(pg_current_snapshot())::text as xmin,
             floor(extract(epoch from clock_timestamp()) * 1000)::bigint as at,
             array(select distinct hall from access_changes
                   where changed_in >= ${String(before?.xmin ?? 0n)}::xid8) as halls`.execute(this.#sql);
    const [row] = rows;
    if (row === undefined) throw new Error('unreachable: a query without a table has one row');
    const now: Seen = { xmin: BigInt(row.xmin), at: row.at };
    await this.#trim(now.at);
    const isTooLong = before === null || now.at - before.at > CHANGES_KEPT_MS / 2;
    // Numbers that go back are another server's: a restored backup, or a copy that had not heard everything.
    const isAnother = before !== null && now.xmin < before.xmin;
    const changed = isTooLong || isAnother ? 'all' : row.halls.length === 0 ? 'nothing' : { halls: new Set(row.halls) };
    return { mark: `${now.xmin}@${now.at}`, changed };
  }

  async #trim(now: number): Promise<void> {
    if (Math.abs(now - this.#trimmedAt) < CHANGES_TRIM_MS) return;
    this.#trimmedAt = now;
    await sql`delete from access_changes where at < now() - make_interval(secs => ${CHANGES_KEPT_MS / 1_000})`.execute(this.#sql);
  }
}

function readMark(mark: string): Seen {
  const [xmin, at] = mark.split('@');
  return { xmin: BigInt(xmin ?? 0), at: Number(at) };
}
