import { MemoryDisk } from '../../server/journal/memory-disk.ts';
import { MemoryJournal } from '../../server/journal/memory-journal.ts';
import { ROOM_PROBE_MS } from '../../server/journal/limits.ts';
import { ManualTimers } from '../support/manual-timers.ts';
import type { JournalBench } from './journal-bench.ts';
import { journalContract } from './journal-contract.ts';
import { journalTroubleContract } from './journal-trouble-contract.ts';

function newBench(): JournalBench {
  const disk = new MemoryDisk();
  const timers = new ManualTimers();
  /** Goes off at once for what takes no time, so that only the probe waits for the test. */
  const immediate = {
    after: (_delayMs: number, run: () => void) => {
      queueMicrotask(run);
      return () => undefined;
    },
    every: (intervalMs: number, run: () => void) => timers.every(intervalMs, run),
  };
  return {
    damageStops: 'journal',
    open: (plantedFault) => new MemoryJournal({ disk, timers: immediate, plantedFault: plantedFault ?? null }),
    damageEntry: (hall, version, how) => disk.damageEntry(hall, version, how === 'missing' ? 'missing' : { actor: 'staff:9001' }),
    damageSnapshot: (hall) => disk.damageSnapshot(hall),
    fillDisk: () => {
      disk.isFull = true;
    },
    freeDisk: () => {
      disk.isFull = false;
    },
    passProbe: () => timers.advance(ROOM_PROBE_MS),
    dispose: () => undefined,
  };
}

journalContract('memory', newBench);
journalTroubleContract('memory', newBench);
