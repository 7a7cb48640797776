import type { Kysely } from 'kysely';

export async function createAdvice({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('advice_answers')
    .addColumn('hall', 'text', (column) => column.notNull())
    .addColumn('advice', 'text', (column) => column.notNull())
    .addColumn('answered_at', 'bigint', (column) => column.notNull())
    .addColumn('by', 'text')
    .addColumn('answer', 'text', (column) => column.notNull())
    .addColumn('shown', 'text', (column) => column.notNull())
    .addColumn('effect', 'text')
    .addPrimaryKeyConstraint('advice_answers_key', ['hall', 'advice'])
    .execute();
  await schema.createIndex('advice_answers_at').on('advice_answers').columns(['hall', 'answered_at']).execute();
}
