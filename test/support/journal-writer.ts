import { SqliteJournal } from '../../server/journal/sqlite-journal.ts';
import type { JournalPlantedFault } from '../../server/journal/journal.ts';
import { chainOf, headOf } from './journal-entries.ts';
import { ManualTimers } from './manual-timers.ts';

/**
 * A process that appends as fast as it can until somebody kills it: `journal-writer.ts PATH [PLANTED FAULT]`. Says `open`, and
 * then the version of everything that was acknowledged, a line each.
 */
const HALL = 'demo';
const ENTRIES_MAX = 100_000;

const [, , path, plantedFault] = process.argv;
const journal = SqliteJournal.open({
  path: path ?? '',
  timers: new ManualTimers(),
  plantedFault: plantedFault ? (plantedFault as JournalPlantedFault) : null,
  onFault: (fault) => process.stderr.write(`${fault}\n`),
});
process.stdout.write('open\n');
let head = await journal.head(HALL);
while (head.version < ENTRIES_MAX) {
  const entries = chainOf(HALL, 1 + (head.version % 3), head, 'w');
  const { is } = await journal.append(HALL, head, entries);
  if (is !== 'appended') throw new Error(`the append was answered ${is}`);
  head = headOf(entries);
  process.stdout.write(`${head.version}\n`);
}
