import type { CreateTableBuilder, Kysely } from 'kysely';
import { withSequence } from './dialect.ts';

/** Shift log, hand-overs, checks and hardware faults. */
export async function createHallRecords(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await recordTable(database, 'shift_log')
    .addColumn('staff', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('struck_at', 'bigint')
    .addColumn('struck_by', 'text')
    .execute();
  await recordTable(database, 'hand_overs')
    .addColumn('staff', 'text', (column) => column.notNull())
    .addColumn('to_staff', 'text')
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('accepted_at', 'bigint')
    .addColumn('accepted_by', 'text')
    .addColumn('accepted_remark', 'text')
    .execute();
  await createChecks(database);
  await createHardwareFaults(database);
  for (const table of ['shift_log', 'hand_overs', 'check_ticks', 'hardware_faults', 'hardware_fault_steps']) {
    await schema.createIndex(`${table}_at`).on(table).columns(['hall', 'at']).execute();
  }
}

async function createChecks(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('check_points')
    .addColumn('hall', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('place', 'integer', (column) => column.notNull())
    .addColumn('zh', 'text', (column) => column.notNull())
    .addColumn('en', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('check_points_key', ['hall', 'id'])
    .execute();
  await recordTable(database, 'check_ticks')
    .addColumn('staff', 'text', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('point', 'text', (column) => column.notNull())
    .addColumn('zh', 'text', (column) => column.notNull())
    .addColumn('en', 'text', (column) => column.notNull())
    .addColumn('good', 'integer', (column) => column.notNull())
    .addColumn('remark', 'text', (column) => column.notNull())
    .execute();
  await database.schema.createIndex('check_ticks_day').on('check_ticks').columns(['hall', 'day']).execute();
}

async function createHardwareFaults(database: Kysely<unknown>): Promise<void> {
  await recordTable(database, 'hardware_faults')
    .addColumn('staff', 'text')
    .addColumn('device', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('printer', 'text')
    .addColumn('condition', 'text')
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .execute();
  await recordTable(database, 'hardware_fault_steps')
    .addColumn('fault', 'text', (column) => column.notNull())
    .addColumn('staff', 'text')
    .addColumn('step', 'text', (column) => column.notNull())
    .addColumn('remark', 'text', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .execute();
  await database.schema.createIndex('hardware_fault_steps_fault').on('hardware_fault_steps').columns(['hall', 'fault']).execute();
}

/** What every record has; an id is used once in a hall. */
function recordTable(database: Kysely<unknown>, name: string): CreateTableBuilder<string, string> {
  return withSequence(database, database.schema.createTable(name))
    .addColumn('hall', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addUniqueConstraint(`${name}_id`, ['hall', 'id']);
}
