import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../server/database/open-database.ts';
import type { JournalEntry } from '../../server/journal/entry.ts';
import { bodyOf } from '../../server/journal/hash-chain.ts';
import { createTables } from '../../server/journal/sqlite-journal-schema.ts';
import type { AppendWrite } from '../../server/journal/sqlite-journal-writes.ts';
import type { Position } from '../../shared/protocol/position.ts';

/** In memory where there is such a folder: thousands of commits in a test need no disk. */
const BASE = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** A folder of its own for a journal file. */
export class JournalFolder {
  readonly folder = mkdtempSync(join(BASE, 'hallcall-journal-'));
  readonly path = join(this.folder, 'journal.sqlite');

  createFile(): void {
    const database = openDatabase(this.path);
    createTables(database);
    database.close();
  }

  /** What the journal's files hold, byte for byte. The index of the WAL is left out: it is rebuilt at each opening. */
  contents(): Record<string, string> {
    const names = readdirSync(this.folder).filter((name) => /\.sqlite(-wal)?$/.test(name));
    const hashes = names.map((name) => {
      const bytes = readFileSync(join(this.folder, name));
      return [name, `${bytes.length} ${createHash('sha256').update(bytes).digest('hex')}`] as const;
    });
    return Object.fromEntries(hashes.filter(([, content]) => !content.startsWith('0 ')));
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true });
  }
}

export function appendOf(hall: string, expected: Position, entries: readonly JournalEntry[]): AppendWrite {
  return {
    do: 'append',
    hall,
    expected,
    epochs: entries.map((entry) => entry.epoch),
    commandIds: entries.map((entry) => entry.commandId),
    hashes: entries.map((entry) => entry.hash),
    bodies: entries.map(bodyOf),
  };
}
