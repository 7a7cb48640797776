import { join } from 'node:path';
import { openDatabase } from '../../server/database/open-database.ts';
import { ROOM_PROBE_MS } from '../../server/journal/limits.ts';
import { SqliteJournal } from '../../server/journal/sqlite-journal.ts';
import { ManualTimers } from '../support/manual-timers.ts';
import { SmallDisk } from '../support/small-disk.ts';
import type { JournalBench } from './journal-bench.ts';
import { journalContract } from './journal-contract.ts';
import { journalTroubleContract } from './journal-trouble-contract.ts';

function newBench(): JournalBench {
  const disk = new SmallDisk();
  const path = join(disk.folder, 'journal.sqlite');
  const timers = new ManualTimers();
  const change = (sql: string, ...values: (string | number)[]): void => {
    const database = openDatabase(path);
    database.prepare(sql).run(...values);
    database.close();
  };
  return {
    damageStops: 'journal',
    open: (plantedFault) => SqliteJournal.open({ path, timers, pagesMax: disk.pagesMax, plantedFault: plantedFault ?? null }),
    damageEntry: (hall, version, how) => {
      if (how === 'missing') change('DELETE FROM entries WHERE hall = ? AND version = ?', hall, version);
      else change("UPDATE entries SET body = replace(body, '1003', '9001') WHERE hall = ? AND version = ?", hall, version);
    },
    damageSnapshot: (hall) =>
      change(
        "UPDATE snapshots SET state = state || ' ' WHERE version = (SELECT max(version) FROM snapshots WHERE hall = ?)",
        hall,
      ),
    fillDisk: () => disk.fill(),
    freeDisk: () => disk.free(),
    passProbe: () => timers.advance(ROOM_PROBE_MS),
    dispose: () => disk.dispose(),
  };
}

journalContract('SQLite', newBench);
journalTroubleContract('SQLite', newBench);
