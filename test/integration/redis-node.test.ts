import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HubProcess } from '../support/hub-process.ts';
import { RedisInstallation } from '../support/redis-installation.ts';

let redis: RedisInstallation;
let lost: string;
/** With the hub's own user, as `hub.env` gives it. */
let hub: HubProcess;

beforeAll(async () => {
  redis = await RedisInstallation.start();
  lost = redis.addressOf(2);
  expect(await redis.migrate()).toMatchObject({ code: 0 });
  hub = await HubProcess.start({ environment: redis.hubEnvironment });
});

afterAll(async () => {
  await redis.close();
  await hub.close();
});

const takesTicket = async (): Promise<boolean> =>
  (await hub.command('2001', { type: 'issue-ticket', service: 'A' })).number !== undefined;
const metric = async (name: string): Promise<string> => {
  const text = await (await fetch(`${hub.url}/metrics`)).text();
  return text.split('\n').find((line) => line.startsWith(name)) ?? '';
};

const removedNodes = async (): Promise<readonly string[]> => {
  const names = await redis.asHub(redis.nodePorts[0]!, 'HKEYS', 'hallcall:copies');
  return names
    .split('\n')
    .filter((name) => name !== '')
    .sort();
};
const online = async (): Promise<number> =>
  (await redis.asOperator(redis.nodePorts[0]!, 'INFO', 'replication')).match(/state=online/g)?.length ?? 0;

/** Sentinels find each other again in their own time. */
const SLOW = { timeout: 150_000 };

describe('npm run redis:node', SLOW, () => {
  it('[I10] lists who copies, and refuses what is no replica, a slip, and what nobody confirmed', async () => {
    const list = await redis.node('list');
    expect(list).toMatchObject({ code: 0 });
    expect(list.output).toContain(`${redis.addressOf(1)}  master`);
    expect(list.output).toContain('2 of 2 copies are kept.');
    const master = await redis.node('remove', redis.addressOf(1), '--yes', redis.addressOf(1));
    expect(master.output).toMatch(/is the master/);
    const stranger = await redis.node('remove', '127.0.0.1:1', '--yes', '127.0.0.1:1');
    expect(stranger.output).toMatch(/is no node of this installation/);
    const slip = await redis.node('remove', lost, '--yes', redis.addressOf(3));
    expect(slip).toMatchObject({ code: 2 });
    const unasked = await redis.node('remove', lost);
    expect(unasked.output).toMatch(/nobody is there to be asked/);
    expect(await removedNodes()).toEqual([]);
    expect(await online()).toBe(2);
  });

  it('[I11, I12, I15] a dead replica stops the halls until it is removed; it stays out when it comes back by itself', async () => {
    expect(await takesTicket()).toBe(true);
    await redis.kill('node-2');
    await redis.until(async () => (await metric('hallcall_journal_writable')).endsWith(' 0'), 'the hub stops writing');
    await expect(hub.command('2001', { type: 'issue-ticket', service: 'A' })).rejects.toThrow('hall-read-only');
    const removed = await redis.node('remove', lost, '--yes', lost);
    expect(removed, removed.output).toMatchObject({ code: 0 });
    expect(removed.output).toContain('1 of 2 copies are there: strict hubs write nothing');
    expect(removed.output).toContain('1 of 2 copies are kept');
    expect(await removedNodes()).toEqual([lost]);
    for (const port of redis.sentinelPorts)
      expect(await redis.asOperator(port, 'SENTINEL', 'REPLICAS', 'hallcall')).not.toContain(lost);
    await redis.until(takesTicket, 'the hub writes again');
    expect(await metric('hallcall_journal_copies{which="kept"}')).toMatch(/ 1$/);
    redis.startServer('node-2');
    await redis.until(
      async () => (await redis.asOperator(redis.nodePorts[1]!, 'INFO', 'replication')).includes('link_status:down'),
      'it tries',
    );
    expect(await online()).toBe(1);
    expect((await redis.node('list')).output).toMatch(new RegExp(`${lost} {2}removed`));
  });

  it('[I13, I14, I15] it is added again: first it has everything, then it counts; who did what is kept', async () => {
    const added = await redis.node('add', lost);
    expect(added, added.output).toMatchObject({ code: 0 });
    expect(added.output).toContain('2 of 2 copies are kept');
    expect(await removedNodes()).toEqual([]);
    expect(await online()).toBe(2);
    expect(await redis.asOperator(redis.nodePorts[1]!, 'CONFIG', 'GET', 'replica-priority')).toContain('100');
    expect(await redis.asHub(redis.nodePorts[0]!, 'HGET', 'hallcall:settings', lost)).toContain('"appendFsync":"always"');
    const isWhole = async (): Promise<boolean> => (await metric('hallcall_journal_copies{which="kept"}')) === '';
    await redis.until(isWhole, 'the hub waits for both again');
    expect(await takesTicket()).toBe(true);
    const { output } = await redis.node('list');
    expect(output).toMatch(/add \S+ by duty operator: 2 of 2 copies\n.*remove \S+ by duty operator: 1 of 2 copies/);
  });

  it('[I11] two that are gone are removed together, since each would have to know of the other; the master goes on alone', async () => {
    const both = [lost, redis.addressOf(3)];
    await redis.kill('node-2');
    await redis.kill('node-3');
    const single = await redis.node('remove', lost, '--yes', lost);
    expect(single).toMatchObject({ code: 1 });
    expect(single.output).toMatch(/could not be told.*when that one is gone too, name both/s);
    expect(await removedNodes()).toEqual([]);
    const removed = await redis.node('remove', ...both, '--yes', both.join(','));
    expect(removed, removed.output).toMatchObject({ code: 0 });
    expect(removed.output).toContain('That is none');
    expect(await removedNodes()).toEqual(both.toSorted());
    await redis.until(takesTicket, 'the hub writes again');
  });

  it('[I13] a node that does not answer is not added, and nothing is raised', async () => {
    const added = await redis.node('add', lost);
    expect(added).toMatchObject({ code: 1 });
    expect(added.output).toMatch(/does not answer.*start it, then add it/s);
    expect(await removedNodes()).toHaveLength(2);
    expect((await redis.node('list')).output).toMatch(new RegExp(`${lost} {2}removed`));
  });
});
