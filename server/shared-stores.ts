import { hostname } from 'node:os';
import type { Timers } from '../shared/lib/clock.ts';
import type { HubOptions } from './config/hub-options.ts';
import { faultAmong } from './config/hub-options.ts';
import { EXIT_USAGE, StartError } from './config/start-error.ts';
import type { AccessDatabase } from './database/access-database.ts';
import { JournalArchive } from './database/journal-archive.ts';
import { historyHeads } from './history/history-heads.ts';
import { refuseForeignList } from './journal/redis/log-calls.ts';
import { openRedisJournal } from './journal/redis/redis-journal.ts';
import { trimLogs } from './journal/redis/trim-logs.ts';
import { JOURNAL_PLANTED_FAULTS, type Journal } from './journal/journal.ts';
import { openRedisStore } from './redis/open-redis-store.ts';
import { parseRedisAddress } from './redis/redis-address.ts';
import { RedisDuties } from './redis/redis-duties.ts';
import { RedisPeers } from './redis/redis-peers.ts';
import { REDIS_PLANTED_FAULTS, WEAKER_SETTINGS, type RedisStore, type WeakerSetting } from './redis/redis-store.ts';
import { StoreOpenError } from './redis/store-open-error.ts';
import { calmLog } from './observability/calm-log.ts';
import type { OpenStores, Stores } from './store-set.ts';
import { clock, monotonicMs, newId } from './system-time.ts';

/**
 * The journal, duties and other hubs of an installation of many hubs. This file is loaded by such a hub only, with the packages that it
 * needs. @throws StartError
 */
export async function openSharedStores(
  options: HubOptions & { readonly redis: string },
  database: AccessDatabase,
  open: OpenStores,
): Promise<Stores> {
  const { closing, log, timers } = open;
  // One that was started again is another: what it had is over.
  const hubName = `${options.hub ?? `${hostname()}:${options.port}`}/${newId().slice(0, 8)}`;
  const calm = calmLog({ log, monotonicMs });
  const onTrouble = (trouble: string): void => calm.warn({ redis: true }, trouble);
  const store = await openStoreOf(options, hubName, { ...open, onTrouble });
  closing.add(() => store.close());
  const planted = faultAmong([...REDIS_PLANTED_FAULTS, ...JOURNAL_PLANTED_FAULTS], options.plantedFault);
  const archive = new JournalArchive(database);
  const proven = await historyHeads(database);
  const journal = await openRedisJournal({ store, timers, onTrouble, archive, proven, plantedFault: planted });
  closing.add(() => journal.close());
  const peers = new RedisPeers({ store, hub: hubName, log });
  closing.add(() => peers.close());
  const duties = new RedisDuties({ store, hub: hubName, timers, monotonicMs, log });
  await duties.start();
  closing.add(() => duties.close());
  // An archive of this hub alone would be none for the others.
  const holds = (hall: string): boolean => duties.holds(hall);
  if (database.isShared) closing.add(trimLogs({ journal, archive, clock, timers, holds, onTrouble }));
  return { journal, database, peers, duties, hubName, areShared: true };
}

/** Of hubs and tools alike. */
export type SharedOptions = Pick<HubOptions, 'redisAllow' | 'redisCopies' | 'redisReplicas' | 'plantedFault'> & {
  readonly redis: string;
};

/**
 * The journal alone, for a tool: it is no hub, has no duty and hears no messages. `isBelieved`: whatever the log says, also where the
 * history knows better. @throws StartError
 */
export async function openJournalForTool(
  options: SharedOptions,
  {
    database,
    isBelieved,
    ...more
  }: { readonly database: AccessDatabase | null; readonly isBelieved: boolean; readonly timers: Timers },
): Promise<{ readonly journal: Journal; close(): Promise<void> }> {
  const onTrouble = (trouble: string): void => void process.stderr.write(`${trouble}\n`);
  const store = await openStoreOf(options, `tool/${newId().slice(0, 8)}`, { ...more, onTrouble });
  const archive = database === null ? null : new JournalArchive(database);
  const proven = database === null || isBelieved ? undefined : await historyHeads(database);
  const journal = await openRedisJournal({ store, ...more, onTrouble, archive, proven });
  return {
    journal,
    async close() {
      await journal.close();
      await store.close();
    },
  };
}

async function openStoreOf(
  options: SharedOptions,
  hub: string,
  { onTrouble, timers }: { readonly timers: Timers; readonly onTrouble: (trouble: string) => void },
): Promise<RedisStore> {
  const address = parseRedisAddress(options.redis);
  if (!address.ok) throw new StartError(`--redis: expected ${address.error}`, EXIT_USAGE);
  const plantedFault = faultAmong(REDIS_PLANTED_FAULTS, options.plantedFault);
  const { redisCopies: copies, redisReplicas: replicas } = options;
  const promised = { replicas, copies, allowed: allowedOf(options) };
  let store: RedisStore | null = null;
  try {
    store = await openRedisStore({ address: address.value, hub, ...promised, clock, timers, onTrouble, plantedFault });
    await refuseForeignList(store);
    return store;
  } catch (error) {
    await store?.close();
    throw error instanceof StoreOpenError ? new StartError(error.message) : error;
  }
}

function allowedOf({ redisAllow }: SharedOptions): WeakerSetting[] {
  return redisAllow.map((given) => {
    const setting = WEAKER_SETTINGS.find((each) => each === given);
    if (setting !== undefined) return setting;
    throw new StartError(
      `--redis-allow: there is no setting "${given}" that could be accepted; there are ${WEAKER_SETTINGS.join(', ')}`,
      EXIT_USAGE,
    );
  });
}
