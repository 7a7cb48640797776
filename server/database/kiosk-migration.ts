import type { Kysely } from 'kysely';

/** The PIN of a hall's kiosks, and its list of customers as keyed hashes. */
export async function createKiosk({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('kiosk_pins')
    .addColumn('hall', 'text', (column) => column.primaryKey())
    .addColumn('pin_hash', 'text', (column) => column.notNull())
    .addColumn('demo', 'integer', (column) => column.notNull())
    .addColumn('set_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('identity_list')
    .addColumn('hall', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('class', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('identity_list_key', ['hall', 'digest'])
    .execute();
}
