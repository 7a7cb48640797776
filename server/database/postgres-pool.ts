import type { Pool, PoolClient, PoolConfig } from 'pg';
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import { DatabaseAwayError, UnkeepableTextError } from './database-trouble.ts';
import {
  ANSWER_GRACE_MS,
  CONNECT_MS_MAX,
  LOCK_MS_MAX,
  POOL_IDLE_MS_MAX,
  START_MS_MAX,
  TRANSACTION_IDLE_MS_MAX,
} from './postgres-limits.ts';

export interface PoolOptions {
  readonly url: string;
  /** As `pg_stat_activity` shows it. */
  readonly applicationName: string;
  readonly connectionsMax: number;
  /** How long a question may take; 0: as long as the work of a start takes. */
  readonly statementMs: number;
  readonly readOnly?: boolean | undefined;
  /** A connection that nobody was using broke. */
  readonly onIdleError?: ((error: Error) => void) | undefined;
}

/** Types whose text PostgreSQL gives where SQLite gives a number: int8 and numeric. Times and sums stay below 2^53. */
const NUMBER_TYPES: ReadonlySet<number> = new Set([20, 1_700]);

/** SQLSTATEs of a server that is there and cannot now. https://www.postgresql.org/docs/15/errcodes-appendix.html */
const AWAY_CLASSES = ['08', '53', '57', '58', '28'] as const;
const AWAY_CODES: ReadonlySet<string> = new Set(['25006', '25P03', '55P03', '3D000']);
const SQLSTATE = /^[0-9A-Z]{5}$/;
const CHARACTER_NOT_IN_REPERTOIRE = '22021';

/** The package is loaded where a PostgreSQL is asked for and nowhere else. */
export async function openPool(options: PoolOptions): Promise<GuardedPool> {
  const { default: pg } = await import('pg');
  const types: PoolConfig['types'] = {
    getTypeParser: (oid, format) =>
      NUMBER_TYPES.has(oid) && format !== 'binary' ? Number : (pg.types.getTypeParser(oid, format) as (text: string) => unknown),
  };
  return new GuardedPool(new pg.Pool({ ...poolConfig(options), types }), options.onIdleError);
}

export function poolConfig(options: PoolOptions): PoolConfig {
  return {
    connectionString: options.url,
    application_name: options.applicationName,
    max: options.connectionsMax,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    idleTimeoutMillis: POOL_IDLE_MS_MAX,
    ...questionLimits(options.statementMs),
    idle_in_transaction_session_timeout: TRANSACTION_IDLE_MS_MAX,
    keepAlive: true,
    ...(options.readOnly === true && { options: '-c default_transaction_read_only=on' }),
  };
}

/** For the server, for this end of the wire, and for a lock. A migration waits for that of another hub. */
export function questionLimits(statementMs: number): Pick<PoolConfig, 'statement_timeout' | 'query_timeout' | 'lock_timeout'> {
  if (statementMs === 0) return { statement_timeout: 0, query_timeout: START_MS_MAX, lock_timeout: 0 };
  return { statement_timeout: statementMs, query_timeout: statementMs + ANSWER_GRACE_MS, lock_timeout: LOCK_MS_MAX };
}

/**
 * Connections that were of no use any more are closed and not lent again: one that waits for a server that is paused would have the next
 * question wait behind the last. What went wrong is told as `DatabaseAwayError`, whichever of many words the wire had for it.
 */
export class GuardedPool implements PostgresPool {
  readonly #pool: Pool;
  readonly #clients = new WeakMap<PoolClient, GuardedClient>();

  constructor(pool: Pool, onIdleError: (error: Error) => void = () => undefined) {
    this.#pool = pool;
    pool.on('error', onIdleError);
  }

  async connect(): Promise<PostgresPoolClient> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw guardedError(error);
    });
    const known = this.#clients.get(client) ?? new GuardedClient(client);
    this.#clients.set(client, known);
    return known;
  }

  end(): Promise<void> {
    return this.#pool.end();
  }
}

class GuardedClient implements PostgresPoolClient {
  readonly #client: PoolClient;
  #broken: Error | null = null;

  constructor(client: PoolClient) {
    this.#client = client;
    // Told to whoever asks next; without a listener the process would end.
    client.on('error', (error) => (this.#broken = error));
  }

  query<Row>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  query<Row>(
    asked: string | PostgresCursor<Row>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<Row>> | PostgresCursor<Row> {
    if (typeof asked !== 'string') throw new Error('rows are read whole, not by a cursor');
    return this.#ask(asked, parameters);
  }

  release(): void {
    this.#client.release(this.#broken ?? undefined);
  }

  async #ask<Row>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>> {
    try {
      return (await this.#client.query({ text, values: [...parameters] })) as unknown as PostgresQueryResult<Row>;
    } catch (error) {
      const told = guardedError(error);
      if (told instanceof DatabaseAwayError) this.#broken = told;
      throw told;
    }
  }
}

/** The SQLSTATE of what the server said; null for what was not said by a server. */
export function sqlState(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { code } = error as { readonly code?: unknown };
  if (typeof code === 'string' && SQLSTATE.test(code) && 'severity' in error) return code;
  return error.cause === undefined ? null : sqlState(error.cause);
}

/** As the rooms know it. An error that no server said and that is no bug of a caller came from the wire. */
function guardedError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof RangeError) return error;
  const code = sqlState(error);
  if (code === CHARACTER_NOT_IN_REPERTOIRE) return new UnkeepableTextError('a text holds the character zero', { cause: error });
  if (code !== null && !AWAY_CODES.has(code) && !AWAY_CLASSES.some((each) => code.startsWith(each))) return error;
  return new DatabaseAwayError(`the database does not answer: ${wordsOf(error)}`, { cause: error });
}

/** Node tells of several addresses that all refused without a word of its own. */
function wordsOf(error: Error): string {
  if (error.message !== '') return error.message;
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : error.name;
}
