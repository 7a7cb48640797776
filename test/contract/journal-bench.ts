import { afterEach, beforeEach } from 'vitest';
import type { Journal, JournalPlantedFault } from '../../server/journal/journal.ts';

type MaybeLater<T> = T | Promise<T>;

/** One store that journals are opened on, one after the other, and what can happen to it. */
export interface JournalBench {
  /** What damage in one hall stops: the file that all halls share, or that hall alone. */
  readonly damageStops: 'journal' | 'hall';
  open(plantedFault?: JournalPlantedFault): MaybeLater<Journal>;
  /** The journal is closed meanwhile. */
  damageEntry(hall: string, version: number, how: 'changed' | 'missing'): MaybeLater<void>;
  damageSnapshot(hall: string): MaybeLater<void>;
  /** From now on writes fail for want of room, until `freeDisk`. */
  fillDisk(): MaybeLater<void>;
  freeDisk(): MaybeLater<void>;
  /** The time passes in which the journal looks for room again. */
  passProbe(): Promise<void>;
  dispose(): MaybeLater<void>;
}

/** The journals of one test, closed and disposed of after it. */
export interface OpenedJournals {
  /** The one that was opened last. */
  journal(): Journal;
  bench(): JournalBench;
  open(plantedFault?: JournalPlantedFault): Promise<Journal>;
  /** Closes the last one first. */
  reopen(plantedFault?: JournalPlantedFault): Promise<Journal>;
}

/** Opens a journal on a new bench before each test of the suite that calls it. */
export function useJournal(newBench: () => MaybeLater<JournalBench>): OpenedJournals {
  let bench: JournalBench;
  let journal: Journal;
  const all: Journal[] = [];

  const open = async (plantedFault?: JournalPlantedFault): Promise<Journal> => {
    journal = await bench.open(plantedFault);
    all.push(journal);
    return journal;
  };
  const reopen = async (plantedFault?: JournalPlantedFault): Promise<Journal> => {
    await journal.close();
    return open(plantedFault);
  };
  beforeEach(async () => {
    bench = await newBench();
    await open();
  });
  afterEach(async () => {
    for (const each of all.splice(0)) await each.close();
    await bench.dispose();
  });
  return { journal: () => journal, bench: () => bench, open, reopen };
}
