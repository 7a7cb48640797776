import type { Kysely } from 'kysely';
import { withSequence } from './dialect.ts';

/** 意见簿: one comment for each leg, and the last number that each hall's book has given. */
export async function createComments(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await withSequence(database, schema.createTable('comments'))
    .addColumn('hall', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('ticket', 'text', (column) => column.notNull())
    .addColumn('leg', 'integer', (column) => column.notNull())
    .addColumn('counter', 'integer', (column) => column.notNull())
    .addColumn('grade', 'integer')
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('read_at', 'bigint')
    .addColumn('read_by', 'text')
    .addColumn('answer', 'text')
    .addColumn('answered_name', 'text')
    .addColumn('answered_at', 'bigint')
    .addColumn('answered_by', 'text')
    .addUniqueConstraint('comments_id', ['hall', 'id'])
    .addUniqueConstraint('comments_number', ['hall', 'number'])
    .addUniqueConstraint('comments_leg', ['hall', 'ticket', 'leg'])
    .execute();
  await schema.createIndex('comments_at').on('comments').columns(['hall', 'at']).execute();
  await schema
    .createTable('comment_numbers')
    .addColumn('hall', 'text', (column) => column.primaryKey())
    .addColumn('last', 'integer', (column) => column.notNull())
    .execute();
}
