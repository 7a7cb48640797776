import type { JournalEntry } from '../../server/journal/entry.ts';
import { ORIGIN } from '../../shared/protocol/position.ts';
import { RedisTalk, type RedisAddress, type RedisReply } from '../support/redis-talk.ts';

const BATCH = 2_000;

/** What the log of a hall says of itself, read without the hub's own code. */
export interface RedisHead {
  /** Of the last entry; 0 without one. */
  readonly epoch: number;
  readonly version: number;
  /** The master's replication id now. */
  readonly term: string;
}

export function logKey(hall: string): string {
  return `q:{${hall}}:log`;
}

/** The whole stream, unverified: `verdict.ts` walks the chain. */
export async function readRedisLog(address: RedisAddress, hall: string): Promise<JournalEntry[]> {
  const talk = await RedisTalk.open(address);
  try {
    const entries: JournalEntry[] = [];
    for (let from = '-'; ;) {
      const batch = (await talk.ask('XRANGE', logKey(hall), from, '+', 'COUNT', BATCH)) as readonly (readonly [
        string,
        string[],
      ])[];
      for (const [id, fields] of batch) entries.push(entryOf(id, fields, entries.at(-1)?.hash ?? ORIGIN.hash));
      const last = batch.at(-1);
      if (last === undefined || batch.length < BATCH) return entries;
      from = `(${last[0]}`;
    }
  } finally {
    talk.close();
  }
}

export async function readRedisHead(address: RedisAddress, hall: string): Promise<RedisHead> {
  const talk = await RedisTalk.open(address);
  try {
    const info = String(await talk.ask('INFO', 'replication'));
    const term = /master_replid:(\w+)/.exec(info)?.[1] ?? '';
    const [last] = (await talk.ask('XREVRANGE', logKey(hall), '+', '-', 'COUNT', 1)) as readonly (readonly [
      string,
      RedisReply,
    ])[];
    const [epoch = 0, version = 0] = (last?.[0] ?? '0-0').split('-').map(Number);
    return { epoch, version, term };
  } finally {
    talk.close();
  }
}

/** The version is the id's, so that a body under a wrong id is found. */
function entryOf(id: string, fields: readonly string[], previousHash: string): JournalEntry {
  const [epoch = 0, version = 0] = id.split('-').map(Number);
  const hash = fields[fields.indexOf('h') + 1] ?? '';
  const body = JSON.parse(fields[fields.indexOf('b') + 1] ?? '{}') as JournalEntry;
  return { ...body, version, epoch, previousHash, hash };
}
