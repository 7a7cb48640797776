import { Kysely, Migrator, SqliteDialect, type SqliteDatabase, type Transaction } from 'kysely';
import { openDatabase, type Database, type SqlValue } from './open-database.ts';
import { MIGRATIONS } from './migrations.ts';
import type { Tables } from './tables.ts';

/** What others have changed of who may come in. `mark`: to ask with the next time. */
export interface AccessChanges {
  readonly mark: string;
  readonly changed: 'nothing' | 'all' | { readonly halls: ReadonlySet<string> };
}

/**
 * Where accounts, devices, records and history are: `database.sqlite` of one hub, or a PostgreSQL that many hubs share. The same queries on both.
 */
export interface AccessDatabase {
  readonly sql: Kysely<Tables>;
  /** For logs and messages: the file, or server and database; never a password. */
  readonly name: string;
  /** Other hubs of the same halls write here too. */
  readonly isShared: boolean;
  /**
   * One transaction. Those of one scope (a hall) follow each other, in all processes, so that what `work` has read is so until it has
   * written. It may be run again from the start, so it touches nothing but `write`.
   */
  change<Outcome>(scope: string, work: (write: Transaction<Tables>) => Promise<Outcome>): Promise<Outcome>;
  /** Long reading that may be a little behind: from the replica for reports where there is one that answers. */
  report<Outcome>(work: (read: Kysely<Tables>) => Promise<Outcome>): Promise<Outcome>;
  /**
   * What others (another hub, a command-line tool) have changed in accounts, devices and sessions since `mark` was given; may name
   * what this process changed itself. Null: from nothing.
   */
  changesSince(mark: string | null): Promise<AccessChanges>;
  /** Idempotent. */
  close(): Promise<void>;
}

/**
 * `database.sqlite`: its own file and its own writer, so that a log-in never waits for the journal nor the journal for a
 * report. Command-line tools open the same file beside the running hub (WAL).
 *
 * Opens and migrates. Throws what SQLite says when the file cannot be opened or is no database.
 */
export async function openAccessDatabase(path: string): Promise<AccessDatabase> {
  const file = openDatabase(path);
  file.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  const sql = new Kysely<Tables>({ dialect: new SqliteDialect({ database: forKysely(file) }) });
  const changes = file.prepare('PRAGMA data_version');
  const migrator = new Migrator({ db: sql, provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    await sql.destroy();
    throw error instanceof Error ? error : new Error(`cannot migrate ${path}`);
  }
  return {
    sql,
    name: path,
    isShared: false,
    // One connection: transactions follow each other anyway.
    change: (_scope, work) => sql.transaction().execute(work),
    report: (work) => work(sql),
    changesSince: (before) => {
      // Differs from the last one when another connection has committed since.
      const mark = String(changes.get()?.['data_version']);
      return Promise.resolve({ mark, changed: mark === before ? 'nothing' : 'all' });
    },
    close: () => sql.destroy(),
  };
}

/** Kysely asks for the interface of another package; the only difference is how arguments are passed. */
function forKysely(file: Database): SqliteDatabase {
  return {
    close: () => {
      if (!file.isOpen) return;
      // So that the file alone is whole, also where statements that were not collected yet keep the WAL file in being.
      file.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      file.close();
    },
    prepare: (sql) => {
      const statement = file.prepare(sql);
      const values = (parameters: readonly unknown[]) => parameters as readonly SqlValue[];
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...values(parameters)),
        run: (parameters) => statement.run(...values(parameters)),
        iterate: (parameters) => statement.iterate(...values(parameters)),
      };
    },
  };
}
