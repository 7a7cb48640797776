import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Timers } from '../../shared/lib/clock.ts';
import { openRedisJournal, type RedisJournal } from '../../server/journal/redis/redis-journal.ts';
import { Metrics } from '../../server/observability/metrics.ts';
import { SETTINGS_LOOK_MS } from '../../server/redis/limits.ts';
import { openRedisStore } from '../../server/redis/open-redis-store.ts';
import type { RedisStore, RedisStoreOptions } from '../../server/redis/redis-store.ts';
import { chainOf, headOf } from '../support/journal-entries.ts';
import { RedisNodes } from '../support/redis-nodes.ts';
import { storeOptions } from '../support/redis-store-on.ts';
import { becomesSo } from '../support/responsive-time.ts';
import { SYSTEM_TIMERS } from '../support/system-timers.ts';
import { ORIGIN } from '../../shared/protocol/position.ts';

const HALL = 'demo';
const SOON_MS = 10_000;
const SOUND: readonly (readonly [string, string])[] = [
  ['appendfsync', 'always'],
  ['maxmemory-policy', 'noeviction'],
  ['min-replicas-max-lag', '2'],
  ['replica-priority', '100'],
];

let nodes: RedisNodes;
let troubles: string[];
let minutes: (() => void)[];
let opened: { readonly store: RedisStore; readonly journal: RedisJournal }[];

/** The minute between two looks passes when the test says so. */
const timers: Timers = {
  after: (ms, run) => SYSTEM_TIMERS.after(ms, run),
  every: (ms, run) => {
    if (ms !== SETTINGS_LOOK_MS) return SYSTEM_TIMERS.every(ms, run);
    minutes.push(run);
    return () => (minutes = minutes.filter((each) => each !== run));
  },
};
const aMinuteLater = (): void => minutes.forEach((run) => run());

async function openHub(options: Partial<RedisStoreOptions> = {}): Promise<RedisJournal> {
  const onTrouble = (trouble: string): void => void troubles.push(trouble);
  const store = await openRedisStore({ ...storeOptions(nodes.url, 1), timers, onTrouble, ...options });
  const journal = await openRedisJournal({ store, timers, onTrouble });
  opened.push({ store, journal });
  return journal;
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const isSo = await becomesSo(holds, SOON_MS, () => pause(10));
  if (!isSo) throw new Error(`not after ${SOON_MS} ms: ${what}\n${troubles.join('\n')}`);
}

const said = (what: RegExp): number => troubles.filter((trouble) => what.test(trouble)).length;

beforeAll(async () => {
  nodes = await RedisNodes.start({ replicas: 1 });
});

afterAll(() => nodes.remove());

beforeEach(async () => {
  troubles = [];
  minutes = [];
  opened = [];
  await nodes.master.ask('FLUSHALL');
});

afterEach(async () => {
  for (const { journal, store } of opened) {
    await journal.close();
    await store.close();
  }
  expect(minutes).toEqual([]);
  for (const node of nodes.all) for (const [name, value] of SOUND) await node.ask('CONFIG', 'SET', name, value);
});

