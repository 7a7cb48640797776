import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bodyOf, openEntry, positionOf, type StoredEntry } from '../../server/journal/hash-chain.ts';
import type { JournalEntry } from '../../server/journal/entry.ts';
import type { HallState } from '../../shared/hall/state.ts';
import { toSnapshot } from '../../shared/hall/snapshot.ts';
import { ORIGIN } from '../../shared/protocol/position.ts';

const FOLDER = fileURLToPath(new URL('../golden/', import.meta.url));

/** A journal as a released version wrote it, row by row, and the state that it meant then. */
export interface GoldenJournal {
  readonly name: string;
  readonly entries: readonly JournalEntry[];
  /** `HallSnapshot` of its time, which may have had fewer fields than today's. */
  readonly state: { readonly format: number; readonly [field: string]: unknown };
}

/** Oldest first. Throws `JournalDamagedError` for a chain that does not verify. */
export function goldenJournals(): GoldenJournal[] {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.jsonl'));
  return names.sort().map((name) => ({
    name,
    entries: opened(
      readFileSync(FOLDER + name, 'utf8')
        .trimEnd()
        .split('\n'),
    ),
    state: JSON.parse(readFileSync(FOLDER + stateFile(name), 'utf8')) as GoldenJournal['state'],
  }));
}

/** Adds a journal. One that is there is never changed: that fails. */
export function keepGoldenJournal(name: string, entries: readonly JournalEntry[], state: HallState): void {
  const rows = entries.map((entry) => {
    const { epoch, hall, hash, version } = entry;
    return JSON.stringify({ hall, version, epoch, hash, body: bodyOf(entry) } satisfies StoredEntry);
  });
  writeFileSync(FOLDER + name, `${rows.join('\n')}\n`, { flag: 'wx' });
  writeFileSync(FOLDER + stateFile(name), `${JSON.stringify(toSnapshot(state), null, 1)}\n`, { flag: 'wx' });
}

function opened(rows: readonly string[]): JournalEntry[] {
  const entries: JournalEntry[] = [];
  for (const row of rows) {
    const last = entries.at(-1);
    entries.push(openEntry(JSON.parse(row) as StoredEntry, last === undefined ? ORIGIN : positionOf(last)));
  }
  return entries;
}

function stateFile(name: string): string {
  return name.replace(/\.jsonl$/, '.state.json');
}
