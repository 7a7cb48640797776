import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toSnapshot } from '../../shared/hall/snapshot.ts';
import { loadHall } from '../../server/hub/load-hall.ts';
import { openDatabase } from '../../server/database/open-database.ts';
import { SqliteJournal } from '../../server/journal/sqlite-journal.ts';
import { JournalFolder } from '../support/journal-files.ts';
import { writeLongJournal } from '../support/long-journal.ts';
import { ManualTimers } from '../support/manual-timers.ts';

const HALL = 'demo';
/** More than two business days. */
const ENTRIES = 34_000;
const TAIL = 700;

describe('a long journal', () => {
  let files: JournalFolder;
  beforeEach(() => {
    files = new JournalFolder();
  });
  afterEach(() => files.dispose());

  it('[J25] gives the same state from its snapshot and tail as from its first entry', async () => {
    const written = writeLongJournal({ path: files.path, hall: HALL, entries: ENTRIES, tail: TAIL });
    expect([written.head.version, written.snapshot?.version]).toEqual([ENTRIES, ENTRIES - TAIL]);
    const fromTail = await load();
    expect(fromTail).toMatchObject({ tail: TAIL, snapshot: ENTRIES - TAIL });
    dropSnapshots();
    const fromStart = await load();
    expect(fromStart).toMatchObject({ tail: ENTRIES, snapshot: 0 });
    expect(fromTail.state).toEqual(fromStart.state);
    expect(fromTail.state).toEqual(toSnapshot(written.state));
  });

  it('[J6] keeps the command ids of the last two business days only', async () => {
    writeLongJournal({ path: files.path, hall: HALL, entries: ENTRIES, tail: null });
    const journal = SqliteJournal.open({ path: files.path, timers: new ManualTimers() });
    const [first, last] = [(await journal.read(HALL, 0, 1))[0]!, (await journal.read(HALL, ENTRIES - 1, 1))[0]!];
    expect(await journal.findCommand(HALL, first.commandId)).toBeNull();
    expect(await journal.findCommand(HALL, last.commandId)).toEqual(last);
    await journal.close();
  });

  async function load() {
    const journal = SqliteJournal.open({ path: files.path, timers: new ManualTimers() });
    const { state, tail, snapshotVersion } = await loadHall(journal, HALL);
    await journal.close();
    return { state: toSnapshot(state), tail: tail.length, snapshot: snapshotVersion };
  }

  function dropSnapshots(): void {
    const database = openDatabase(files.path);
    database.exec('DELETE FROM snapshots');
    database.close();
  }
});
