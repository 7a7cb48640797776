import { existsSync } from 'node:fs';
import type { HallConfiguration } from '../shared/hall/configuration.ts';
import type { DataFolder } from './config/data-folder.ts';
import { StartError } from './config/start-error.ts';
import { loadHall } from './hub/load-hall.ts';
import { SqliteJournalReader } from './journal/sqlite-journal-reader.ts';

/** For tools: what is in force, read beside the hub that may have the journal open. Null: it knows no such hall. */
export async function storedConfiguration(
  { journal }: Pick<DataFolder, 'journal'>,
  hall: string,
): Promise<HallConfiguration | null> {
  if (!existsSync(journal)) return null;
  const reader = openReader(journal);
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

/** Of a folder's journal, whoever has it open; none where there is no journal. @throws StartError for a file that is none */
export function storedHalls({ journal }: Pick<DataFolder, 'journal'>): readonly string[] {
  if (!existsSync(journal)) return [];
  const reader = openReader(journal);
  try {
    return reader.halls();
  } finally {
    reader.close();
  }
}

function openReader(journal: string): SqliteJournalReader {
  try {
    return new SqliteJournalReader(journal);
  } catch (error) {
    throw new StartError(`${journal} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
