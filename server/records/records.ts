import type { Clock, Timers } from '../../shared/lib/clock.ts';
import { failed, type Result } from '../../shared/lib/result.ts';
import type { AccessDatabase } from '../database/access-database.ts';
import { databaseTrouble, UnkeepableTextError } from '../database/database-trouble.ts';
import type { HubLog } from '../hub/hub-log.ts';
import { Checks } from './checks.ts';
import { CommentBook, type CommentRefusal } from './comment-book.ts';
import { FaultWatch, type RecordsHub } from './fault-watch.ts';
import { HandOvers } from './hand-overs.ts';
import { HardwareFaults } from './hardware-faults.ts';
import { RECORDS_KEPT_MS, TRIM_EVERY_MS } from './record-limits.ts';
import type { RecordRefusal } from './record-refusal.ts';
import { ShiftLog } from './shift-log.ts';

export interface RecordsOptions {
  readonly database: AccessDatabase;
  readonly hub: RecordsHub;
  readonly halls: readonly string[];
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: HubLog;
}

/**
 * The records room: what the staff of a hall write down for each other. It is no part of the hall's log, for it holds free
 * text about people: that must be kept from screens in public, and must be gone after a time. A log of hashes forgets nothing.
 */
export class Records {
  readonly log: ShiftLog;
  readonly handOvers: HandOvers;
  readonly checks: Checks;
  readonly faults: HardwareFaults;
  readonly comments: CommentBook;
  readonly #options: RecordsOptions;
  readonly #watch: FaultWatch;
  #stopTrimming: () => void = () => undefined;
  #trimming: Promise<void> = Promise.resolve();

  private constructor(options: RecordsOptions) {
    const { clock, database } = options;
    this.#options = options;
    this.log = new ShiftLog(database, clock);
    this.handOvers = new HandOvers(database, clock);
    this.checks = new Checks(database, clock);
    this.faults = new HardwareFaults(database, clock);
    this.comments = new CommentBook({ ...options, database, clock });
    this.#watch = new FaultWatch({ ...options, faults: this.faults });
  }

  static async open(options: RecordsOptions): Promise<Records> {
    const records = new Records(options);
    records.#watch.start();
    for (const hall of options.halls) await records.take(hall);
    await records.#trim();
    records.#stopTrimming = options.timers.every(TRIM_EVERY_MS, () => {
      records.#trimming = records.#trim();
    });
    return records;
  }

  /** From now on it is this hub that notes what a hall sees of its devices. */
  async take(hall: string): Promise<void> {
    await this.checks.seed(hall);
    await this.#watch.take(hall);
  }

  release(hall: string): Promise<void> {
    return this.#watch.release(hall);
  }

  /** A disk that takes nothing, and a server that does not answer, is told; nothing is half written. */
  async saving<Value, Refused extends CommentRefusal = RecordRefusal>(
    work: () => Promise<Result<Value, Refused | RecordRefusal>>,
  ): Promise<Result<Value, Refused | RecordRefusal>> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof UnkeepableTextError) return failed({ kind: 'malformed', detail: error.message });
      const trouble = databaseTrouble(error);
      if (trouble === null) throw error;
      this.#options.log.error({ err: error }, `${this.#options.database.name} cannot be written`);
      return failed({ kind: trouble === 'away' ? 'hub-busy' : 'hall-read-only' });
    }
  }

  /** Everything that the hall has seen of its devices so far is recorded. */
  idle(): Promise<void> {
    return this.#watch.idle();
  }

  /** Idempotent. Leaves the database open: whoever opened it closes it. */
  async close(): Promise<void> {
    this.#stopTrimming();
    await this.#watch.close();
    await this.#trimming;
  }

  async #trim(): Promise<void> {
    const { clock, database, log } = this.#options;
    try {
      await trimRecords(database, clock.now() - RECORDS_KEPT_MS);
    } catch (error) {
      log.error({ err: error }, 'old records could not be removed');
    }
  }
}

/** A fault and its history go together, and only when it is done. */
async function trimRecords(database: AccessDatabase, before: number): Promise<void> {
  await database.change('records', async (write) => {
    for (const table of ['shift_log', 'hand_overs', 'check_ticks', 'comments'] as const) {
      await write.deleteFrom(table).where('at', '<', before).execute();
    }
    await write
      .deleteFrom('hardware_faults')
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('hardware_fault_steps')
            .select('fault')
            .whereRef('hardware_fault_steps.hall', '=', 'hardware_faults.hall')
            .whereRef('hardware_fault_steps.fault', '=', 'hardware_faults.id')
            .where('hardware_fault_steps.step', '=', 'done')
            .where('hardware_fault_steps.at', '<', before),
        ),
      )
      .execute();
    await write
      .deleteFrom('hardware_fault_steps')
      .where(({ exists, not, selectFrom }) =>
        not(
          exists(
            selectFrom('hardware_faults')
              .select('hardware_faults.id')
              .whereRef('hardware_faults.hall', '=', 'hardware_fault_steps.hall')
              .whereRef('hardware_faults.id', '=', 'hardware_fault_steps.fault'),
          ),
        ),
      )
      .execute();
  });
}
