import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isVersionAtLeast, openDatabase, prepareTuples, SQLITE_CODES, SQLITE_VERSION_MIN, sqliteCode } from './open-database.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hallcall-database-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the way to a SQLite file', () => {
  it('[J1] uses a library that is free of the WAL-reset bug', () => {
    const database = openDatabase(join(folder, 'a.sqlite'));
    const row = database.prepare('SELECT sqlite_version() AS version').get();
    expect(isVersionAtLeast(String(row?.['version']), SQLITE_VERSION_MIN)).toBe(true);
    database.close();
    expect(database.isOpen).toBe(false);
  });

  it.each([
    [undefined, false],
    ['3.46.1', false],
    ['3.51.2', false],
    ['3.51.3', true],
    ['3.53.0', true],
    ['4.0.0', true],
    ['3.100.0', true],
  ])('[J1] judges a built-in library of version %s as good: %s', (version, good) => {
    expect(isVersionAtLeast(version, SQLITE_VERSION_MIN)).toBe(good);
  });

  it('[J1] gives rows as objects and as tuples, and names the columns', () => {
    const database = openDatabase(join(folder, 'a.sqlite'));
    database.exec('CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)');
    const insert = database.prepare('INSERT INTO t VALUES (?, ?)');
    expect(insert.run(1, 'x').changes).toBe(1);
    expect(insert.columns()).toEqual([]);
    const select = database.prepare('SELECT a, b FROM t');
    expect(select.columns().map((column) => column.name)).toEqual(['a', 'b']);
    expect({ ...select.get() }).toEqual({ a: 1, b: 'x' });
    expect([...prepareTuples(database, 'SELECT a, b FROM t').iterate()]).toEqual([[1, 'x']]);
    database.close();
  });

  it('[J1] tells the code of a failure, and null for errors that are not SQLite’s', () => {
    const database = openDatabase(join(folder, 'a.sqlite'));
    database.exec('CREATE TABLE t (a INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)');
    expect(codeOf(() => database.exec('INSERT INTO t VALUES (1)'))).toBe(SQLITE_CODES.constraint);
    expect(codeOf(() => openDatabase(join(folder, 'none', 'a.sqlite')))).toBe(SQLITE_CODES.cantOpen);
    const withoutCode = Object.assign(new Error('database disk image is malformed'), { code: 'ERR_SQLITE_ERROR' });
    expect(sqliteCode(withoutCode)).toBe(SQLITE_CODES.corrupt);
    expect(sqliteCode(new Error('another'))).toBeNull();
    expect(sqliteCode('no error at all')).toBeNull();
    database.close();
  });
});

function codeOf(run: () => unknown): number | null {
  try {
    run();
    return null;
  } catch (error) {
    return sqliteCode(error);
  }
}
