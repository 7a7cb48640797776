import { assert } from '../../shared/lib/assert.ts';
import type { Position } from '../../shared/protocol/position.ts';
import type { JournalEntry } from './entry.ts';

/**
 * What every adapter asserts before it writes: a group that is no chain behind `expected` is a bug of the caller, not an
 * outcome. (Whether `expected` is the head is an outcome.)
 */
export function assertGroup(hall: string, expected: Position, entries: readonly JournalEntry[]): void {
  assert(entries.length > 0, 'a group has entries');
  let { version, hash } = expected;
  for (const entry of entries) {
    assert(entry.hall === hall, 'a group is of one hall');
    assert(entry.version === version + 1 && entry.previousHash === hash, 'a group is a chain behind the expected position');
    ({ version, hash } = entry);
  }
  if (entries.length > 1) {
    const ids = new Set(entries.map((entry) => entry.commandId));
    assert(ids.size === entries.length, 'a command has one entry in a group');
  }
}

export function isAt(position: Position, other: Position): boolean {
  return position.version === other.version && position.hash === other.hash;
}
