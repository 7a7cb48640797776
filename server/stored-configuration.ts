import { existsSync } from 'node:fs';
import type { HallConfiguration } from '../shared/hall/configuration.ts';
import type { DataFolder } from './config/data-folder.ts';
import { loadHall } from './hub/load-hall.ts';
import { SqliteJournalReader } from './journal/sqlite-journal-reader.ts';

/** For tools: what is in force, read beside the hub that may have the journal open. Null: it knows no such hall. */
export async function storedConfiguration(
  { journal }: Pick<DataFolder, 'journal'>,
  hall: string,
): Promise<HallConfiguration | null> {
  const reader = existsSync(journal) ? new SqliteJournalReader(journal) : null;
  if (reader === null) return null;
  try {
    const { state } = await loadHall(
      {
        head: (name) => Promise.resolve(reader.head(name)),
        latestSnapshot: (name) => Promise.resolve(reader.latestSnapshot(name)),
        read: (name, after, limit) => Promise.resolve(reader.read(name, after, limit)),
      },
      hall,
    );
    return state.configuration;
  } finally {
    reader.close();
  }
}
