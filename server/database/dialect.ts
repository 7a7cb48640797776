import { PostgresAdapter, type CreateTableBuilder, type Kysely } from 'kysely';

/** For migrations, which are the only place where the two differ. */
export function isPostgres(database: Kysely<unknown>): boolean {
  return database.getExecutor().adapter instanceof PostgresAdapter;
}

/** `seq`: the order of arrival, given by the database. On PostgreSQL a gap is left where a transaction was undone. */
export function withSequence<Name extends string>(
  database: Kysely<unknown>,
  table: CreateTableBuilder<Name>,
): CreateTableBuilder<Name, 'seq'> {
  return isPostgres(database)
    ? table.addColumn('seq', 'bigserial', (column) => column.primaryKey())
    : table.addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement());
}
