import type { Transaction } from 'kysely';
import { TOLD_TO_MIN_MS } from '../../shared/hall/forecast/learning/calibration.ts';
import type { Experience } from '../../shared/hall/forecast/learning/experience.ts';
import { LEARNED_FORMAT, type Learned } from '../../shared/hall/forecast/learning/learned.ts';
import {
  fromVisitsSnapshot,
  toVisitsSnapshot,
  type ClosedLeg,
  type VisitsSnapshot,
} from '../../shared/hall/forecast/learning/visits.ts';
import { localTime } from '../../shared/hall/local-time.ts';
import type { Position } from '../../shared/protocol/position.ts';
import type { AccessDatabase } from '../database/access-database.ts';
import type { HistoryLegTable } from '../database/history-tables.ts';
import type { Tables } from '../database/tables.ts';
import { HISTORY_FORMAT } from './limits.ts';

/** As far as a history goes. */
export interface KeptHistory {
  readonly position: Position;
  readonly experience: Experience;
}

/** Rows in one statement: SQLite takes 32 766 values. */
const ROWS_AT_ONCE = 200;

/** The history's tables. What it writes is whole or not written: legs and position are of one transaction. */
export class HistoryStore {
  readonly #database: AccessDatabase;

  constructor(database: AccessDatabase) {
    this.#database = database;
  }

  /** Null: nothing is kept, or by another release. */
  async load(hall: string): Promise<KeptHistory | null> {
    const row = await this.#database.sql.selectFrom('history_halls').selectAll().where('hall', '=', hall).executeTakeFirst();
    if (row?.format !== HISTORY_FORMAT) return null;
    const learned = JSON.parse(row.learned) as Learned;
    if (learned.format !== LEARNED_FORMAT) return null;
    const visits = fromVisitsSnapshot(JSON.parse(row.visits) as VisitsSnapshot);
    return { position: { version: Number(row.version), hash: row.hash }, experience: { visits, learned } };
  }

  /** Everything of a hall is forgotten; the journal tells it again. */
  async forget(hall: string): Promise<void> {
    await this.#database.change(hall, async (write) => {
      await write.deleteFrom('history_legs').where('hall', '=', hall).execute();
      await write.deleteFrom('history_halls').where('hall', '=', hall).execute();
    });
  }

  /**
   * Goes on from `before` to `after`. False, and nothing is written, when what is kept is not at `before`: another process wrote, or
   * somebody had it forgotten.
   */
  async write(
    hall: string,
    {
      before,
      after,
      experience,
      legs,
    }: {
      readonly before: Position;
      readonly after: Position;
      readonly experience: Experience;
      readonly legs: readonly ClosedLeg[];
    },
  ): Promise<boolean> {
    const { timeZone } = experience.visits;
    const row = {
      hall,
      format: HISTORY_FORMAT,
      version: after.version,
      hash: after.hash,
      visits: JSON.stringify(toVisitsSnapshot(experience.visits)),
      learned: JSON.stringify(experience.learned),
    };
    return this.#database.change(hall, async (write) => {
      const kept = await write
        .selectFrom('history_halls')
        .select(['version', 'hash'])
        .where('hall', '=', hall)
        .executeTakeFirst();
      if (Number(kept?.version ?? 0) !== before.version || (kept !== undefined && kept.hash !== before.hash)) return false;
      if (kept === undefined) await write.insertInto('history_halls').values(row).execute();
      else await write.updateTable('history_halls').set(row).where('hall', '=', hall).execute();
      await writeLegs(
        write,
        [...lastOfEach(legs)].map((leg) => legRow(hall, leg, timeZone)),
      );
      return true;
    });
  }

  /** Whether what is kept goes exactly so far. */
  async isAt(hall: string, { version, hash }: Position): Promise<boolean> {
    const { sql } = this.#database;
    const kept = await sql.selectFrom('history_halls').select(['version', 'hash']).where('hall', '=', hall).executeTakeFirst();
    return kept === undefined ? version === 0 : Number(kept.version) === version && kept.hash === hash;
  }

  async trim(beforeAt: number): Promise<void> {
    await this.#database.sql.deleteFrom('history_legs').where('issued_at', '<', beforeAt).execute();
  }
}

/** One row for each leg: a no-show who came back in the same batch is what he became. */
function lastOfEach(legs: readonly ClosedLeg[]): Iterable<ClosedLeg> {
  return new Map(legs.map((leg) => [`${leg.visit.ticket} ${leg.visit.leg}`, leg])).values();
}

async function writeLegs(write: Transaction<Tables>, rows: readonly HistoryLegTable[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await write
      .insertInto('history_legs')
      .values(rows.slice(from, from + ROWS_AT_ONCE))
      .onConflict((conflict) =>
        conflict.columns(['hall', 'ticket', 'leg']).doUpdateSet(({ ref }) => ({
          day: ref('excluded.day'),
          service: ref('excluded.service'),
          class: ref('excluded.class'),
          counter: ref('excluded.counter'),
          teller: ref('excluded.teller'),
          called_at: ref('excluded.called_at'),
          started_at: ref('excluded.started_at'),
          finished_at: ref('excluded.finished_at'),
          held_ms: ref('excluded.held_ms'),
          outcome: ref('excluded.outcome'),
          quote_from_ms: ref('excluded.quote_from_ms'),
          quote_to_ms: ref('excluded.quote_to_ms'),
          simple_ms: ref('excluded.simple_ms'),
        })),
      )
      .execute();
  }
}

function legRow(hall: string, { at, day, outcome, visit }: ClosedLeg, timeZone: string): HistoryLegTable {
  // Times that a jump of the clock went through are no promise kept or broken.
  const quote = visit.spoiled ? null : visit.quote;
  return {
    hall,
    ticket: visit.ticket,
    leg: visit.leg,
    day,
    hour: Math.floor(localTime(visit.issuedAt, timeZone).minutes / 60),
    service: visit.service,
    class: visit.class,
    counter: visit.counter,
    teller: visit.shared ? null : visit.teller,
    issued_at: visit.issuedAt,
    called_at: visit.unqueued ? null : visit.calledAt,
    started_at: visit.startedAt,
    finished_at: at,
    held_ms: visit.heldMs,
    outcome,
    quote_from_ms: quote?.fromMs ?? null,
    quote_to_ms: quote === null ? null : Math.max(quote.toMs, TOLD_TO_MIN_MS),
    simple_ms: visit.spoiled ? null : visit.simpleMs,
  };
}
