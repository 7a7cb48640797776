import { CompiledQuery, Kysely, Migrator, PostgresDialect, type Transaction } from 'kysely';
import type { AccessDatabase } from './access-database.ts';
import { DatabaseAwayError, DatabaseOpenError } from './database-trouble.ts';
import { MIGRATIONS } from './migrations.ts';
import { PostgresChanges } from './postgres-changes.ts';
import { databaseName, refuseUnfit, VARIABLES_OF_HUBS, whyNotOpen, type AddressVariables } from './postgres-check.ts';
import {
  DEADLOCK_TRIES_MAX,
  POOL_CONNECTIONS_MAX,
  REPLICA_REST_MS,
  REPORT_CONNECTIONS_MAX,
  REPORT_MS_MAX,
  STATEMENT_MS_MAX,
} from './postgres-limits.ts';
import { openPool, sqlState } from './postgres-pool.ts';
import type { Tables } from './tables.ts';

export interface PostgresOptions {
  /** A copy that reports are read from; null: none. */
  readonly reports?: ReportsCopy | null | undefined;
  /** This hub's or tool's name, as the server's operator sees it. */
  readonly hub?: string | undefined;
  readonly log?: DatabaseLog | undefined;
  /** Absent: those of hubs and their tools. */
  readonly variables?: AddressVariables | undefined;
  readonly connectionsMax?: number | undefined;
  /** How long a question may take; absent: `STATEMENT_MS_MAX`. */
  readonly statementMs?: number | undefined;
}

export interface ReportsCopy {
  readonly url: string;
  /** Milliseconds of a source that nobody sets: how long one that is away is left alone. */
  readonly monotonicMs: () => number;
}

/** As much of a log as the database needs. */
export interface DatabaseLog {
  warn(facts: object, words: string): void;
}

const SILENT: DatabaseLog = { warn: () => undefined };
/** Two that waited for each other, or wrote what the other had read: the server has undone one of them. */
const BEGUN_AGAIN: ReadonlySet<string | null> = new Set(['40P01', '40001']);

/**
 * A PostgreSQL that many hubs share: looks whether it will do, migrates it (several hubs may do so at once, one after the other does it) and
 * opens the pools.
 *
 * @throws DatabaseOpenError whose message says what to do.
 */
export async function openPostgresDatabase(url: string, options: PostgresOptions = {}): Promise<AccessDatabase> {
  const { hub = 'tool', log = SILENT, reports = null, variables = VARIABLES_OF_HUBS } = options;
  const name = databaseName(url);
  await prepare(url, { name, hub, variables });
  const open = async (from: string, more: { connectionsMax: number; statementMs: number; readOnly?: boolean }) => {
    const onIdleError = (error: Error) =>
      log.warn({ err: error, database: databaseName(from) }, 'a connection to the database was lost');
    const pool = await openPool({ url: from, applicationName: `hallcall ${hub}`, onIdleError, ...more });
    return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  };
  const main = await open(url, {
    connectionsMax: options.connectionsMax ?? POOL_CONNECTIONS_MAX,
    statementMs: options.statementMs ?? STATEMENT_MS_MAX,
  });
  const reading = { connectionsMax: REPORT_CONNECTIONS_MAX, statementMs: REPORT_MS_MAX, readOnly: true };
  const changes = new PostgresChanges(main);
  const replica = reports === null ? null : new Replica(await open(reports.url, reading), reports, log);
  let closed: Promise<void> | null = null;
  return {
    sql: main,
    name,
    isShared: true,
    change: (scope, work) => changeAlone(main, scope, work),
    report: (work) => (replica === null ? work(main) : replica.read(work, main)),
    changesSince: (mark) => changes.since(mark),
    close: () => (closed ??= Promise.all([main.destroy(), replica?.close()]).then(() => undefined)),
  };
}

/** On one connection of its own, without the limits of questions: another hub's migration is waited for. */
async function prepare(
  url: string,
  { hub, name, variables }: { readonly name: string; readonly hub: string; readonly variables: AddressVariables },
): Promise<void> {
  const pool = await openPool({ url, applicationName: `hallcall ${hub} start`, connectionsMax: 1, statementMs: 0 });
  const once = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await refuseUnfit(once, name, variables);
    const migrator = new Migrator({ db: once, provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) } });
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw error instanceof Error ? error : new Error(`cannot migrate ${name}`);
  } catch (error) {
    throw error instanceof DatabaseOpenError ? error : whyNotOpen(error, url, variables);
  } finally {
    await once.destroy();
  }
}

/** What SQLite gives by having one writer: an advisory lock on the scope, held to the end of the transaction. */
async function changeAlone<Outcome>(
  database: Kysely<Tables>,
  scope: string,
  work: (write: Transaction<Tables>) => Promise<Outcome>,
): Promise<Outcome> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await database.transaction().execute(async (write) => {
        await write.executeQuery(
          CompiledQuery.raw('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`hallcall:${scope}`]),
        );
        return work(write);
      });
    } catch (error) {
      if (tries >= DEADLOCK_TRIES_MAX || !BEGUN_AGAIN.has(sqlState(error))) throw error;
    }
  }
}

/** Where reports are read. One that does not answer is left alone for a while, and the first server answers in its place. */
class Replica {
  readonly #sql: Kysely<Tables>;
  readonly #name: string;
  readonly #monotonicMs: () => number;
  readonly #log: DatabaseLog;
  #restsUntil = -Infinity;

  constructor(database: Kysely<Tables>, { monotonicMs, url }: ReportsCopy, log: DatabaseLog) {
    this.#sql = database;
    this.#name = databaseName(url);
    this.#monotonicMs = monotonicMs;
    this.#log = log;
  }

  async read<Outcome>(work: (read: Kysely<Tables>) => Promise<Outcome>, main: Kysely<Tables>): Promise<Outcome> {
    if (this.#monotonicMs() < this.#restsUntil) return work(main);
    try {
      return await work(this.#sql);
    } catch (error) {
      // A copy ends a question that stands in the way of what it has to take in: also that is for the first server.
      if (!(error instanceof DatabaseAwayError) && !isOfCopy(error)) throw error;
      this.#restsUntil = this.#monotonicMs() + REPLICA_REST_MS;
      this.#log.warn(
        { err: error, replica: this.#name },
        'the replica for reports does not answer; they are read from the first server',
      );
      return work(main);
    }
  }

  close(): Promise<void> {
    return this.#sql.destroy();
  }
}

/** Its tables are not there yet (42P01), or it had to end the question (40001). */
function isOfCopy(error: unknown): boolean {
  return ['42P01', '40001'].includes(sqlState(error) ?? '');
}
