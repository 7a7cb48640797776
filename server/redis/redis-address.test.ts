import { describe, expect, it } from 'vitest';
import { readClusterNodes, slotOf } from './cluster-map.ts';
import { nodeName, parseRedisAddress } from './redis-address.ts';

const read = (text: string) => {
  const address = parseRedisAddress(text);
  return address.ok ? address.value : address.error;
};

describe('the address of a Redis', () => {
  it('[N20] names one node, the Sentinels and their master, or nodes of a cluster', () => {
    expect(read('redis://hub:a%40b@redis-1')).toMatchObject({
      is: 'one',
      nodes: [{ host: 'redis-1', port: 6379 }],
      login: { user: 'hub', password: 'a@b' },
      isTls: false,
    });
    expect(read('rediss-sentinel://hub:x@s1,s2:9,[::1]:7/hall?sentinel-login=y&ca=/etc/ca.crt')).toMatchObject({
      is: 'sentinel',
      isTls: true,
      masterName: 'hall',
      nodes: [
        { host: 's1', port: 26379 },
        { host: 's2', port: 9 },
        { host: '::1', port: 7 },
      ],
      sentinelLogin: { user: null, password: 'y' },
      caFile: '/etc/ca.crt',
    });
    expect(read('redis-cluster://a:1,b:2')).toMatchObject({ is: 'cluster', login: null });
    expect(nodeName({ host: '::1', port: 7 })).toBe('[::1]:7');
  });

  it.each([
    ['http://a', /redis:\/\/host:port/],
    ['redis://a:1,b:2', /one host/],
    ['redis://a:0', /ports from 1/],
    ['redis://a:1/3', /database 0/],
    ['redis-sentinel://a:1', /name of the master/],
    ['redis://a:1?retry=yes', /no settings besides/],
  ])('[N20] %s is refused with what was expected', (text, says) => {
    expect(read(text)).toMatch(says);
  });
});

describe('the map of a cluster', () => {
  it('[N21] has all keys of a hall in one slot, as the cluster’s specification counts', () => {
    // The specification's own example, and what CLUSTER KEYSLOT of a real server says.
    expect(slotOf('123456789')).toBe(12739);
    expect(slotOf('foo')).toBe(12182);
    expect(slotOf('q:{demo}:log')).toBe(slotOf('q:{demo}:cmd:2026-11-22'));
    expect(slotOf('{}x')).not.toBe(slotOf('{}y'));
  });

  it('[N21] knows masters, replicas that may follow them, those that failed, and slots on their way', () => {
    const map = readClusterNodes(
      [
        'm1 10.0.0.1:7000@17000 myself,master - 0 0 1 connected 0-99 [5->-m2]',
        'm2 10.0.0.2:7000@17000,name master - 0 0 2 connected 100-16383',
        'r1 10.0.0.3:7000@17000 slave m1 0 0 1 connected',
        'r2 10.0.0.4:7000@17000 slave,fail m1 0 0 1 connected',
        'r3 10.0.0.5:7000@17000 slave,nofailover m1 0 0 1 connected',
        'm3 10.0.0.6:7000@17000 master - 0 0 3 connected',
      ].join('\n'),
    );
    const withSlots = [...map.shards.values()].filter(({ hasSlots }) => hasSlots).map(({ name }) => name);
    expect(withSlots).toEqual(['10.0.0.1:7000', '10.0.0.2:7000']);
    expect([...map.shards.keys()]).toEqual([...withSlots, '10.0.0.6:7000']);
    const first = map.shards.get('10.0.0.1:7000');
    expect([...(first?.replicas ?? [])]).toEqual(['10.0.0.3:7000', '10.0.0.4:7000']);
    expect([...(first?.away ?? [])]).toEqual(['10.0.0.4:7000']);
    expect([map.slots[5], map.slots[100], map.slots[16_383]]).toEqual(['10.0.0.1:7000', '10.0.0.2:7000', '10.0.0.2:7000']);
  });
});
