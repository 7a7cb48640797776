import { sql, type Kysely } from 'kysely';
import { DatabaseAwayError, DatabaseOpenError } from './database-trouble.ts';
import { POSTGRES_VERSION_MIN } from './postgres-limits.ts';
import { sqlState } from './postgres-pool.ts';
import type { Tables } from './tables.ts';

/** What a server says of itself. */
export interface ServerFacts {
  /** `server_version_num`: 150020 is 15.20. */
  readonly version: number;
  readonly encoding: string;
  /** A replica, or told to take nothing. */
  readonly readOnly: boolean;
}

/** Where the address was given, for what is said of it; `reports`: where one of a copy for reports belongs, null: nowhere. */
export interface AddressVariables {
  readonly address: string;
  readonly reports: string | null;
}

export const VARIABLES_OF_HUBS: AddressVariables = { address: 'HALLCALL_DATABASE', reports: 'HALLCALL_DATABASE_REPORTS' };

/** Server and database of an address, for messages and logs. */
export function databaseName(url: string): string {
  try {
    const { hostname, pathname, port, searchParams } = new URL(url);
    const host = searchParams.get('host') ?? hostname;
    return `PostgreSQL ${host}${port === '' ? '' : `:${port}`}${decodeURIComponent(pathname)}`;
  } catch {
    // Whatever it is, it may hold a password.
    return 'PostgreSQL';
  }
}

/** @throws DatabaseOpenError for a server that cannot keep what is to be kept. */
export async function refuseUnfit(database: Kysely<Tables>, name: string, variables: AddressVariables): Promise<void> {
  const { rows } = await sql<{ version: string; encoding: string; replica: boolean; readonly: string }>`
    select current_setting('server_version_num') as version,
           current_setting('server_encoding') as encoding,
           pg_is_in_recovery() as replica,
           current_setting('default_transaction_read_only') as readonly`.execute(database);
  const [row] = rows;
  if (row === undefined) throw new Error('unreachable: settings have one row');
  const facts = { version: Number(row.version), encoding: row.encoding, readOnly: row.replica || row.readonly === 'on' };
  const problem = unfitness(facts, variables);
  if (problem !== null) throw new DatabaseOpenError(`${name} ${problem}`);
}

/** Why this server will not do, to be read behind its name; null when it will. */
export function unfitness({ encoding, readOnly, version }: ServerFacts, variables = VARIABLES_OF_HUBS): string | null {
  const major = Math.floor(version / 10_000);
  if (major < POSTGRES_VERSION_MIN) {
    return `is version ${major}, and ${POSTGRES_VERSION_MIN} is the oldest that will do: upgrade the server`;
  }
  if (encoding !== 'UTF8') {
    return `keeps texts as ${encoding}, which has no Chinese: make the database anew with "createdb --encoding UTF8 --template template0"`;
  }
  if (readOnly) {
    const replica = variables.reports === null ? '' : `; a replica belongs into ${variables.reports}`;
    return `is read-only (a replica, or default_transaction_read_only): give ${variables.address} the address of the server that takes writes${replica}`;
  }
  return null;
}

/** A sentence for the person at the keyboard. */
export function whyNotOpen(error: unknown, url: string, { address }: AddressVariables): DatabaseOpenError {
  const name = databaseName(url);
  const said = error instanceof Error ? error.message : String(error);
  return new DatabaseOpenError(`${name} ${remedyFor(sqlState(error), error, { url, said, address })}`, { cause: error });
}

interface Refused {
  readonly url: string;
  readonly said: string;
  /** The variable. */
  readonly address: string;
}

function remedyFor(code: string | null, error: unknown, { address, said, url }: Refused): string {
  const user = userOf(url);
  if (code === '28P01')
    return `refuses the password of user "${user}": correct it in ${address} (or in PGPASSWORD, or ~/.pgpass)`;
  if (code === '28000')
    return `lets user "${user}" not in (${said}): let it in by pg_hba.conf, or give another user in ${address}`;
  if (code === '3D000')
    return `is not there: make it with "createdb --encoding UTF8 --owner ${user} NAME", or correct ${address}`;
  if (code === '42501') {
    return `gives user "${user}" no right to make tables: "GRANT CREATE ON SCHEMA public TO ${user}", or make it the database's owner`;
  }
  if (code === '53300') return 'has no connection left: raise max_connections, or stop what holds them';
  if (/previously executed migration/.test(said)) {
    return 'was used by a newer Hallcall already: start that release here, or restore the backup from before the upgrade';
  }
  if (error instanceof DatabaseAwayError || code === null) {
    return `cannot be reached (${said}): is it running, and is the address in ${address} right?`;
  }
  return `cannot be used: ${said}`;
}

function userOf(url: string): string {
  try {
    return decodeURIComponent(new URL(url).username) || 'of the system';
  } catch {
    return 'unknown';
  }
}
