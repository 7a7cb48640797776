import { must } from '../../shared/lib/assert.ts';
import { openRedisStore } from '../../server/redis/open-redis-store.ts';
import { parseRedisAddress } from '../../server/redis/redis-address.ts';
import type { RedisStore, RedisStoreOptions } from '../../server/redis/redis-store.ts';
import type { RedisNodes } from './redis-nodes.ts';
import { SYSTEM_CLOCK, SYSTEM_TIMERS } from './system-timers.ts';

/** The store of a hub on these nodes: the master's address, as many copies as there are replicas. */
export function openStoreOn(nodes: RedisNodes, options: Partial<RedisStoreOptions> = {}): Promise<RedisStore> {
  return openRedisStore({ ...storeOptions(nodes.url, nodes.replicas.length), ...options });
}

/** Options of a hub that accepts nothing weaker. */
export function storeOptions(url: string, replicas: number): RedisStoreOptions {
  const address = parseRedisAddress(url);
  return {
    address: must(address.ok ? address.value : null, `${url} is an address of Redis`),
    hub: 'test-hub',
    replicas,
    copies: 'strict',
    allowed: [],
    clock: SYSTEM_CLOCK,
    timers: SYSTEM_TIMERS,
    onTrouble: () => undefined,
  };
}
