import type { Kysely } from 'kysely';

/** Derived from the journal: a later shape may drop these tables and make them anew. */
export async function createHistory({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('history_halls')
    .addColumn('hall', 'text', (column) => column.primaryKey())
    .addColumn('format', 'integer', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('visits', 'text', (column) => column.notNull())
    .addColumn('learned', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('history_legs')
    .addColumn('hall', 'text', (column) => column.notNull())
    .addColumn('ticket', 'text', (column) => column.notNull())
    .addColumn('leg', 'integer', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('hour', 'integer', (column) => column.notNull())
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('class', 'text', (column) => column.notNull())
    .addColumn('counter', 'integer')
    .addColumn('teller', 'text')
    .addColumn('issued_at', 'bigint', (column) => column.notNull())
    .addColumn('called_at', 'bigint')
    .addColumn('started_at', 'bigint')
    .addColumn('finished_at', 'bigint', (column) => column.notNull())
    .addColumn('held_ms', 'bigint', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('quote_from_ms', 'double precision')
    .addColumn('quote_to_ms', 'double precision')
    .addColumn('simple_ms', 'double precision')
    .addPrimaryKeyConstraint('history_legs_key', ['hall', 'ticket', 'leg'])
    .execute();
  await schema.createIndex('history_legs_day').on('history_legs').columns(['hall', 'day']).execute();
}
