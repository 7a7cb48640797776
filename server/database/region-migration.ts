import type { Kysely } from 'kysely';

export async function createRegion({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('region_tokens')
    .addColumn('token_hash', 'text', (column) => column.primaryKey())
    .addColumn('hall', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('revoked_at', 'bigint')
    .execute();
  await schema
    .createTable('region_halls')
    .addColumn('hall', 'text', (column) => column.primaryKey())
    .addColumn('heard_at', 'bigint', (column) => column.notNull())
    .addColumn('hall_at', 'bigint', (column) => column.notNull())
    .addColumn('head_version', 'bigint', (column) => column.notNull())
    .addColumn('fault', 'text')
    .addColumn('fault_at', 'bigint')
    .addColumn('ratings_version', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('region_ratings')
    .addColumn('hall', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('grade', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('region_ratings_key', ['hall', 'version'])
    .execute();
  await schema.createIndex('region_ratings_day').on('region_ratings').columns(['hall', 'day']).execute();
}

export async function createRegionSnapshots({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('region_snapshots')
    .addColumn('hall', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('checksum', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('region_snapshots_key', ['hall', 'version'])
    .execute();
}
