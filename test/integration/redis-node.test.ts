import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RedisInstallation } from '../support/redis-installation.ts';

let redis: RedisInstallation;
let lost: string;

beforeAll(async () => {
  redis = await RedisInstallation.start();
  lost = redis.addressOf(2);
});

afterAll(() => redis.close());

const removedNodes = async (): Promise<readonly string[]> => {
  const names = await redis.asHub(redis.nodePorts[0]!, 'HKEYS', 'hallcall:copies');
  return names
    .split('\n')
    .filter((name) => name !== '')
    .sort();
};
const online = async (): Promise<number> =>
  (await redis.asOperator(redis.nodePorts[0]!, 'INFO', 'replication')).match(/state=online/g)?.length ?? 0;

describe('npm run redis:node', () => {
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

  it('[I11, I12] a dead replica is removed: one copy is kept, and it stays out when it comes back by itself', async () => {
    await redis.kill('node-2');
    const removed = await redis.node('remove', lost, '--yes', lost);
    expect(removed, removed.output).toMatchObject({ code: 0 });
    expect(removed.output).toContain('1 of 2 copies are kept');
    expect(await removedNodes()).toEqual([lost]);
    for (const port of redis.sentinelPorts)
      expect(await redis.asOperator(port, 'SENTINEL', 'REPLICAS', 'hallcall')).not.toContain(lost);
    redis.startServer('node-2');
    await redis.until(
      async () => (await redis.asOperator(redis.nodePorts[1]!, 'INFO', 'replication')).includes('link_status:down'),
      'it tries',
    );
    expect(await online()).toBe(1);
    expect((await redis.node('list')).output).toMatch(new RegExp(`${lost} {2}removed`));
  });

  it('[I13, I14] it is added again: first it has everything, then it counts; who did what is kept', async () => {
    await redis.asHub(redis.nodePorts[0]!, 'XADD', 'q:{demo}:log', '1-1', 'v', '1');
    const added = await redis.node('add', lost);
    expect(added, added.output).toMatchObject({ code: 0 });
    expect(added.output).toContain('2 of 2 copies are kept');
    expect(await removedNodes()).toEqual([]);
    expect(await online()).toBe(2);
    expect(await redis.asOperator(redis.nodePorts[1]!, 'CONFIG', 'GET', 'replica-priority')).toContain('100');
    expect(await redis.asHub(redis.nodePorts[0]!, 'HGET', 'hallcall:settings', lost)).toContain('"appendFsync":"always"');
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
    expect(await redis.asHub(redis.nodePorts[0]!, 'XADD', 'q:{demo}:log', '1-2', 'v', '2')).toBe('1-2');
  });

  it('[I13] a node that does not answer is not added, and nothing is raised', async () => {
    const added = await redis.node('add', lost);
    expect(added).toMatchObject({ code: 1 });
    expect(added.output).toMatch(/does not answer.*start it, then add it/s);
    expect(await removedNodes()).toHaveLength(2);
    expect((await redis.node('list')).output).toMatch(new RegExp(`${lost} {2}removed`));
  });
});
