import type { JournalEntry } from './entry.ts';
import { JournalDamagedError } from './journal.ts';
import { CHECK_BATCH } from './limits.ts';
import { SqliteJournalReader } from './sqlite-journal-reader.ts';

/**
 * The whole chain of one hall, the commands that are kept against their entries, then the file page by page. Null when all
 * is well. Takes seconds per million entries.
 */
export function checkJournal(path: string, hall: string): JournalDamagedError | null {
  const reader = new SqliteJournalReader(path);
  try {
    checkEntries(reader, hall);
    const found = reader.quickCheck();
    return found === null ? reader.lostEnd(hall) : new JournalDamagedError(hall, 0, `the file below it: ${found}`);
  } catch (error) {
    if (error instanceof JournalDamagedError) return error;
    throw error;
  } finally {
    reader.close();
  }
}

/**
 * A kept command that is not its entry's any more is damage that no chain shows: sent again, it would be done again. The
 * head is read before the commands, and both before the entries: what the writer commits meanwhile is left to the next check.
 */
function checkEntries(reader: SqliteJournalReader, hall: string): void {
  const head = reader.head(hall).version;
  const commands = reader.commands(hall);
  const firstKept = smallest(commands.values());
  let version = 0;
  for (;;) {
    const entries = reader.read(hall, version, CHECK_BATCH);
    for (const entry of entries) {
      if (entry.version >= firstKept && entry.version <= head) checkCommand(commands, entry);
      else if (entry.version > head) commands.delete(entry.commandId);
    }
    version = entries.at(-1)?.version ?? version;
    if (entries.length < CHECK_BATCH) break;
  }
  const [stray] = commands;
  if (stray !== undefined && stray[1] <= head)
    throw new JournalDamagedError(hall, stray[1], 'another command is kept for it than it has');
}

function checkCommand(commands: Map<string, number>, { hall, version, commandId }: JournalEntry): void {
  if (commands.get(commandId) !== version) throw new JournalDamagedError(hall, version, 'its command is not kept as its own');
  commands.delete(commandId);
}

function smallest(versions: Iterable<number>): number {
  let least = Number.POSITIVE_INFINITY;
  for (const version of versions) least = Math.min(least, version);
  return least;
}
