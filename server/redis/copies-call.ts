import type { MasterRole } from './copies-kept.ts';
import { RedisRefusedError, type RedisReply, type WeakerSetting } from './redis-store.ts';

/** How copies are waited for: until they have it, or until it is on their disks and on the master's own. */
export type CopiesCall = 'WAIT' | 'WAITAOF';

export interface CopiesAsked {
  readonly acknowledged: number;
  readonly role: MasterRole | null;
}

/** There it may answer before the disks have it (redis/redis#13793). */
const ANSWERS_EARLY = /^redis_version:7\.4\.[0-2]\r?$/m;

/** Who accepted one of these by name has disks that are late or are not there: they are not waited for. */
const LATE_DISKS: readonly WeakerSetting[] = ['no-appendonly', 'no-fsync-always', 'unknown-settings'];

type Send = (command: readonly string[]) => Promise<RedisReply>;

/**
 * What this node knows, this user may and was not given up by name: `WAITAOF` since Redis 7.2. Asked over a connection that wrote
 * nothing, it answers at once.
 *
 * @throws RedisGoneError
 */
export async function copiesCallOf(send: Send, allowed: readonly WeakerSetting[]): Promise<CopiesCall> {
  if (LATE_DISKS.some((setting) => allowed.includes(setting))) return 'WAIT';
  try {
    await send(['WAITAOF', '1', '0', '1']);
    return ANSWERS_EARLY.test(String(await send(['INFO', 'server']))) ? 'WAIT' : 'WAITAOF';
  } catch (error) {
    // An older server, one that was allowed to keep nothing on its disk, or a user without the right to it.
    if (error instanceof RedisRefusedError) return 'WAIT';
    throw error;
  }
}

/** How many copies have it, as `acknowledgedBy` counts. Sent at once, in this order, before anything that is sent after it. */
export async function askCopies(send: Send, call: CopiesCall, wanted: number, ms: number): Promise<number> {
  // Asked together with the write a replica tells where its disk was before it: once all have received it they are asked again.
  const received = call === 'WAITAOF' ? send(copiesWords('WAIT', wanted, ms)) : null;
  const [, reply] = await Promise.all([received, send(copiesWords(call, wanted, ms))]);
  return acknowledgedBy(call, reply);
}

/** `ms`: after that the server answers with fewer. */
export function copiesWords(call: CopiesCall, wanted: number, ms: number): string[] {
  return call === 'WAIT' ? ['WAIT', String(wanted), String(ms)] : ['WAITAOF', '1', String(wanted), String(ms)];
}

/** How many copies have it; -1 when the master's own disk has not. `WAITAOF` answers `[own, replicas]`. */
export function acknowledgedBy(call: CopiesCall, reply: RedisReply): number {
  if (call === 'WAIT') return Number(reply);
  const [own, replicas] = Array.isArray(reply) ? (reply as readonly RedisReply[]) : [];
  return Number(own ?? 0) >= 1 ? Number(replicas ?? 0) : -1;
}
