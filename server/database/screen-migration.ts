import type { Kysely } from 'kysely';

/** Receipts of calls, and when devices were last here. */
export async function createScreens({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('call_receipts')
    .addColumn('hall', 'text', (column) => column.notNull())
    .addColumn('ticket', 'text', (column) => column.notNull())
    .addColumn('counter', 'integer', (column) => column.notNull())
    .addColumn('called_at', 'bigint', (column) => column.notNull())
    .addColumn('recalls', 'integer', (column) => column.notNull())
    .addColumn('screens', 'integer', (column) => column.notNull())
    .addColumn('shown', 'integer', (column) => column.notNull())
    .addColumn('speakers', 'integer', (column) => column.notNull())
    .addColumn('heard', 'integer', (column) => column.notNull())
    .addColumn('first_painted_at', 'bigint')
    .addColumn('last_painted_at', 'bigint')
    .addColumn('first_spoken_at', 'bigint')
    .addColumn('last_spoken_at', 'bigint')
    .addColumn('words', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('call_receipts_key', ['hall', 'ticket', 'counter', 'called_at', 'recalls'])
    .execute();
  await schema.createIndex('call_receipts_at').on('call_receipts').columns(['hall', 'called_at']).execute();
  await schema
    .createTable('device_seen')
    .addColumn('device', 'text', (column) => column.primaryKey())
    .addColumn('hall', 'text', (column) => column.notNull())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .execute();
}
