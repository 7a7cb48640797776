import {
  openDatabase,
  SQLITE_CODES,
  type Database,
  type SqlStatement,
  type SqlValue,
} from '../../server/database/open-database.ts';

/** Whether the call that fails is still done (its answer is lost) or not. */
export type FaultMoment = 'before' | 'after';

export interface DatabaseFault {
  /** The N-th call to SQLite fails, 1 being the first. */
  readonly nth: number;
  readonly code: number;
  readonly moment: FaultMoment;
  /** False: only that one call. True: all calls from then on. */
  readonly fromThenOn: boolean;
}

/** A database whose N-th call fails as SQLite fails. Opening is not a call. */
export class FaultyDatabase implements Database {
  readonly #database: Database;
  readonly #fault: DatabaseFault;
  #calls = 0;

  constructor(path: string, fault: DatabaseFault) {
    this.#database = openDatabase(path);
    this.#fault = fault;
  }

  /** Whether the fault has struck. */
  get hasFailed(): boolean {
    return this.#calls >= this.#fault.nth;
  }

  get isOpen(): boolean {
    return this.#database.isOpen;
  }

  get isTransaction(): boolean {
    return this.#database.isTransaction;
  }

  exec(sql: string): void {
    this.#call(() => this.#database.exec(sql));
  }

  prepare(sql: string): SqlStatement {
    const statement = this.#database.prepare(sql);
    return {
      run: (...values: SqlValue[]) => this.#call(() => statement.run(...values)),
      get: (...values: SqlValue[]) => this.#call(() => statement.get(...values)),
      all: (...values: SqlValue[]) => this.#call(() => statement.all(...values)),
      iterate: (...values: SqlValue[]) => this.#call(() => statement.iterate(...values)),
      columns: () => statement.columns(),
    };
  }

  /** As the end of a process does it: a transaction that is still open is gone. */
  close(): void {
    if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
    this.#database.close();
  }

  #call<T>(run: () => T): T {
    const { nth, code, moment, fromThenOn } = this.#fault;
    this.#calls += 1;
    const fails = fromThenOn ? this.#calls >= nth : this.#calls === nth;
    if (!fails) return run();
    if (moment === 'after') run();
    throw Object.assign(new Error(`planted fault ${code} at call ${this.#calls}`), { code: 'ERR_SQLITE_ERROR', errcode: code });
  }
}

export const DATABASE_FAULT_CODES = [SQLITE_CODES.ioError, SQLITE_CODES.full, SQLITE_CODES.corrupt, SQLITE_CODES.busy] as const;
