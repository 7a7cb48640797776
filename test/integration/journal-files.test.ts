import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must } from '../../shared/lib/assert.ts';
import { ORIGIN } from '../../shared/protocol/position.ts';
import { openDatabase } from '../../server/database/open-database.ts';
import { freeBytes, keepBallast } from '../../server/journal/ballast.ts';
import { JournalOpenError, type JournalOpenFault } from '../../server/journal/journal-open-error.ts';
import { JournalDamagedError, type JournalCondition } from '../../server/journal/journal.ts';
import { lockJournal } from '../../server/journal/sqlite-journal-lock.ts';
import { SqliteJournalReader } from '../../server/journal/sqlite-journal-reader.ts';
import { SqliteJournal, type SqliteJournalOptions } from '../../server/journal/sqlite-journal.ts';
import { spawnChild } from '../support/children.ts';
import { chainOf, headOf } from '../support/journal-entries.ts';
import { JournalFolder } from '../support/journal-files.ts';
import { ManualTimers } from '../support/manual-timers.ts';

const HALL = 'demo';
const WRITER = fileURLToPath(new URL('../support/journal-writer.ts', import.meta.url));

let files: JournalFolder;
let journals: SqliteJournal[];
const children = new Set<ChildProcess>();
beforeEach(() => {
  files = new JournalFolder();
  journals = [];
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  for (const journal of journals) await journal.close();
  files.dispose();
});

function open(options: Partial<SqliteJournalOptions> = {}): SqliteJournal {
  const journal = SqliteJournal.open({ path: files.path, timers: new ManualTimers(), ...options });
  journals.push(journal);
  return journal;
}

/** A closed journal file with so many entries. */
async function written(entries: number): Promise<void> {
  const journal = open();
  expect(await journal.append(HALL, ORIGIN, chainOf(HALL, entries))).toEqual({ is: 'appended' });
  await journal.close();
}

