import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ORIGIN } from '../../shared/protocol/position.ts';
import { openRedisJournal, type RedisJournal } from '../../server/journal/redis/redis-journal.ts';
import { POLL_MS } from '../../server/journal/redis/limits.ts';
import { openRedisStore } from '../../server/redis/open-redis-store.ts';
import type { RedisStore } from '../../server/redis/redis-store.ts';
import { chainOf, headOf } from '../support/journal-entries.ts';
import { RedisNode } from '../support/redis-nodes.ts';
import { storeOptions } from '../support/redis-store-on.ts';
import { becomesSo } from '../support/responsive-time.ts';
import { SYSTEM_TIMERS } from '../support/system-timers.ts';

const HALL = 'demo';
const SOON_MS = 10_000;
const [LOG, HEAD] = [`q:{${HALL}}:log`, `q:{${HALL}}:head`];
const DAMAGED = { is: 'read-only', reason: 'damaged' };
const entries = chainOf(HALL, 4);
const three = entries.slice(0, 3);

let node: RedisNode;
let store: RedisStore;
let troubles: string[];
let journals: RedisJournal[];

/** `isCalm`: it looks at nothing by itself. Otherwise it looks often, so that a test need not wait. */
async function openHub(isCalm = true): Promise<RedisJournal> {
  const timers = {
    ...SYSTEM_TIMERS,
    every: (ms: number, run: () => void) => SYSTEM_TIMERS.every(ms !== POLL_MS ? ms : isCalm ? 3_600_000 : 10, run),
  };
  const journal = await openRedisJournal({ store, timers, onTrouble: (trouble) => void troubles.push(trouble) });
  journals.push(journal);
  return journal;
}

const append = (journal: RedisJournal) => journal.append(HALL, headOf(three), entries.slice(3));

async function dayKey(): Promise<string> {
  const day = (await node.ask('HGET', HEAD, 'days')).replace(/:.*/, '');
  return `q:{${HALL}}:cmd:${day}`;
}

beforeAll(async () => {
  node = await RedisNode.prepare({ 'min-replicas-to-write': '0' });
  await node.start();
  store = await openRedisStore(storeOptions(node.url, 0));
});

afterAll(async () => {
  await store.close();
  await node.remove();
});

beforeEach(async () => {
  await node.ask('FLUSHALL');
  troubles = [];
  journals = [];
});

afterEach(async () => {
  for (const journal of journals) await journal.close();
});

describe('keys of a hall that vanish', () => {
  const vanished: [name: string, act: (keyOfDay: string) => readonly string[], says: RegExp][] = [
    ['the log', () => ['DEL', LOG], /demo\}:log is gone from Redis/],
    ['its last entry', () => ['XDEL', LOG, '1-3'], /demo\}:log is gone from Redis, or the end of it/],
    ['the command ids of the day', (key) => ['DEL', key], /demo\}:cmd:\S+ is gone from Redis/],
    ['the head', () => ['DEL', HEAD], /demo\}:head is gone from Redis/],
  ];
  it.each(vanished)('[N31] without %s nothing is written any more, by hubs that run or start', async (_name, act, says) => {
    const running = await openHub();
    expect(await running.append(HALL, ORIGIN, three)).toEqual({ is: 'appended' });
    await node.ask(...act(await dayKey()));
    const before = await node.ask('DUMP', LOG);
    expect(await append(running)).toEqual(DAMAGED);
    expect(troubles.join('\n')).toMatch(says);
    expect(troubles.join('\n')).toContain('docs/operating.md, "Keys that vanish"');
    const starting = await openHub();
    expect(await append(starting)).toMatchObject({ is: expect.stringMatching(/read-only|conflict/) });
    expect(await node.ask('DUMP', LOG)).toBe(before);
    expect(await append(running)).toEqual(DAMAGED);
  });

  it('[N31] nor is a command told to be undone, or withdrawn, whose ids are gone', async () => {
    const [asks, withdraws] = [await openHub(), await openHub()];
    await asks.append(HALL, ORIGIN, three);
    await withdraws.head(HALL);
    const key = await dayKey();
    await node.ask('DEL', key);
    await expect(asks.findCommand(HALL, 'nobody-sent-it')).rejects.toThrow(/cmd:\S+ is gone/);
    expect(await withdraws.withdraw(HALL, 'nobody-sent-it', 'refused')).toEqual(DAMAGED);
    expect(await node.ask('EXISTS', key)).toBe('0');
    // As docs/operating.md says for ids that nobody has any more.
    await node.ask('HSET', key, 'accepted', '0');
    const [askingAgain, withdrawingAgain] = [await openHub(), await openHub()];
    expect(await append(askingAgain)).toEqual({ is: 'appended' });
    await withdrawingAgain.head(HALL);
    await node.ask('DEL', HEAD);
    await expect(askingAgain.findCommand(HALL, 'nobody-sent-it')).rejects.toThrow(/head is gone/);
    expect(await withdrawingAgain.withdraw(HALL, 'nobody-sent-it', 'refused')).toEqual(DAMAGED);
  });

  const keys: [name: string, key: () => Promise<string>][] = [
    ['the log', async () => LOG],
    ['the head', async () => HEAD],
    ['the command ids of the day', dayKey],
  ];
  it.each(keys)('[N32] an expiry on %s freezes the hall before it is over, at the start and while hubs run', async (_, keyOf) => {
    const running = await openHub(false);
    await running.append(HALL, ORIGIN, three);
    const key = await keyOf();
    await node.ask('EXPIRE', key, '3600');
    const says = `somebody has set an expiry on ${key}`;
    const isNoticed = await becomesSo(
      () => troubles.join('\n').includes(says),
      SOON_MS,
      () => pause(10),
    );
    expect(isNoticed, troubles.join('\n')).toBe(true);
    expect(await append(running)).toEqual(DAMAGED);
    const starting = await openHub();
    await expect(starting.head(HALL).then(() => starting.read(HALL, 0, 9))).rejects.toThrow(`PERSIST "${key}"`);
    await node.ask('PERSIST', key);
    expect(await append(await openHub())).toEqual({ is: 'appended' });
  });
});
