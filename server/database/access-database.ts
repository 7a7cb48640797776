import { Kysely, Migrator, SqliteDialect, type SqliteDatabase } from 'kysely';
import { openDatabase, type Database, type SqlValue } from './open-database.ts';
import { MIGRATIONS } from './migrations.ts';
import type { Tables } from './tables.ts';

/**
 * `database.sqlite`: its own file and its own writer, so that a log-in never waits for the journal nor the journal for a
 * report. Command-line tools open the same file beside the running hub (WAL); `foreignChanges` tells the hub that they
 * changed something.
 */
export interface AccessDatabase {
  readonly sql: Kysely<Tables>;
  /** A number that differs from the last one when another connection has committed since. */
  foreignChanges(): number;
  close(): Promise<void>;
}

/** Opens and migrates. Throws what SQLite says when the file cannot be opened or is no database. */
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
    foreignChanges: () => Number(changes.get()?.['data_version']),
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
