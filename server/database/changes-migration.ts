import { sql, type Kysely } from 'kysely';
import { isPostgres } from './dialect.ts';

/**
 * Who changed is written down by the database itself, in the transaction of the change, whoever makes it: a hub, a tool, a person with
 * `psql`. SQLite tells it by its own `data_version`. How it is read: `postgres-changes.ts`.
 *
 * A session that was used is no change: that is written every minute for everybody.
 */
export async function createChanges(database: Kysely<unknown>): Promise<void> {
  if (!isPostgres(database)) return;
  const { schema } = database;
  await schema
    .createTable('access_changes')
    .addColumn('seq', 'bigserial', (column) => column.primaryKey())
    .addColumn('hall', 'text', (column) => column.notNull())
    .addColumn('at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('changed_in', sql`xid8`, (column) => column.notNull().defaultTo(sql`pg_current_xact_id()`))
    .execute();
  await schema.createIndex('access_changes_in').on('access_changes').column('changed_in').execute();
  await noteOn(database, 'staff', 'insert or update or delete', 'coalesce(new.hall, old.hall)');
  await noteOn(database, 'devices', 'insert or update or delete', 'coalesce(new.hall, old.hall)');
  const ofDevice = '(select hall from devices where id = coalesce(new.device, old.device))';
  await noteOn(database, 'device_tokens', 'insert or update or delete', ofDevice);
  const ofAccount = '(select hall from staff where staff_number = coalesce(new.staff_number, old.staff_number))';
  await noteOn(database, 'sessions', 'insert or delete', ofAccount);
}

async function noteOn(database: Kysely<unknown>, table: string, what: string, hall: string): Promise<void> {
  const name = `note_${table}_change`;
  await sql
    .raw(
      `create function ${name}() returns trigger language plpgsql as $$
       begin
         insert into access_changes (hall) select each.hall from (select ${hall} as hall) as each where each.hall is not null;
         return null;
       end $$`,
    )
    .execute(database);
  await sql.raw(`create trigger ${name} after ${what} on ${table} for each row execute function ${name}()`).execute(database);
}
