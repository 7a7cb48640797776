import type { Kysely } from 'kysely';

/** Entries that the journal's own store has let go, as the very text that was hashed. */
export async function createArchive({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('journal_archive')
    .addColumn('hall', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('epoch', 'integer', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('journal_archive_key', ['hall', 'version'])
    .execute();
}
