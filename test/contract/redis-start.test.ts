import { afterEach, describe, expect, it } from 'vitest';
import { openRedisStore } from '../../server/redis/open-redis-store.ts';
import type { RedisStoreOptions } from '../../server/redis/redis-store.ts';
import { RedisNode, RedisNodes, type RedisSettings } from '../support/redis-nodes.ts';
import { must } from '../../shared/lib/assert.ts';
import { ensureLibrary, loadedLibrary, placeLibrary } from '../../server/redis/library-check.ts';
import { LIBRARY_VERSION, libraryText, OWN_VERSIONS } from '../../server/redis/library.ts';
import { migrate } from '../../server/redis/operator/migrate.ts';
import { operatorConnect } from '../../server/redis/operator/operator-connection.ts';
import { storeOptions } from '../support/redis-store-on.ts';

/** Where it is expected to start, or to be refused at once: the machine may be busy. */
const STARTS_MS_MAX = 20_000;
/** Where it waits in vain. */
const IN_VAIN_MS = 1_500;

const started: { remove(): Promise<void> }[] = [];

async function nodeWith(settings: RedisSettings): Promise<RedisNode> {
  const node = await RedisNode.prepare({ 'min-replicas-to-write': '0', ...settings });
  started.push(node);
  await node.start();
  return node;
}