describe('settings of Redis while hubs run', () => {
  it('[N27] a setting that became weaker is said once, shown by the metrics, and no longer when it is mended', async () => {
    const journal = await openHub();
    const replica = nodes.replicas[0]!;
    await replica.ask('CONFIG', 'SET', 'appendfsync', 'everysec');
    aMinuteLater();
    const weaker = [`no-fsync-always ${replica.name}`];
    await until('it is noticed', () => journal.condition().weaker !== undefined);
    expect(journal.condition()).toEqual({ is: 'writable', weaker });
    const metrics = new Metrics({ sockets: () => 0, condition: () => journal.condition() });
    expect(await metrics.text()).toContain(`hallcall_store_weaker{setting="no-fsync-always",node="${replica.name}"} 1`);
    await nodes.master.ask('CONFIG', 'SET', 'appendfsync', 'no');
    aMinuteLater();
    await until('the other one is noticed', () => journal.condition().weaker?.length === 2);
    expect(said(/weaker than Hallcall promises: .*everysec/)).toBe(1);
    expect(said(/weaker than Hallcall promises: .*appendfsync no\)/)).toBe(1);
    for (const node of nodes.all) await node.ask('CONFIG', 'SET', 'appendfsync', 'always');
    aMinuteLater();
    await until('it is over', () => journal.condition().weaker === undefined);
    expect(said(/are again what Hallcall promises/)).toBe(1);
    expect(await metrics.text()).not.toContain('hallcall_store_weaker{');
  });

  it('[N28] a master that may throw entries away is written to no more until that is mended, unless it was accepted', async () => {
    const [journal, accepting] = [await openHub(), await openHub({ allowed: ['eviction'] })];
    const entries = chainOf(HALL, 3);
    expect(await journal.append(HALL, ORIGIN, entries.slice(0, 1))).toEqual({ is: 'appended' });
    await nodes.master.ask('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
    aMinuteLater();
    await until('it is noticed', () => journal.condition().is === 'read-only');
    expect(journal.condition()).toMatchObject({ is: 'read-only', reason: 'unsafe-settings' });
    expect(said(/maxmemory-policy allkeys-lru\)\. Set "maxmemory-policy noeviction"\. Nothing is written until then/)).toBe(1);
    const refused = await journal.append(HALL, headOf(entries.slice(0, 1)), entries.slice(1, 2));
    expect(refused).toEqual({ is: 'read-only', reason: 'unsafe-settings' });
    expect(await journal.read(HALL, 0, 9)).toEqual(entries.slice(0, 1));
    expect(await accepting.append(HALL, headOf(entries.slice(0, 1)), entries.slice(1, 2))).toEqual({ is: 'appended' });
    expect(accepting.condition()).toEqual({ is: 'writable' });
    await nodes.master.ask('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
    aMinuteLater();
    await until('it is over', () => journal.condition().is === 'writable');
    expect(await journal.append(HALL, headOf(entries.slice(0, 2)), entries.slice(2))).toEqual({ is: 'appended' });
  });

  it('[N28] over a new connection it is noticed before the minute is over', async () => {
    const journal = await openHub();
    await nodes.master.ask('CONFIG', 'SET', 'maxmemory-policy', 'volatile-ttl');
    await nodes.master.ask('CLIENT', 'KILL', 'TYPE', 'normal');
    await until('it is noticed', () => {
      const condition = journal.condition();
      return condition.is === 'read-only' && condition.reason === 'unsafe-settings';
    });
  });

  it('[N29] a hub does not start on masters that wait for no lag, nor where a copy that counts never becomes the master', async () => {
    for (const node of nodes.all) await node.ask('CONFIG', 'SET', 'min-replicas-max-lag', '0');
    await nodes.replicas[0]?.ask('CONFIG', 'SET', 'replica-priority', '0');
    const refusal = await openHub().catch((error: unknown) => String(error));
    for (const node of nodes.all) expect(refusal).toContain(`no-min-replicas: ${node.name}: `);
    expect(refusal).toContain(`no-promotion: ${nodes.replicas[0]?.name}: it is never made the master (replica-priority 0)`);
    await openHub({ allowed: ['no-min-replicas', 'no-promotion'] });
    await nodes.master.ask('HSET', 'hallcall:copies', nodes.replicas[0]!.name, JSON.stringify({ at: 1, by: 'operator' }));
    await openHub();
  });

  it('[N30] what was written down before a node was started again is believed, and its age is said', async () => {
    for (const node of nodes.all) {
      await node.ask('ACL', 'SETUSER', 'hub', 'on', '>secret', '~*', '&*', '+@all', '-config');
      const record = JSON.stringify({ appendFsync: 'always', loadsTruncated: false, at: Date.UTC(2026, 0, 2) });
      await nodes.master.ask('HSET', 'hallcall:settings', node.name, record);
    }
    const { address } = storeOptions(nodes.url.replace('redis://', 'redis://hub:secret@'), 1);
    await openHub({ address });
    for (const node of nodes.all) {
      const words = `${node.name}: what is known of its settings was written down at 2026-01-02`;
      expect(troubles.filter((trouble) => trouble.startsWith(words))).toEqual([
        expect.stringContaining('"npm run redis:migrate"'),
      ]);
    }
  });
});
