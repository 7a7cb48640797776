import { afterEach, beforeEach } from 'vitest';
import type { Journal, JournalPlantedFault } from '../../server/journal/journal.ts';

/** One store that journals are opened on, one after the other, and what can happen to it. */
export interface JournalBench {
  open(plantedFault?: JournalPlantedFault): Journal;
  /** The journal is closed meanwhile. */
  damageEntry(hall: string, version: number, how: 'changed' | 'missing'): void;
  damageSnapshot(hall: string): void;
  /** From now on writes fail for want of room, until `freeDisk`. */
  fillDisk(): void;
  freeDisk(): void;
  /** The time passes in which the journal looks for room again. */
  passProbe(): Promise<void>;
  dispose(): void;
}

/** The journals of one test, closed and disposed of after it. */
export interface OpenedJournals {
  /** The one that was opened last. */
  journal(): Journal;
  bench(): JournalBench;
  open(plantedFault?: JournalPlantedFault): Journal;
  /** Closes the last one first. */
  reopen(plantedFault?: JournalPlantedFault): Promise<Journal>;
}

/** Opens a journal on a new bench before each test of the suite that calls it. */
export function useJournal(newBench: () => JournalBench): OpenedJournals {
  let bench: JournalBench;
  let journal: Journal;
  const all: Journal[] = [];

  const open = (plantedFault?: JournalPlantedFault): Journal => {
    journal = bench.open(plantedFault);
    all.push(journal);
    return journal;
  };
  const reopen = async (plantedFault?: JournalPlantedFault): Promise<Journal> => {
    await journal.close();
    return open(plantedFault);
  };
  beforeEach(() => {
    bench = newBench();
    open();
  });
  afterEach(async () => {
    for (const each of all.splice(0)) await each.close();
    bench.dispose();
  });
  return { journal: () => journal, bench: () => bench, open, reopen };
}
