import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll } from 'vitest';
import { openRedisJournal } from '../../server/journal/redis/redis-journal.ts';
import { LOOK_MS } from '../../server/redis/limits.ts';
import { openStoreOn } from '../support/redis-store-on.ts';
import { RedisNodes } from '../support/redis-nodes.ts';
import { SYSTEM_TIMERS } from '../support/system-timers.ts';
import type { JournalBench } from './journal-bench.ts';
import { journalContract } from './journal-contract.ts';
import { journalTroubleContract } from './journal-trouble-contract.ts';

let nodes: RedisNodes;
beforeAll(async () => {
  nodes = await RedisNodes.start({ replicas: 1 });
});
afterAll(() => nodes.remove());

/** A real server with a replica; empty again for each test. */
async function newBench(): Promise<JournalBench> {
  const { master } = nodes;
  await master.ask('FLUSHALL');
  const stores: { close(): Promise<void> }[] = [];
  return {
    damageStops: 'hall',
    open: async (plantedFault) => {
      const store = await openStoreOn(nodes);
      stores.push(store);
      return openRedisJournal({ store, timers: SYSTEM_TIMERS, onTrouble: () => undefined, plantedFault: plantedFault ?? null });
    },
    damageEntry: async (hall, version, how) => {
      const log = `q:{${hall}}:log`;
      const lines = (await master.ask('XRANGE', log, '-', '+')).split('\n');
      await master.ask('DEL', log);
      for (let index = 0; index < lines.length; index += 5) {
        const [id = '', , hash = '', , body = ''] = lines.slice(index, index + 5);
        const isIt = id.endsWith(`-${version}`);
        if (isIt && how === 'missing') continue;
        await master.ask('XADD', log, id, 'h', hash, 'b', isIt ? body.replace('1003', '9001') : body);
      }
    },
    damageSnapshot: async (hall) => {
      const key = `q:{${hall}}:snap`;
      const versions = (await master.ask('HKEYS', key)).split('\n').map(Number);
      const newest = String(Math.max(...versions));
      await master.ask('HSET', key, newest, `${await master.ask('HGET', key, newest)} `);
    },
    fillDisk: async () => void (await master.ask('CONFIG', 'SET', 'maxmemory', '1mb')),
    freeDisk: async () => void (await master.ask('CONFIG', 'SET', 'maxmemory', '0')),
    passProbe: () => pause(LOOK_MS * 1.2),
    dispose: async () => {
      await master.ask('CONFIG', 'SET', 'maxmemory', '0');
      for (const store of stores) await store.close();
    },
  };
}

journalContract('Redis', newBench);
journalTroubleContract('Redis', newBench);
