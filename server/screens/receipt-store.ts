import type { EpochMs } from '../../shared/lib/clock.ts';
import type { CallReport } from '../../shared/protocol/call-report.ts';
import type { AccessDatabase } from '../database/access-database.ts';
import type { CallReceiptTable } from '../database/screen-tables.ts';
import { reachedBy, type KeptCall, type RestoredCall } from './call-receipts.ts';
import { CALLS_REPORTED_MAX, SCREENS_KEPT_PER_CALL } from './limits.ts';

/** Receipts and last times in `database.sqlite`: for reports, and for a hub that starts again in the middle of a day. */
export class ReceiptStore {
  readonly #database: AccessDatabase;

  constructor(database: AccessDatabase) {
    this.#database = database;
  }

  /** All of it or nothing; the same again replaces what was written of that call before. */
  async write(
    hall: string,
    { calls, seen }: { readonly calls: readonly KeptCall[]; readonly seen: ReadonlyMap<string, EpochMs> },
  ): Promise<void> {
    if (calls.length === 0 && seen.size === 0) return;
    await this.#database.change(hall, async (write) => {
      for (const call of calls) {
        const row = rowOf(hall, call);
        const { hall: _hall, ticket: _ticket, counter: _counter, called_at: _at, recalls: _recalls, ...changing } = row;
        await write
          .insertInto('call_receipts')
          .values(row)
          .onConflict((conflict) => conflict.columns(['hall', 'ticket', 'counter', 'called_at', 'recalls']).doUpdateSet(changing))
          .execute();
      }
      for (const [device, seen_at] of seen) {
        await write
          .insertInto('device_seen')
          .values({ device, hall, seen_at })
          .onConflict((conflict) => conflict.column('device').doUpdateSet({ hall, seen_at }))
          .execute();
      }
    });
  }

  /** Since a moment, oldest first. */
  async wordsSince(hall: string, since: EpochMs): Promise<RestoredCall[]> {
    const rows = await this.#database.sql
      .selectFrom('call_receipts')
      .select(['ticket', 'counter', 'called_at', 'recalls', 'words'])
      .where('hall', '=', hall)
      .where('called_at', '>=', since)
      .orderBy('called_at')
      .execute();
    return rows.map(({ ticket, counter, called_at: at, recalls, words }) => ({
      mark: { ticket, counter, at, recalls },
      words: JSON.parse(words) as RestoredCall['words'],
    }));
  }

  async callsSince(hall: string, since: EpochMs): Promise<CallReport[]> {
    const rows = await this.#database.sql
      .selectFrom('call_receipts')
      .selectAll()
      .where('hall', '=', hall)
      .where('called_at', '>=', since)
      .orderBy('called_at')
      .limit(CALLS_REPORTED_MAX)
      .execute();
    return rows.map((row) => ({
      mark: { ticket: row.ticket, counter: row.counter, at: row.called_at, recalls: row.recalls },
      shown: { by: row.shown, of: row.screens },
      heard: { by: row.heard, of: row.speakers },
      firstPaintedAt: row.first_painted_at,
      lastPaintedAt: row.last_painted_at,
      firstSpokenAt: row.first_spoken_at,
      lastSpokenAt: row.last_spoken_at,
    }));
  }

  async lastSeen(hall: string): Promise<ReadonlyMap<string, EpochMs>> {
    const rows = await this.#database.sql
      .selectFrom('device_seen')
      .select(['device', 'seen_at'])
      .where('hall', '=', hall)
      .execute();
    return new Map(rows.map(({ device, seen_at }) => [device, seen_at]));
  }

  async forgetBefore(at: EpochMs): Promise<void> {
    await this.#database.sql.deleteFrom('call_receipts').where('called_at', '<', at).execute();
  }
}

function rowOf(hall: string, { mark, screens }: KeptCall): CallReceiptTable {
  const { shown, heard } = reachedBy(screens);
  const words = [...screens.values()];
  const painted = words.flatMap((word) => word.painted ?? []);
  const spoken = words.flatMap((word) => word.spoken ?? []);
  return {
    hall,
    ticket: mark.ticket,
    counter: mark.counter,
    called_at: mark.at,
    recalls: mark.recalls,
    screens: shown.of,
    shown: shown.by,
    speakers: heard.of,
    heard: heard.by,
    first_painted_at: firstOf(painted),
    last_painted_at: lastOf(painted),
    first_spoken_at: firstOf(spoken),
    last_spoken_at: lastOf(spoken),
    words: JSON.stringify([...screens].slice(0, SCREENS_KEPT_PER_CALL)),
  };
}

function firstOf(times: readonly EpochMs[]): EpochMs | null {
  return times.length === 0 ? null : times.reduce((first, at) => Math.min(first, at));
}

function lastOf(times: readonly EpochMs[]): EpochMs | null {
  return times.length === 0 ? null : times.reduce((last, at) => Math.max(last, at));
}