function refusal(run: () => unknown): JournalOpenError {
  try {
    run();
  } catch (error) {
    if (error instanceof JournalOpenError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('a file that is no good', () => {
  const cases: [what: string, fault: JournalOpenFault, spoil: () => void][] = [
    ['is no SQLite file', 'not-a-journal', () => writeFileSync(files.path, 'Tickets of Monday\n'.repeat(500))],
    ['has a damaged first page', 'not-a-journal', () => overwrite(0, 'SQLite format 9')],
    ['has damaged tables', 'damaged', () => overwrite(4_096 - 600, 'x'.repeat(600))],
    ['is cut short', 'damaged', () => truncateSync(files.path, statSync(files.path).size / 2)],
    ['is another program’s database', 'not-a-journal', () => foreign('PRAGMA application_id = 7')],
    ['has lost a table', 'damaged', () => foreign('DROP TABLE entries')],
    ['has lost every entry', 'damaged', () => foreign('DELETE FROM entries')],
    ['is of a later format', 'format-unknown', () => foreign('PRAGMA user_version = 99')],
  ];

  it.each(cases)('[J15] is refused by name and left as it is when it %s', async (_what, fault, spoil) => {
    await written(400);
    spoil();
    const before = files.contents();
    const error = refusal(() => open());
    expect(error.fault).toBe(fault);
    expect(error.message).toContain(files.path);
    expect(error.message).toMatch(/Restore|restore|Name another|name another|Start the version/);
    expect(files.contents()).toEqual(before);
    // The lock was let go of: after a repair the next start succeeds.
    lockJournal(files.path)();
  });

  it('[J15] says so when the folder is not there, or is a file’s place', () => {
    expect(refusal(() => open({ path: join(files.folder, 'none', 'journal.sqlite') })).fault).toBe('not-accessible');
    mkdirSync(files.path);
    expect(refusal(() => open()).fault).toBe('not-accessible');
  });

  it('[J15] makes the tables where a start was killed before it had', async () => {
    writeFileSync(files.path, '');
    await written(1);
    rmSync(files.path);
    const database = openDatabase(files.path);
    database.exec('PRAGMA journal_mode = WAL');
    database.close();
    await written(1);
  });

  function overwrite(at: number, text: string): void {
    const bytes = readFileSync(files.path);
    bytes.write(text, at, 'latin1');
    writeFileSync(files.path, bytes);
  }

  function foreign(sql: string): void {
    const database = openDatabase(files.path);
    database.exec(`${sql}; PRAGMA wal_checkpoint(TRUNCATE)`);
    database.close();
  }
});

describe('a damaged journal', () => {
  it('[J9] is refused at the flipped byte and left as it is, WAL and all', async () => {
    await written(400);
    const bytes = readFileSync(files.path);
    const place = bytes.indexOf('"ticket":"250"');
    expect(place).toBeGreaterThan(0);
    bytes.write('7', place + '"ticket":"'.length);
    writeFileSync(files.path, bytes);
    const before = files.contents();
    const journal = open();
    await expect(journal.read(HALL, 0, 1_000)).rejects.toThrow('damaged at version 250: its hash does not fit');
    expect((await journal.read(HALL, 300, 10)).map(({ version }) => version)).toHaveLength(10);
    const head = await journal.head(HALL);
    expect(await journal.append(HALL, head, chainOf(HALL, 1, head, 'x'))).toEqual({ is: 'read-only', reason: 'damaged' });
    await journal.close();
    expect(files.contents()).toEqual(before);
  });

  it('[J27] is refused when its log has lost its end, which leaves a chain that is whole', async () => {
    await written(40);
    const database = openDatabase(files.path);
    database.exec('DELETE FROM entries WHERE version > 38; PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
    const before = files.contents();
    const journal = open();
    const head = await journal.head(HALL);
    expect(await journal.append(HALL, head, chainOf(HALL, 1, head, 'x'))).toEqual({ is: 'read-only', reason: 'damaged' });
    await journal.close();
    const again = open();
    expect((await again.verify(HALL))?.version).toBe(39);
    await again.close();
    expect(files.contents()).toEqual(before);
  });

  it.each([
    ['another id', "UPDATE commands SET command = 'changed-0000' WHERE version = 17", 17],
    ['another version', 'UPDATE commands SET version = 30 WHERE version = 17', 17],
    ['none at all', 'DELETE FROM commands WHERE version = 17', 17],
    ['one too many', "INSERT INTO commands SELECT hall, 'added-000000', 17 FROM commands WHERE version = 17", 17],
  ])('[J27] is damaged when a kept command is not its entry’s: %s', async (_what, sql, version) => {
    await written(40);
    const database = openDatabase(files.path);
    database.exec(`${sql}; PRAGMA wal_checkpoint(TRUNCATE)`);
    database.close();
    const journal = open();
    expect((await journal.verify(HALL))?.version).toBe(version);
    await journal.close();
  });

  it('[J9] reads what was only in the WAL, and leaves it there', async () => {
    const { child, lines } = startWriter(null);
    while ((await nextLine(lines)) !== '60') continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
    const before = files.contents();
    expect(Object.keys(before)).toContain('journal.sqlite-wal');
    const reader = new SqliteJournalReader(files.path);
    expect(reader.read(HALL, 0, 60)).toHaveLength(60);
    reader.close();
    expect(files.contents()).toEqual(before);
  });

  it('[J9] finds a page that SQLite itself cannot read', async () => {
    await written(2_000);
    const bytes = readFileSync(files.path);
    bytes.fill(0xff, bytes.length / 2, bytes.length / 2 + 8_192);
    writeFileSync(files.path, bytes);
    const before = files.contents();
    const journal = open();
    await expect(journal.read(HALL, 0, 5_000)).rejects.toThrow(JournalDamagedError);
    expect(journal.condition()).toEqual({ is: 'read-only', reason: 'damaged' });
    await journal.close();
    expect(files.contents()).toEqual(before);
  });

  it('[J18] finds in the background what no entry shows: a damaged page of another table', async () => {
    const journal = open();
    await journal.append(HALL, ORIGIN, chainOf(HALL, 2_000));
    await journal.close();
    const bytes = readFileSync(files.path);
    const pages: number[] = [];
    for (let at = 4_096; at < bytes.length; at += 4_096) {
      const page = bytes.subarray(at, at + 4_096);
      if (page.includes('command-1999') && !page.includes('"commandId"')) pages.push(at);
    }
    expect(pages.length).toBeGreaterThan(0);
    bytes.fill(0xff, pages[0], pages[0]! + 64);
    writeFileSync(files.path, bytes);
    const next = open();
    const conditions: JournalCondition[] = [];
    next.onCondition((condition) => conditions.push(condition));
    expect(await next.read(HALL, 0, 5_000)).toHaveLength(2_000);
    expect(String(await next.verify(HALL))).toContain('the file below it');
    expect(conditions).toEqual([{ is: 'read-only', reason: 'damaged' }]);
  });

  it('[J16] stops a check in the background when it is closed', async () => {
    await written(2_000);
    const journal = open();
    const check = journal.verify(HALL);
    const stopped = expect(check).rejects.toThrow('stopped');
    await journal.close();
    await stopped;
  });
});

describe('one hub on one file', () => {
  it('[J14] refuses a second journal in the same process, and takes it after the first has closed', async () => {
    const first = open();
    const error = refusal(() => open());
    expect([error.fault, error.path]).toEqual(['locked', files.path]);
    expect(error.message).toContain('another hub has it open');
    expect(await first.append(HALL, ORIGIN, chainOf(HALL, 1))).toEqual({ is: 'appended' });
    await first.close();
    expect(await open().head(HALL)).toEqual(headOf(chainOf(HALL, 1)));
  });

  it('[J14] refuses it while another process has it, until that one is killed', async () => {
    const { child, lines } = startWriter(null);
    expect(await nextLine(lines)).toBe('open');
    expect(refusal(() => open()).fault).toBe('locked');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect((await open().head(HALL)).version).toBeGreaterThanOrEqual(0);
  });
});

describe('kill -9', () => {
  it('[J13] loses nothing that was acknowledged, eight times over', async () => {
    for (let cycle = 1; cycle <= 8; cycle += 1) expect(await lostByKill(20 + ((cycle * 37) % 180), null)).toBe(0);
  });

  it('[J13] loses acknowledged entries with the planted fault, so the test above can tell', async () => {
    let lost = 0;
    for (let cycle = 1; cycle <= 10 && lost === 0; cycle += 1) lost += await lostByKill(20 + cycle * 13, 'ack-before-commit');
    expect(lost).toBeGreaterThan(0);
  });

  /** Lets another process append, kills it, and counts what it had acknowledged and the file does not have. */
  async function lostByKill(afterAcknowledged: number, plantedFault: string | null): Promise<number> {
    const { child, lines } = startWriter(plantedFault);
    let acknowledged = 0;
    for (;;) {
      const line = await nextLine(lines);
      if (line === null) break;
      if (line === 'open') continue;
      acknowledged = Number(line);
      if (acknowledged % 1_000 >= afterAcknowledged && !child.killed) child.kill('SIGKILL');
    }
    const reader = new SqliteJournalReader(files.path);
    const { version } = reader.head(HALL);
    for (let at = 0; at < version; at += 1_000) reader.read(HALL, at, 1_000);
    reader.close();
    if (plantedFault === null) expect(version).toBeGreaterThanOrEqual(afterAcknowledged);
    return Math.max(0, acknowledged - version);
  }
});

describe('the writer’s thread', () => {
  it('[J12] tells in words what is wrong, acknowledges nothing and is read-only when commits are not durable', async () => {
    const faults: string[] = [];
    const journal = open({ plantedFault: 'synchronous-normal', onFault: (fault) => faults.push(fault) });
    expect(await journal.append(HALL, ORIGIN, chainOf(HALL, 1))).toEqual({ is: 'read-only', reason: 'io-error' });
    expect(journal.condition()).toEqual({ is: 'read-only', reason: 'io-error' });
    expect(faults.join()).toContain('not FULL');
  });

  it('[J19] commits what waits together in one transaction: many appends take few', async () => {
    const journal = open();
    const entries = chainOf(HALL, 400);
    await journal.append(HALL, ORIGIN, entries.slice(0, 1));
    const walBefore = statSync(`${files.path}-wal`).size;
    await Promise.all(entries.slice(1).map((entry, index) => journal.append(HALL, headOf(entries.slice(0, index + 1)), [entry])));
    const PAGES_PER_COMMIT_MIN = 3;
    const walBytes = statSync(`${files.path}-wal`).size - walBefore;
    expect(walBytes).toBeLessThan((399 * PAGES_PER_COMMIT_MIN * 4_096) / 2);
    expect(await journal.head(HALL)).toEqual(headOf(entries));
  });
});

describe('the ballast', () => {
  it('[J20] is made beside the journal, whole, and once', async () => {
    const bytes = 300_000;
    const path = `${files.path}.ballast`;
    const journal = open({ ballastBytes: bytes });
    await journal.append(HALL, ORIGIN, chainOf(HALL, 1));
    expect(statSync(path).size).toBe(bytes);
    expect(statSync(path).blocks * 512).toBeGreaterThanOrEqual(bytes);
    const { mtimeMs } = statSync(path);
    expect(keepBallast(path, bytes)).toBe(true);
    expect(statSync(path).mtimeMs).toBe(mtimeMs);
  });

  it('[J20] is not made where it would take much of what is left', () => {
    const path = join(files.folder, 'ballast');
    expect(keepBallast(path, freeBytes(files.folder))).toBe(false);
    expect(existsSync(path)).toBe(false);
    expect(keepBallast(join(files.folder, 'none', 'ballast'), 10) || existsSync(path)).toBe(false);
  });
});

function startWriter(plantedFault: string | null) {
  const child = spawnChild([process.execPath, '--import', 'tsx', WRITER, files.path, plantedFault ?? ''], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  return { child, lines: createInterface({ input: must(child.stdout, 'its words') })[Symbol.asyncIterator]() };
}

async function nextLine(lines: AsyncIterator<string>): Promise<string | null> {
  const { value, done } = await lines.next();
  return done === true ? null : value;
}
