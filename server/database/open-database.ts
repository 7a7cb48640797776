import { createRequire } from 'node:module';
import { assert } from '../../shared/lib/assert.ts';

/**
 * The one way to a SQLite file, for the journal and for the database.
 *
 * Node's own `node:sqlite` where it brings a library without the WAL-reset bug (two connections that write or checkpoint
 * at once could corrupt the file up to 3.51.2), else the same interface from a package with its own library. One process
 * never mixes the two on one file: a second copy of the library would drop the first one's POSIX locks.
 */
export const SQLITE_VERSION_MIN = '3.51.3';

export type SqlValue = null | number | bigint | string | Uint8Array;
export type SqlRow = Readonly<Record<string, SqlValue>>;
export type SqlTuple = readonly SqlValue[];

interface Statement<Row> {
  run(...values: SqlValue[]): { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint };
  get(...values: SqlValue[]): Row | undefined;
  all(...values: SqlValue[]): Row[];
  iterate(...values: SqlValue[]): IterableIterator<Row>;
}

export interface SqlStatement extends Statement<SqlRow> {
  /** One per column of the result: empty for a statement that gives no rows. */
  columns(): readonly { readonly name: string }[];
}

/** Rows as arrays in the order of the columns: half the cost of objects where there are a million. */
export type SqlTupleStatement = Statement<SqlTuple>;

/** Synchronous. Every failure throws an `Error` whose SQLite code `sqliteCode` tells. */
export interface Database {
  exec(sql: string): void;
  prepare(sql: string): SqlStatement;
  close(): void;
  readonly isOpen: boolean;
  readonly isTransaction: boolean;
}

export interface OpenOptions {
  readonly readOnly?: boolean;
  /** How long a statement waits for another connection's lock. */
  readonly busyTimeoutMs?: number;
}

/** Primary result codes that somebody acts upon: https://sqlite.org/rescode.html */
export const SQLITE_CODES = {
  error: 1,
  busy: 5,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  constraint: 19,
  notADatabase: 26,
} as const;

interface SqliteModule {
  readonly DatabaseSync: new (path: string, options: { readonly readOnly: boolean; readonly timeout: number }) => Database;
}

const BUSY_TIMEOUT_MS = 5_000;

export function openDatabase(path: string, options: OpenOptions = {}): Database {
  const { DatabaseSync } = sqliteModule();
  return new DatabaseSync(path, { readOnly: options.readOnly ?? false, timeout: options.busyTimeoutMs ?? BUSY_TIMEOUT_MS });
}

export function prepareTuples(database: Database, sql: string): SqlTupleStatement {
  const statement = database.prepare(sql) as unknown as SqlTupleStatement & { setReturnArrays(arrays: boolean): void };
  statement.setReturnArrays(true);
  return statement;
}

/** The primary result code of an error that SQLite gave; null for any other error. */
export function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'ERR_SQLITE_ERROR') return null;
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode & 0xff;
  return CODE_OF_TEXT.find(([text]) => error.message.includes(text))?.[1] ?? null;
}

/** The disk is full, broken, or gives no right to write: nothing that a caller did. */
export function isDiskTrouble(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === SQLITE_CODES.full || code === SQLITE_CODES.ioError || code === SQLITE_CODES.readOnly;
}

/** The packaged library gives no code with what fails while rows are read; SQLite's own text of it is fixed. */
const CODE_OF_TEXT: readonly (readonly [text: string, code: number])[] = [
  ['database disk image is malformed', SQLITE_CODES.corrupt],
  ['disk I/O error', SQLITE_CODES.ioError],
  ['database or disk is full', SQLITE_CODES.full],
  ['file is not a database', SQLITE_CODES.notADatabase],
  ['unable to open database file', SQLITE_CODES.cantOpen],
  ['attempt to write a readonly database', SQLITE_CODES.readOnly],
  ['database is locked', SQLITE_CODES.busy],
];

let loaded: SqliteModule | undefined;

function sqliteModule(): SqliteModule {
  loaded ??= builtInIsGood() ? builtIn() : packaged();
  return loaded;
}

function builtInIsGood(): boolean {
  return isVersionAtLeast(process.versions['sqlite'], SQLITE_VERSION_MIN);
}

function builtIn(): SqliteModule {
  return process.getBuiltinModule('node:sqlite') as unknown as SqliteModule;
}

/** Loaded only when needed: it brings a library of its own into the process. */
function packaged(): SqliteModule {
  const load = createRequire(import.meta.url);
  return load('@photostructure/sqlite') as SqliteModule;
}

/** Versions are three numbers and dots; an absent one is too old. */
export function isVersionAtLeast(version: string | undefined, least: string): boolean {
  if (version === undefined) return false;
  const [have, want] = [version, least].map((each) => each.split('.').map(Number));
  assert(have !== undefined && want !== undefined, 'two versions');
  for (const [index, part] of want.entries()) {
    const difference = (have[index] ?? 0) - part;
    if (difference !== 0) return difference > 0;
  }
  return true;
}
