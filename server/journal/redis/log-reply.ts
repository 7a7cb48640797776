import { ORIGIN, type Position } from '../../../shared/protocol/position.ts';
import type { RedisReply } from '../../redis/redis-store.ts';
import type { JournalEntry } from '../entry.ts';
import { openEntry, type StoredEntry } from '../hash-chain.ts';
import { JournalDamagedError } from '../journal.ts';

/** What `q:{hall}:head` says, as the functions tell it. */
export interface LogHead {
  readonly position: Position;
  readonly epoch: number;
  readonly term: string;
  /** Business days whose command ids are kept, the present one last. */
  readonly days: readonly string[];
  /** Entries up to this version are only in the archive. */
  readonly trimmedTo: number;
}

export interface LogPart {
  readonly head: LogHead;
  /** The one at `after`, where the log has it, then what is behind it. */
  readonly entries: readonly StoredEntry[];
}

/** Null for a hall without entries. */
export function readHead(reply: RedisReply): LogHead | null {
  if (!Array.isArray(reply) || reply.length < 8) return null;
  const [version, hash, epoch, term, , days, , trimmedTo] = reply as readonly RedisReply[];
  return {
    position: { version: Number(version), hash: String(hash) },
    epoch: Number(epoch),
    term: String(term),
    days: dayNames(String(days)),
    trimmedTo: Number(trimmedTo),
  };
}

/** Of `2026-11-21:4012,2026-11-22:`. */
export function dayNames(text: string): string[] {
  return [...text.matchAll(/([^:,]+):\d*/g)].map(([, day]) => day ?? '');
}

/** Null for a hall without entries. @throws JournalDamagedError for what is no entry of ours */
export function readPart(hall: string, reply: RedisReply): LogPart | null {
  const [told = null, listed = null] = Array.isArray(reply) ? (reply as readonly RedisReply[]) : [];
  const head = readHead(told);
  if (head === null) return null;
  const items = Array.isArray(listed) ? (listed as readonly RedisReply[]) : [];
  return { head, entries: items.map((item) => readItem(hall, item)) };
}

function readItem(hall: string, item: RedisReply): StoredEntry {
  const [id = '', fields = []] = Array.isArray(item) ? (item as readonly RedisReply[]) : [];
  const [epoch = '', version = ''] = String(id).split('-');
  const [hashName, hash, bodyName, body] = Array.isArray(fields) ? (fields as readonly RedisReply[]) : [];
  if (hashName !== 'h' || bodyName !== 'b')
    throw new JournalDamagedError(hall, Number(version), 'there is something else than an entry under its key');
  return { hall, version: Number(version), epoch: Number(epoch), hash: String(hash), body: String(body) };
}

/**
 * Verifies stored entries against the one before them and gives them. `before`: what the caller knows stands at `after`, or null when
 * the log's own word is to be taken for it.
 *
 * @throws JournalDamagedError
 */
export function openPart(
  hall: string,
  {
    after,
    before,
    entries,
  }: { readonly after: number; readonly before: Position | null; readonly entries: readonly StoredEntry[] },
  open: typeof openEntry = openEntry,
): JournalEntry[] {
  const [first] = entries;
  let previous = after === 0 ? ORIGIN : before;
  if (first?.version === after) {
    if (previous !== null && first.hash !== previous.hash)
      throw new JournalDamagedError(hall, after, 'the log has another entry there than the one that this hub knows');
    previous = { version: first.version, hash: first.hash };
  }
  const opened: JournalEntry[] = [];
  for (const stored of entries) {
    if (stored.version === after) continue;
    if (previous === null) throw new JournalDamagedError(hall, after, `missing; version ${stored.version} comes next`);
    const entry = open(stored, previous);
    opened.push(entry);
    previous = { version: entry.version, hash: entry.hash };
  }
  return opened;
}

/** As `openEntry`, believing everything: the planted fault `no-hash-check`. */
export function openUnchecked(stored: StoredEntry, previous: Position): JournalEntry {
  const body = JSON.parse(stored.body) as Omit<JournalEntry, 'epoch' | 'previousHash' | 'hash'>;
  return { ...body, version: stored.version, epoch: stored.epoch, previousHash: previous.hash, hash: stored.hash };
}
