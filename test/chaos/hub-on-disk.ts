import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeHallFile } from '../../server/config/hall-file.ts';
import type { JournalEntry } from '../../server/journal/entry.ts';
import { SqliteJournalReader } from '../../server/journal/sqlite-journal-reader.ts';
import { chaosConfiguration, COUNTERS, KIOSKS } from './hall-crowd.ts';
import { kioskToken, signIn } from './hall-entrance.ts';
import { HALL, HubProgram } from './hub-program.ts';

export const MANAGER = '3001';

/** The product with its data in a folder of the caller's: a disk that can be filled, a folder that outlives a run. */
export function hubOnDisk(folder: string, environment: Readonly<Record<string, string>> = {}): Promise<HubProgram> {
  const configuration = chaosConfiguration();
  const hallFile = join(folder, 'hall.yaml');
  writeFileSync(hallFile, writeHallFile({ hall: HALL, configuration }));
  return HubProgram.prepare({ configuration, environment: { HALLCALL_DATA: folder, HALLCALL_FORECASTS: 'off', ...environment } });
}

/** The log as it lies there, verified, read beside a hub that may be running. */
export function entriesIn(folder: string): JournalEntry[] {
  const reader = new SqliteJournalReader(join(folder, 'journal.sqlite'));
  try {
    return reader.read(HALL, 0, Number.MAX_SAFE_INTEGER);
  } finally {
    reader.close();
  }
}

/** Everybody of the crowd by name, and the manager. */
export async function everybodysTokens(url: string): Promise<Map<string, string>> {
  const kiosks = await kioskToken(url);
  const tokens = new Map(KIOSKS.map((name) => [name, kiosks]));
  for (const counter of COUNTERS) tokens.set(`teller-${counter}`, await signIn(url, String(1_000 + counter)));
  tokens.set('manager', await signIn(url, MANAGER));
  return tokens;
}
