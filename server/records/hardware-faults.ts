import type { Selectable, Transaction } from 'kysely';
import type { PrinterCondition } from '../../shared/hall/commands.ts';
import type { Clock, EpochMs } from '../../shared/lib/clock.ts';
import { failed, ok, type Result } from '../../shared/lib/result.ts';
import {
  FAULT_HISTORY_MAX,
  type FaultState,
  type FaultStep,
  type HardwareFault,
  type NewFault,
  type NewFaultStep,
  type RecordsPage,
} from '../../shared/protocol/records.ts';
import type { AccessDatabase } from '../database/access-database.ts';
import type { HardwareFaultStepTable, HardwareFaultTable } from '../database/record-tables.ts';
import type { Tables } from '../database/tables.ts';
import { fullToday, keepOnce, pageOf, rowsOf, type Kept, type PageQuery } from './record-keeping.ts';
import { STEPS_FOR_PEOPLE } from './record-limits.ts';
import type { RecordRefusal } from './record-refusal.ts';

export interface FaultsQuery extends PageQuery {
  readonly state?: FaultState | 'unfinished' | undefined;
}

/** What the hall has seen of a printer. */
export interface Sighting {
  readonly printer: string;
  readonly name: string;
  readonly condition: PrinterCondition;
  readonly at: EpochMs;
  /** False for what the hall knew before somebody looked: it may be recorded already. */
  readonly isNew: boolean;
}

type FaultRow = Selectable<HardwareFaultTable>;
type StepRow = Selectable<HardwareFaultStepTable>;

/**
 * 硬件报障. What was reported stays as it was; repairs, remarks and the end are appended.
 *
 * **Maintained invariant**: the state is what the history says, and nowhere else; `done` is its last change.
 */
export class HardwareFaults {
  readonly #database: AccessDatabase;
  readonly #clock: Clock;

  constructor(database: AccessDatabase, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async page(hall: string, query: FaultsQuery): Promise<RecordsPage<HardwareFault>> {
    const { before, state } = query;
    const { sql } = this.#database;
    let rows = sql.selectFrom('hardware_faults').selectAll().where('hall', '=', hall);
    if (before !== undefined) rows = rows.where('seq', '<', before);
    const withStep = (step: FaultStep['step']) =>
      sql.selectFrom('hardware_fault_steps').select('fault').where('hall', '=', hall).where('step', '=', step);
    if (state === 'done') rows = rows.where('id', 'in', withStep('done'));
    else if (state !== undefined) rows = rows.where('id', 'not in', withStep('done'));
    if (state === 'in-repair') rows = rows.where('id', 'in', withStep('in-repair'));
    if (state === 'open') rows = rows.where('id', 'not in', withStep('in-repair'));
    const found = await rows.orderBy('seq', 'desc').limit(rowsOf(query)).execute();
    const histories = await this.#histories(hall, found);
    return pageOf(found, query, (row) => hardwareFault(row, histories.get(row.id) ?? []));
  }

  report(hall: string, by: string, fault: NewFault): Promise<Result<Kept<HardwareFault>, RecordRefusal>> {
    const { id, device, name, printer = null, text, startedAt } = fault;
    return this.#database.change(hall, async (sql) => {
      const now = this.#clock.now();
      const existing = await findFault(sql, hall, id);
      return keepOnce<HardwareFault>({
        existing,
        isSame: (each) =>
          each.reportedBy === by &&
          each.device === device &&
          each.name === name &&
          each.text === text &&
          each.printer === printer,
        write: async () => {
          if (startedAt !== undefined && startedAt > now)
            return failed({ kind: 'malformed', detail: 'startedAt: is yet to come' });
          const full = await fullToday(sql, 'hardware_faults', { hall, now });
          if (full !== null) return failed(full);
          const row = { hall, id, at: now, staff: by, device, name, printer, condition: null, text };
          await sql
            .insertInto('hardware_faults')
            .values({ ...row, started_at: startedAt ?? now })
            .execute();
          return ok(hardwareFault({ ...row, seq: 0, started_at: startedAt ?? now }, []));
        },
      });
    });
  }

  append(
    hall: string,
    by: string,
    { fault, ...step }: NewFaultStep & { readonly fault: string },
  ): Promise<Result<Kept<HardwareFault>, RecordRefusal>> {
    return this.#database.change(hall, async (sql) => {
      const found = await findFault(sql, hall, fault);
      if (found === null) return failed({ kind: 'not-found' });
      const earlier = await sql
        .selectFrom('hardware_fault_steps')
        .selectAll()
        .where('hall', '=', hall)
        .where('id', '=', step.id)
        .executeTakeFirst();
      const { remark = '' } = step;
      return keepOnce<HardwareFault>({
        existing: earlier === undefined ? null : found,
        isSame: () => earlier?.staff === by && earlier.fault === fault && earlier.step === step.step && earlier.remark === remark,
        write: () => this.#write(sql, hall, { ...step, remark, by, found }),
      });
    });
  }

  /** A device that fails by the hub's own eyes: a record of its own, or a word in the one that is not finished. */
  async broken(hall: string, { printer, name, condition, at, isNew }: Sighting): Promise<void> {
    await this.#database.change(hall, async (sql) => {
      const unfinished = await findUnfinished(sql, hall, printer);
      if (unfinished !== null) {
        const { recoveredAt } = unfinished;
        const isTold = recoveredAt === null || (!isNew && recoveredAt >= at);
        if (!isTold) await appendByHub(sql, hall, unfinished, { step: 'broken-again', remark: condition, at });
        return;
      }
      const earlier = await sql
        .selectFrom('hardware_faults')
        .select('id')
        .where('hall', '=', hall)
        .where('printer', '=', printer)
        .where('started_at', '=', at)
        .execute();
      if (!isNew && earlier.length > 0) return;
      const row = { hall, id: `hub:${printer}:${at}:${earlier.length}`, at, staff: null, device: 'printer', name } as const;
      await sql
        .insertInto('hardware_faults')
        .values({ ...row, printer, condition, text: '', started_at: at })
        .execute();
    });
  }

  /** It works again: the end of its record is suggested, and a person says that it is so. */
  async recovered(hall: string, { printer, at }: Sighting): Promise<void> {
    await this.#database.change(hall, async (sql) => {
      const unfinished = await findUnfinished(sql, hall, printer);
      if (unfinished === null || unfinished.recoveredAt !== null || unfinished.startedAt > at) return;
      await appendByHub(sql, hall, unfinished, { step: 'recovered', remark: '', at });
    });
  }

  async #write(
    sql: Transaction<Tables>,
    hall: string,
    { id, step, remark, endedAt, by, found }: NewFaultStep & { remark: string; by: string; found: HardwareFault },
  ): Promise<Result<HardwareFault, RecordRefusal>> {
    const now = this.#clock.now();
    if (found.state === 'done') {
      const end = found.history.findLast((each) => each.step === 'done');
      return failed({ kind: 'record-over', at: end?.at ?? now, by: end?.by ?? null });
    }
    if (step === 'remark' && remark === '') return failed({ kind: 'malformed', detail: 'remark: needs words' });
    if (endedAt !== undefined && (step !== 'done' || endedAt > now || endedAt < found.startedAt)) {
      return failed({ kind: 'malformed', detail: 'endedAt: with done, between the start and now' });
    }
    if (found.history.length >= FAULT_HISTORY_MAX) return failed({ kind: 'records-full', perDayMax: FAULT_HISTORY_MAX });
    const ended_at = step === 'done' ? (endedAt ?? found.recoveredAt ?? now) : null;
    await sql
      .insertInto('hardware_fault_steps')
      .values({ hall, id, at: now, fault: found.id, staff: by, step, remark, ended_at })
      .execute();
    return ok((await findFault(sql, hall, found.id)) ?? found);
  }

  async #histories(hall: string, faults: readonly FaultRow[]): Promise<ReadonlyMap<string, readonly StepRow[]>> {
    const histories = new Map<string, StepRow[]>(faults.map(({ id }) => [id, []]));
    if (faults.length === 0) return histories;
    const steps = await this.#database.sql
      .selectFrom('hardware_fault_steps')
      .selectAll()
      .where('hall', '=', hall)
      .where('fault', 'in', [...histories.keys()])
      .orderBy('seq')
      .execute();
    for (const step of steps) histories.get(step.fault)?.push(step);
    return histories;
  }
}

