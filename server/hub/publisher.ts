import type { WireEntry } from '../../shared/protocol/entry.ts';
import { ENTRIES_PER_MESSAGE_MAX } from '../../shared/protocol/limits.ts';
import type { JournalEntry } from '../journal/entry.ts';
import type { Broadcast } from './connection.ts';

/** What screens get of an entry: everything but who did it and by which command. */
export function wireEntry(entry: JournalEntry): WireEntry {
  const { version, at, previousHash, hash, events } = entry;
  return { version, at, previousHash, hash, events };
}

/** In messages of the size that both ends allow. */
export function inMessages(entries: readonly WireEntry[]): (readonly WireEntry[])[] {
  const messages: (readonly WireEntry[])[] = [];
  for (let from = 0; from < entries.length; from += ENTRIES_PER_MESSAGE_MAX) {
    messages.push(entries.slice(from, from + ENTRIES_PER_MESSAGE_MAX));
  }
  return messages;
}

/** One emit for a whole group, whatever the number of screens. Only committed entries come here. */
export function publish(broadcast: Broadcast, hall: string, entries: readonly WireEntry[]): void {
  for (const message of inMessages(entries)) broadcast.entries(hall, message);
}
