import { sealEntry, positionOf, type EntryDraft } from '../../server/journal/hash-chain.ts';
import type { JournalEntry } from '../../server/journal/entry.ts';
import { ORIGIN, type Position } from '../../shared/protocol/position.ts';

const FIRST_AT = Date.UTC(2026, 10, 2, 8);

/** A plausible draft: `tag` makes it differ from its neighbours and names its command. */
export function entryDraft(hall: string, tag: string, overrides: Partial<EntryDraft> = {}): EntryDraft {
  return {
    hall,
    epoch: 1,
    at: FIRST_AT,
    actor: 'staff:1003',
    commandId: `command-${tag}`,
    fingerprint: 'f'.repeat(64),
    events: [{ type: 'ticket-recalled', ticket: tag, counter: 3, recalls: 1 }],
    ...overrides,
  };
}

/** A chain of `count` entries right behind `previous`. Equal arguments give equal entries. */
export function chainOf(hall: string, count: number, previous: Position = ORIGIN, tag = ''): JournalEntry[] {
  const entries: JournalEntry[] = [];
  let head = previous;
  for (let index = 0; index < count; index += 1) {
    const entry = sealEntry(entryDraft(hall, `${tag}${head.version + 1}`, { at: FIRST_AT + head.version }), head);
    entries.push(entry);
    head = positionOf(entry);
  }
  return entries;
}

/** Where a chain ends. */
export function headOf(entries: readonly JournalEntry[], before: Position = ORIGIN): Position {
  const last = entries.at(-1);
  return last === undefined ? before : positionOf(last);
}
