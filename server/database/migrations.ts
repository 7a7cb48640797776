import type { Kysely, Migration } from 'kysely';
import { createAdvice } from './advice-migration.ts';
import { createArchive } from './archive-migration.ts';
import { createChanges } from './changes-migration.ts';
import { createComments } from './comment-migration.ts';
import { createHistory } from './history-migration.ts';
import { createKiosk } from './kiosk-migration.ts';
import { createHallRecords } from './records-migration.ts';
import { createRegion, createRegionSnapshots } from './region-migration.ts';
import { createScreens } from './screen-migration.ts';
import { createSecrets } from './secrets-migration.ts';

/** Named by number; never changed once released. Kysely's schema builder keeps them fit for PostgreSQL too. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '001-access': { up: createAccess },
  '002-hall-records': { up: createHallRecords },
  '003-history': { up: createHistory },
  '004-secrets': { up: createSecrets },
  '005-advice': { up: createAdvice },
  '005-screens': { up: createScreens },
  '006-kiosk': { up: createKiosk },
  '007-wall-displays': { up: addDisplays },
  '008-comments': { up: createComments },
  '009-changes': { up: createChanges },
  '010-region': { up: createRegion },
  '011-archive': { up: createArchive },
  '012-region-snapshots': { up: createRegionSnapshots },
};

/** Which of the hall's displays an enrolled wall shows. */
async function addDisplays({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable('devices').addColumn('display', 'text').execute();
}

async function createAccess(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('staff')
    .addColumn('staff_number', 'text', (column) => column.primaryKey())
    .addColumn('hall', 'text', (column) => column.notNull())
    .addColumn('password_hash', 'text', (column) => column.notNull())
    .addColumn('roles', 'text', (column) => column.notNull())
    .addColumn('active', 'integer', (column) => column.notNull())
    .addColumn('demo_password', 'integer', (column) => column.notNull())
    .execute();
  await schema
    .createTable('devices')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('hall', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('label', 'text', (column) => column.notNull())
    .addColumn('counter', 'integer')
    .addColumn('printer', 'text')
    .addColumn('demo', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('revoked_at', 'bigint')
    .execute();
  await createTokens(database);
  await createRecords(database);
}

async function createTokens({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('device_tokens')
    .addColumn('token_hash', 'text', (column) => column.primaryKey())
    .addColumn('device', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('enrolment_codes')
    .addColumn('code_hash', 'text', (column) => column.primaryKey())
    .addColumn('device', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('sessions')
    .addColumn('token_hash', 'text', (column) => column.primaryKey())
    .addColumn('staff_number', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .execute();
}

async function createRecords({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('failed_logins')
    .addColumn('origin', 'text', (column) => column.primaryKey())
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addColumn('last_at', 'bigint', (column) => column.notNull())
    .addColumn('locked_until', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('audit_log')
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('who', 'text', (column) => column.notNull())
    .addColumn('what', 'text', (column) => column.notNull())
    .addColumn('facts', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('audit_log_at').on('audit_log').column('at').execute();
}
