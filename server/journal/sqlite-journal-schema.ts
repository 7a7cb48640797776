import { statSync } from 'node:fs';
import { JournalOpenError } from './journal-open-error.ts';
import { openDatabase, SQLITE_CODES, sqliteCode, type Database } from '../database/open-database.ts';

/** `HALJ`, in the header of the file: tells a journal from any other SQLite file. */
const APPLICATION_ID = 0x48_41_4c_4a;
/** One integer for the format of the file. A hub refuses a newer one rather than guess. */
const FORMAT = 1;

/**
 * `entries.body` is the very text that was hashed, so the chain is checked without making it again; the previous hash is
 * that of the row before. The primary key is the compare-and-append.
 */
const TABLES = `
  CREATE TABLE entries (
    hall TEXT NOT NULL, version INTEGER NOT NULL, epoch INTEGER NOT NULL, hash TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (hall, version)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE commands (
    hall TEXT NOT NULL, command TEXT NOT NULL, version INTEGER NOT NULL,
    PRIMARY KEY (hall, command)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE snapshots (
    hall TEXT NOT NULL, version INTEGER NOT NULL, hash TEXT NOT NULL, checksum TEXT NOT NULL, state TEXT NOT NULL,
    PRIMARY KEY (hall, version)
  ) STRICT;
  CREATE TABLE room (id INTEGER PRIMARY KEY, filler BLOB NOT NULL) STRICT;
`;

/** In a file that has nothing in it. All or nothing. */
export function createTables(database: Database): void {
  database.exec('PRAGMA journal_mode = WAL');
  database.exec(`BEGIN IMMEDIATE; ${TABLES} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT}; COMMIT`);
}

/** Throws `JournalOpenError` unless this is a journal of a format that we know. Only reads. */
export function checkTables(database: Database, path: string): void {
  const applicationId = pragma(database, 'application_id');
  const format = pragma(database, 'user_version');
  if (applicationId !== APPLICATION_ID) {
    throw new JournalOpenError(
      path,
      'not-a-journal',
      'this is another program’s file. Name another data folder (HALLCALL_DATA).',
    );
  }
  if (format !== FORMAT) {
    const what = `its format is ${format}, this version of Hallcall knows ${FORMAT}. Start the version that wrote it.`;
    throw new JournalOpenError(path, 'format-unknown', what);
  }
  if (isCutShort(database, path)) {
    throw new JournalOpenError(path, 'damaged', 'the file is cut short. It was left as it is. Keep a copy and restore a backup.');
  }
}

/** With nothing in the WAL every page must be in the file itself. Pages are counted first: the writer may go on meanwhile. */
function isCutShort(database: Database, path: string): boolean {
  const bytes = Number(pragma(database, 'page_count')) * Number(pragma(database, 'page_size'));
  const walBytes = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  return walBytes === 0 && statSync(path).size < bytes;
}

export function pragma(database: Database, name: string): number | string {
  const row = database.prepare(`PRAGMA ${name}`).get();
  return Object.values(row ?? {})[0] as number | string;
}

/** A failure of SQLite at the start, in words of what an operator can do. */
export function openFailure(path: string, error: unknown): unknown {
  if (error instanceof JournalOpenError) return error;
  switch (sqliteCode(error)) {
    case SQLITE_CODES.notADatabase:
      return new JournalOpenError(
        path,
        'not-a-journal',
        'this is not an SQLite file, or its first page is damaged. It was left as it is. Restore it from a backup, or name another data folder (HALLCALL_DATA).',
        error,
      );
    case SQLITE_CODES.error: // A table that is missing, or is another one.
    case SQLITE_CODES.corrupt:
      return new JournalOpenError(
        path,
        'damaged',
        'the file is damaged or cut short. It was left as it is. Keep a copy and restore a backup.',
        error,
      );
    case SQLITE_CODES.cantOpen:
    case SQLITE_CODES.readOnly:
    case SQLITE_CODES.ioError:
      return new JournalOpenError(
        path,
        'not-accessible',
        'it cannot be read and written. Check that the folder exists, its rights, and the disk.',
        error,
      );
    default:
      return error;
  }
}

/** True for a file that a start was killed in before it had made its tables, or that is not there yet. Only reads. */
export function isEmptyFile(path: string): boolean {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return true;
  const database = openDatabase(path, { readOnly: true });
  try {
    const row = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get();
    return row?.['tables'] === 0 && pragma(database, 'application_id') === 0;
  } finally {
    database.close();
  }
}