/** What a hub says that starts on it, or nothing when it starts. */
async function refusal(url: string, replicas: number, options: Partial<RedisStoreOptions> = {}): Promise<string> {
  const troubles: string[] = [];
  try {
    const store = await openRedisStore({
      ...storeOptions(url, replicas),
      startMsMax: STARTS_MS_MAX,
      onTrouble: (what) => troubles.push(what),
      ...options,
    });
    await store.close();
    return '';
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

afterEach(async () => {
  for (const each of started.splice(0)) await each.remove();
});

describe('starting on a Redis', () => {
  const weak: [name: string, settings: RedisSettings, says: RegExp][] = [
    ['no-appendonly', { appendonly: 'no' }, /not kept on its disk\. Set "appendonly yes"/],
    ['no-fsync-always', { appendfsync: 'everysec' }, /appendfsync everysec\)\. Set "appendfsync always"/],
    ['eviction', { 'maxmemory-policy': 'allkeys-lru' }, /may throw entries away .*Set "maxmemory-policy noeviction"/],
    ['truncated-aof', { 'aof-load-truncated': 'yes' }, /Set "aof-load-truncated no"/],
  ];
  it.each(weak)('[N14] is refused with %s, unless that is accepted by its name', async (name, settings, says) => {
    const node = await nodeWith(settings);
    const said = await refusal(node.url, 0);
    expect(said).toMatch(says);
    expect(said).toContain(`${node.name}: `);
    expect(said).toContain(`HALLCALL_REDIS_ALLOW`);
    expect(said).toMatch(/^StoreOpenError/);
    const allowed = [name] as unknown as RedisStoreOptions['allowed'];
    expect(await refusal(node.url, 0, { allowed })).toBe('');
  });

  it('[N14] is refused with a weak setting on a replica, and with masters that write alone', async () => {
    const nodes = await RedisNodes.start({ replicas: 1, settings: { 'min-replicas-to-write': '0' } });
    started.push(nodes);
    await nodes.replicas[0]?.ask('CONFIG', 'SET', 'appendfsync', 'no');
    const said = await refusal(nodes.url, 1);
    expect(said).toContain(`no-fsync-always: ${nodes.replicas[0]?.name}: `);
    expect(said).toContain('no-min-replicas');
    expect(said).toMatch(/--redis-allow no-min-replicas,no-fsync-always/);
  });

  it('[N15] is refused while a promised replica is missing, and says how to go on without it', async () => {
    const node = await nodeWith({});
    const said = await refusal(node.url, 1, { startMsMax: IN_VAIN_MS });
    expect(said).toMatch(/missing-replica: .*Start it, or take it out with "npm run redis:node -- remove/);
    expect(await refusal(node.url, 1, { allowed: ['missing-replica', 'no-min-replicas'] })).toBe('');
  });

  it('[N16] is refused with a wrong password, with none, and where nobody is', async () => {
    const node = await nodeWith({ requirepass: 'right' });
    const withPassword = (password: string): string => node.url.replace('redis://', `redis://:${password}@`);
    expect(await refusal(withPassword('wrong'), 0)).toMatch(/refuses the login of HALLCALL_REDIS \(WRONGPASS/);
    expect(await refusal(node.url, 0)).toMatch(/refuses the login of HALLCALL_REDIS \(NOAUTH/);
    expect(await refusal(withPassword('right'), 0)).toBe('');
    await node.kill();
    const said = await refusal(withPassword('right'), 0, { startMsMax: IN_VAIN_MS });
    expect(said).toMatch(/no Redis that takes writes can be reached/);
    expect(said).not.toContain('right');
  });

  it('[N17] is refused with functions or data of another release', async () => {
    const node = await nodeWith({});
    const code =
      "#!lua name=hallcall\nredis.register_function({ function_name = 'hallcall_version', callback = function() return 7 end, flags = { 'no-writes' } })";
    await node.ask('FUNCTION', 'LOAD', code);
    expect(await refusal(node.url, 0)).toMatch(
      /has version 7 of the functions "hallcall", which serve hubs from version 7 on.*Start the release that belongs to it/,
    );
    await node.ask('FUNCTION', 'FLUSH');
    expect(await refusal(node.url, 0)).toBe('');
    await node.ask('HSET', 'hallcall:format', 'journal', '9');
    expect(await refusal(node.url, 0)).toMatch(/has format 9, this release of Hallcall knows 1/);
    await node.ask('DEL', 'hallcall:format');
    await node.ask('SADD', 'hallcall:format', 'not ours');
    expect(await refusal(node.url, 0)).toMatch(/another program keeps something under hallcall:format/);
  });
});

describe('functions while hubs are updated one after the other', () => {
  const linkTo = (node: RedisNode) =>
    operatorConnect({ user: 'default', isTls: false, ca: null, password: '' })({ host: node.host, port: node.port });

  it('[N24] newer ones that still serve a hub stay when it starts, and newer ones take the place of older ones', async () => {
    const node = await nodeWith({});
    const link = await linkTo(node);
    const send = (command: readonly string[]) => link.ask(...command);
    const next = { version: LIBRARY_VERSION + 1, servesFrom: LIBRARY_VERSION };
    expect(await refusal(node.url, 0)).toBe('');
    expect(await loadedLibrary(send)).toEqual(OWN_VERSIONS);
    await ensureLibrary(node.name, send, next);
    expect(await loadedLibrary(send)).toEqual(next);
    expect(await refusal(node.url, 0)).toBe('');
    expect(await placeLibrary(send)).toEqual(next);
    expect(await node.ask('FUNCTION', 'LIST', 'LIBRARYNAME', '*')).toContain(`hallcall_${next.version}`);
    const apart = { version: next.version + 2, servesFrom: next.version + 1 };
    await expect(ensureLibrary(node.name, send, apart)).rejects.toThrow(/Stop all hubs, run "npm run redis:migrate"/);
    expect(await placeLibrary(send, apart)).toEqual(apart);
    expect(await refusal(node.url, 0)).toMatch(/which serve hubs from version .* Start the release that belongs to it/);
    const connect = () => linkTo(node);
    const installation = { name: null, servers: [{ host: node.host, port: node.port }] };
    await expect(migrate({ installation, connect, now: () => 1 })).rejects.toThrow(/do not serve hubs of this release/);
    link.close();
  });

  it('[N24] of several hubs that start at once with different ones the newest stay', async () => {
    const node = await nodeWith({});
    const links = await Promise.all(Array.from({ length: 6 }, () => linkTo(node)));
    for (let from = 1; from <= 4; from += 1) {
      await node.ask('FUNCTION', 'FLUSH');
      if (from % 2 === 0) await node.ask('FUNCTION', 'LOAD', libraryText({ version: from, servesFrom: 1 }));
      const versions = links.map((_, index) => ({ version: from + ((index * 5) % 7), servesFrom: 1 }));
      const seen = await Promise.all(
        links.map((link, index) => placeLibrary((command) => link.ask(...command), must(versions[index], 'one for each'))),
      );
      const newest = Math.max(...versions.map(({ version }) => version));
      expect((await loadedLibrary((command) => links[0]!.ask(...command)))?.version).toBe(newest);
      for (const [index, { version }] of seen.entries()) expect(version).toBeGreaterThanOrEqual(versions[index]!.version);
    }
    for (const link of links) link.close();
  });
});

describe('the operator’s migration', () => {
  it('[N22] loads the functions, and writes down settings for hubs that may neither load nor ask', async () => {
    const nodes = await RedisNodes.start({ replicas: 1 });
    started.push(nodes);
    const rights = '+@all -@dangerous +info +role -function +function|list';
    for (const node of nodes.all) await node.ask('ACL', 'SETUSER', 'hub', 'on', '>secret', '~*', '&*', ...rights.split(' '));
    const url = nodes.url.replace('redis://', 'redis://hub:secret@');
    const first = await refusal(url, 1);
    expect(first).toMatch(/does not have the functions "hallcall".*Run "npm run redis:migrate"/);
    await nodes.master.ask('FUNCTION', 'LOAD', libraryText());
    expect(await refusal(url, 1)).toMatch(/unknown-settings: .*Run "npm run redis:migrate"/);
    await nodes.master.ask('FUNCTION', 'FLUSH');
    const connect = operatorConnect({ user: 'default', isTls: false, ca: null, password: '' });
    const installation = { name: null, servers: [{ host: nodes.master.host, port: nodes.master.port }] };
    const written = await migrate({ installation, connect, now: () => 1 });
    expect(written.nodes).toEqual(nodes.all.map(({ name }) => name));
    expect(await refusal(url, 1)).toBe('');
  });
});