async function findFault(sql: Transaction<Tables>, hall: string, id: string): Promise<HardwareFault | null> {
  const row = await sql
    .selectFrom('hardware_faults')
    .selectAll()
    .where('hall', '=', hall)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  const steps = await sql
    .selectFrom('hardware_fault_steps')
    .selectAll()
    .where('hall', '=', hall)
    .where('fault', '=', id)
    .orderBy('seq')
    .execute();
  return hardwareFault(row, steps);
}

/** The newest record of this printer that nobody has ended. */
async function findUnfinished(sql: Transaction<Tables>, hall: string, printer: string): Promise<HardwareFault | null> {
  const done = sql.selectFrom('hardware_fault_steps').select('fault').where('hall', '=', hall).where('step', '=', 'done');
  const row = await sql
    .selectFrom('hardware_faults')
    .select('id')
    .where('hall', '=', hall)
    .where('printer', '=', printer)
    .where('id', 'not in', done)
    .orderBy('seq', 'desc')
    .executeTakeFirst();
  return row === undefined ? null : findFault(sql, hall, row.id);
}

async function appendByHub(
  sql: Transaction<Tables>,
  hall: string,
  fault: HardwareFault,
  { step, remark, at }: { step: 'recovered' | 'broken-again'; remark: string; at: EpochMs },
): Promise<void> {
  if (fault.history.length >= FAULT_HISTORY_MAX - STEPS_FOR_PEOPLE) return;
  await sql
    .insertInto('hardware_fault_steps')
    .values({ hall, id: `${fault.id}:${fault.history.length}`, at, fault: fault.id, staff: null, step, remark, ended_at: null })
    .execute();
}

function hardwareFault(row: FaultRow, steps: readonly StepRow[]): HardwareFault {
  const done = steps.find(({ step }) => step === 'done');
  const seen = steps.findLast(({ step }) => step === 'recovered' || step === 'broken-again');
  const isInRepair = steps.some(({ step }) => step === 'in-repair');
  return {
    id: row.id,
    device: row.device,
    name: row.name,
    printer: row.printer,
    condition: row.condition,
    text: row.text,
    startedAt: row.started_at,
    reportedAt: row.at,
    reportedBy: row.staff,
    state: done !== undefined ? 'done' : isInRepair ? 'in-repair' : 'open',
    endedAt: done?.ended_at ?? null,
    recoveredAt: seen?.step === 'recovered' ? seen.at : null,
    history: steps.map(({ at, staff, step, remark }) => ({ at, by: staff, step, remark })),
  };
}
