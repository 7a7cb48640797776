import type { Position } from '../../../shared/protocol/position.ts';
import { RedisRefusedError, type RedisReply, type RedisStore, type Shard, type Written } from '../../redis/redis-store.ts';
import type { JournalEntry } from '../entry.ts';
import { bodyOf } from '../hash-chain.ts';
import { JournalDamagedError } from '../journal.ts';
import { HALLS_KEY, type HallKeys } from './hall-keys.ts';
import { reasonOf } from './redis-condition.ts';
import { keptByAnother, StoreOpenError } from '../../redis/store-open-error.ts';

/** The functions of `journal-functions.lua`, as commands. */
export function appendCall(
  keys: HallKeys,
  group: {
    readonly epoch: number;
    readonly term: string;
    readonly expected: Position;
    readonly days: readonly string[];
    readonly entries: readonly JournalEntry[];
    /** Of each entry, where it is known already. */
    readonly bodies?: readonly string[];
    readonly idOf?: (entry: JournalEntry) => string;
  },
): string[] {
  const { days, entries, epoch, expected, idOf = (entry) => entry.commandId, term } = group;
  const { bodies = entries.map(bodyOf) } = group;
  const names = [keys.log, keys.head, ...days.map(keys.command)];
  const command = ['FCALL', 'hallcall_write', String(names.length), ...names];
  command.push(String(epoch), term, String(expected.version), expected.hash, days.join(','));
  for (const [index, entry] of entries.entries()) command.push(entry.hash, idOf(entry), bodies[index] ?? '');
  return command;
}

export function withdrawCall(
  keys: HallKeys,
  withdrawn: {
    readonly epoch: number;
    readonly term: string;
    readonly commandId: string;
    readonly answer: string;
    readonly days: readonly string[];
  },
): string[] {
  const { answer, commandId, days, epoch, term } = withdrawn;
  const names = [keys.head, ...days.map(keys.command)];
  return ['FCALL', 'hallcall_withdraw', String(names.length), ...names, String(epoch), term, commandId, answer, days.join(',')];
}

/** `days`: all that are kept, as the head said last. */
export function fenceCall(keys: HallKeys, term: string, days: readonly string[]): string[] {
  const names = [keys.head, keys.log, ...days.map(keys.command)];
  return ['FCALL', 'hallcall_fence', String(names.length), ...names, term, days.join(',')];
}

export function lookCall(keys: HallKeys): string[] {
  return ['FCALL_RO', 'hallcall_look', '1', keys.head];
}

/** The head, once log and command ids are found whole. */
export function wholeCall(keys: HallKeys, days: readonly string[]): string[] {
  const names = [keys.head, keys.log, ...days.map(keys.command)];
  return ['FCALL_RO', 'hallcall_look', String(names.length), ...names, days.join(',')];
}

export function readCall(keys: HallKeys, after: number, limit: number): string[] {
  return ['FCALL_RO', 'hallcall_read', '2', keys.log, keys.head, String(after), String(limit)];
}

export function findCall(keys: HallKeys, commandId: string, days: readonly string[]): string[] {
  const names = [keys.head, ...days.map(keys.command)];
  return ['FCALL_RO', 'hallcall_find', String(names.length), ...names, commandId, days.join(',')];
}

export function forgetCall(keys: HallKeys, upToVersion: number, days: readonly string[]): string[] {
  const names = [keys.head, ...days.map(keys.command)];
  return ['FCALL', 'hallcall_forget', String(names.length), ...names, String(upToVersion), days.join(',')];
}

export function trimCall(keys: HallKeys, upToVersion: number): string[] {
  return ['FCALL', 'hallcall_trim', '2', keys.log, keys.head, String(upToVersion)];
}

/** A function's answer: a word, then what belongs to it. */
export function wordsOf(reply: RedisReply): readonly RedisReply[] {
  return Array.isArray(reply) ? (reply as readonly RedisReply[]) : [reply];
}

export type NotNow = ReturnType<typeof reasonOf>;

/** Why a write was not done, for the condition. */
export function refusedReason(shard: Shard, { error }: Extract<Written, { is: 'refused' }>): NotNow {
  switch (error.code) {
    case 'OOM':
    case 'MISCONF':
      return 'disk-full';
    case 'NOREPLICAS':
      return 'copies-missing';
    case 'NOTWRITABLE':
      return reasonOf(shard.condition.is);
    default:
      return 'unreachable';
  }
}

/** Entries with the very texts that were hashed. */
export interface Sealed {
  readonly entries: readonly JournalEntry[];
  readonly bodies: readonly string[];
}

/** What the log said to an append, and what the append was. */
export interface Answered extends Sealed {
  readonly reply: RedisReply;
  readonly epoch: number;
  readonly days: readonly string[];
  /** Over the connection that it began with. */
  readonly isSame: boolean;
}

export function foreignKeys(hall: string): JournalDamagedError {
  return new JournalDamagedError(
    hall,
    0,
    'another program keeps something under its keys in Redis. Move it away, then restart the hub',
  );
}

/** What a function has found wrong with a hall's keys; null when its answer says nothing of the kind. */
export function wrongKeys({ committed, hall }: HallPlace, reply: RedisReply): JournalDamagedError | null {
  const [word, key] = wordsOf(reply);
  if (word === 'LOST') return vanished({ committed, hall }, String(key));
  if (word === 'MORE') return foreignKeys(hall);
  if (word !== 'EXPIRES') return null;
  return new JournalDamagedError(
    hall,
    committed.version,
    `somebody has set an expiry on ${String(key)}: Redis is going to delete it. Nothing is issued or called in this hall until an operator ` +
      `has said PERSIST "${String(key)}" and restarted the hubs (docs/operating.md, "Keys that vanish")`,
  );
}

export function vanished({ committed, hall }: HallPlace, key: string): JournalDamagedError {
  return new JournalDamagedError(
    hall,
    committed.version,
    `${key} is gone from Redis, or the end of it: somebody has deleted it, or set an expiry on it. Nothing is issued or called in this hall ` +
      'until an operator has brought it back and restarted the hubs (docs/operating.md, "Keys that vanish")',
  );
}

interface HallPlace {
  readonly hall: string;
  readonly committed: Position;
}

/** Another program's key under one of our names, or its entry behind ours: the head is ours, and the log has a later id. */
export function isForeign(error: unknown): boolean {
  return error instanceof RedisRefusedError && /WRONGTYPE|XADD is equal or smaller/.test(error.message);
}

/** @throws StoreOpenError when another program keeps something under the key of the list of halls */
export async function refuseForeignList(store: Pick<RedisStore, 'send'>): Promise<void> {
  await store.send(HALLS_KEY, ['SISMEMBER', HALLS_KEY, '']).catch((error: unknown) => {
    // A Redis that is away by now may be back for the first command.
    if (isForeign(error)) throw new StoreOpenError(keptByAnother(HALLS_KEY));
  });
}
