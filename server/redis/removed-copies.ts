import type { RedisReply } from './redis-store.ts';

/**
 * Nodes that an operator has taken out, so that hubs no longer wait for their copies: a hash of `host:port` to JSON
 * `{"at": milliseconds since 1970, "by": who}`. Written by `npm run redis:node`.
 */
export const REMOVED_COPIES_KEY = 'hallcall:copies';

export interface RemovedCopy {
  /** `host:port`, as the master and the Sentinels call it. */
  readonly name: string;
  readonly at: number;
  readonly by: string;
}

type Send = (command: readonly string[]) => Promise<RedisReply>;

export async function removedCopies(send: Send): Promise<RemovedCopy[]> {
  const reply = await send(['HGETALL', REMOVED_COPIES_KEY]);
  const flat = Array.isArray(reply) ? (reply as readonly RedisReply[]) : [];
  const removed: RemovedCopy[] = [];
  for (let index = 0; index + 1 < flat.length; index += 2)
    removed.push(readRemoved(String(flat[index]), String(flat[index + 1])));
  return removed;
}

/** From now on hubs do not wait for this node. Whoever calls has made sure that it cannot become the master. */
export async function removeCopy(send: Send, copy: RemovedCopy): Promise<void> {
  await send(['HSET', REMOVED_COPIES_KEY, copy.name, JSON.stringify({ at: copy.at, by: copy.by })]);
}

/** From now on hubs wait for this node again. Whoever calls has made sure that it is online. */
export async function addCopy(send: Send, name: string): Promise<void> {
  await send(['HDEL', REMOVED_COPIES_KEY, name]);
}

function readRemoved(name: string, text: string): RemovedCopy {
  try {
    const { at, by } = JSON.parse(text) as { at?: unknown; by?: unknown };
    return { name, at: typeof at === 'number' ? at : 0, by: typeof by === 'string' ? by : '' };
  } catch {
    // Written by hand, perhaps: that it is removed is all that counts.
    return { name, at: 0, by: '' };
  }
}
