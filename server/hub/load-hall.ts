import { assert } from '../../shared/lib/assert.ts';
import { applyEntry } from '../../shared/hall/evolve.ts';
import { fromSnapshot, SNAPSHOT_FORMAT } from '../../shared/hall/snapshot.ts';
import { initialState, type HallState } from '../../shared/hall/state.ts';
import { ORIGIN, type Position } from '../../shared/protocol/position.ts';
import type { JournalEntry } from '../journal/entry.ts';
import { JournalDamagedError, type Journal } from '../journal/journal.ts';
import { READ_BATCH } from './limits.ts';

/** As much of a journal as telling a hall needs. */
type ReadableJournal = Pick<Journal, 'head' | 'latestSnapshot' | 'read'>;

/** A hall as its journal tells it. */
export interface LoadedHall {
  readonly state: HallState;
  readonly position: Position;
  /** What was behind the snapshot, in order. */
  readonly tail: readonly JournalEntry[];
  /** Version of the snapshot that was used; 0 without one. */
  readonly snapshotVersion: number;
}

/**
 * The newest snapshot and every entry behind it.
 *
 * @throws JournalDamagedError when the entries do not continue the snapshot, or the log ends before it.
 */
export async function loadHall(journal: ReadableJournal, hall: string): Promise<LoadedHall> {
  const stored = await journal.latestSnapshot(hall);
  // Of another release: the log tells the same.
  const snapshot = stored?.state.format === SNAPSHOT_FORMAT ? stored : null;
  const state = snapshot === null ? initialState() : fromSnapshot(snapshot.state);
  const start = snapshot?.position ?? ORIGIN;
  assert(state.version === start.version, 'a snapshot holds the state of its own version');
  const tail: JournalEntry[] = [];
  const position = await readOn(journal, hall, start, (entry) => {
    applyEntry(state, entry);
    tail.push(entry);
  });
  if (position.version === start.version) await verifyHead(journal, hall, position);
  return { state, position, tail, snapshotVersion: start.version };
}

/** Reads from a position to the head, and returns the head. Asserts the chain a second time, on this side of the port. */
export async function readOn(
  journal: ReadableJournal,
  hall: string,
  start: Position,
  take: (entry: JournalEntry) => void,
): Promise<Position> {
  let position = start;
  for (;;) {
    const entries = await journal.read(hall, position.version, READ_BATCH);
    for (const entry of entries) {
      if (entry.version !== position.version + 1 || entry.previousHash !== position.hash) {
        throw new JournalDamagedError(hall, entry.version, 'it does not continue what the hub knows');
      }
      take(entry);
      position = { version: entry.version, hash: entry.hash };
    }
    if (entries.length < READ_BATCH) return position;
  }
}

async function verifyHead(journal: ReadableJournal, hall: string, position: Position): Promise<void> {
  const head = await journal.head(hall);
  if (head.version < position.version || (head.version === position.version && head.hash !== position.hash)) {
    throw new JournalDamagedError(hall, head.version, `the log ends before what is known of it, version ${position.version}`);
  }
}

export function logCut(hall: string, version: number): JournalDamagedError {
  return new JournalDamagedError(hall, version, 'the log ends before what was committed');
}
