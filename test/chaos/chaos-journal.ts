import type { Logger } from 'pino';
import { openRedisJournal } from '../../server/journal/redis/redis-journal.ts';
import type { Journal } from '../../server/journal/journal.ts';
import { openRedisStore } from '../../server/redis/open-redis-store.ts';
import { parseRedisAddress } from '../../server/redis/redis-address.ts';
import { REDIS_PLANTED_FAULTS } from '../../server/redis/redis-store.ts';
import { SYSTEM_CLOCK, SYSTEM_TIMERS } from '../support/system-timers.ts';

/** The journal that a hub is told of by `HALLCALL_REDIS…`, as the product opens it. */
export async function openChaosJournal(env: NodeJS.ProcessEnv, log: Logger): Promise<Journal> {
  const address = parseRedisAddress(env['HALLCALL_REDIS'] ?? '');
  if (!address.ok) throw new Error(`HALLCALL_REDIS: expected ${address.error}`);
  const plantedFault = REDIS_PLANTED_FAULTS.find((fault) => fault === env['HALLCALL_PLANTED_FAULT']) ?? null;
  const onTrouble = (trouble: string): void => log.error(trouble);
  const replicas = Number(env['HALLCALL_REDIS_REPLICAS'] ?? 2);
  const store = await openRedisStore({
    address: address.value,
    hub: env['HALLCALL_HUB'] ?? 'hub',
    replicas,
    copies: env['HALLCALL_REDIS_COPIES'] === 'relaxed' ? 'relaxed' : 'strict',
    // One node alone takes writes without replicas.
    allowed: replicas === 0 ? ['no-min-replicas'] : [],
    clock: SYSTEM_CLOCK,
    timers: SYSTEM_TIMERS,
    onTrouble,
    plantedFault,
  });
  return openRedisJournal({ store, timers: SYSTEM_TIMERS, onTrouble, plantedFault });
}
