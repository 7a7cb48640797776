import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parseRedisAddress } from '../redis-address.ts';
import { HUB_COMMANDS } from './access-list.ts';
import { planFiles } from './plan-files.ts';
import { planProblems, type RedisPlan } from './redis-plan.ts';
import { writePlan } from './write-plan.ts';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function plan(changes: Partial<RedisPlan> = {}): RedisPlan {
  const host = (last: number, port: number) => ({ host: `10.0.0.${last}`, port });
  return {
    name: 'hallcall',
    nodes: [host(1, 6379), host(2, 6379), host(3, 6379)],
    sentinels: [host(1, 26_379), host(2, 26_379), host(3, 26_379)],
    downAfterMs: 3_000,
    tls: null,
    configFolder: (server) => `/etc/redis/${server}`,
    dataFolder: (server) => `/var/lib/redis/${server}`,
    secrets: { hub: 'hub-secret', operator: 'operator-secret', sentinel: 'sentinel-secret', replicas: ['r1', 'r2', 'r3'] },
    ...changes,
  };
}

function textOf(path: string, of: RedisPlan = plan()): string {
  return planFiles(of).find((file) => file.path === path)?.text ?? `${path} is not written`;
}

const lines = (text: string): string[] => text.trim().split('\n');

describe('the rights of a hub', () => {
  it('[I5] have every command that the functions use', () => {
    const folder = new URL('../', import.meta.url);
    const texts = readdirSync(folder)
      .filter((name) => name.endsWith('.lua'))
      .map((name) => readFileSync(new URL(name, folder), 'utf8'));
    const used = texts.flatMap((text) => [...text.matchAll(/redis\.p?call\('(\w+)'/g)].map(([, word]) => word?.toLowerCase()));
    expect(used.length).toBeGreaterThan(10);
    expect(used.filter((word) => !HUB_COMMANDS.includes(word ?? ''))).toEqual([]);
  });
});

describe('what redis:config writes', () => {
  it('[I1] every setting that the promises rest on is written out, for every node', () => {
    for (const node of ['node-1', 'node-2', 'node-3']) {
      expect(lines(textOf(`${node}/redis.conf`))).toEqual(
        expect.arrayContaining([
          'appendonly yes',
          'appendfsync always',
          'no-appendfsync-on-rewrite no',
          'aof-load-truncated no',
          'maxmemory-policy noeviction',
          'min-replicas-to-write 1',
          'min-replicas-max-lag 2',
          'repl-diskless-sync-delay 0',
          'enable-debug-command no',
          `aclfile /etc/redis/${node}/users.acl`,
          `dir /var/lib/redis/${node}`,
        ]),
      );
    }
    expect(textOf('node-1/redis.conf')).not.toMatch(/^replicaof/m);
    expect(textOf('node-2/redis.conf')).toMatch(/^replicaof 10\.0\.0\.1 6379$/m);
    expect(lines(textOf('sentinel-3/sentinel.conf'))).toContain('sentinel monitor hallcall 10.0.0.1 6379 2');
  });

  it('[I1] one node alone is not told to wait for a replica', () => {
    const [first] = plan().nodes;
    expect(textOf('node-1/redis.conf', plan({ nodes: [first!], sentinels: [] }))).toMatch(/^min-replicas-to-write 0$/m);
  });

  it('[I2] the lists of users hold hashes, and each file that holds a password is its owner’s alone', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hallcall-plan-'));
    folders.push(folder);
    expect(writePlan(join(folder, 'redis'), planFiles(plan())).ok).toBe(true);
    const written = readdirSync(join(folder, 'redis'), { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(written).toHaveLength(15);
    for (const entry of written) {
      const path = join(entry.parentPath, entry.name);
      const text = readFileSync(path, 'utf8');
      const holdsSecret = /-secret|\br[123]\b/.test(text);
      if (entry.name === 'users.acl') expect(text, path).not.toMatch(/-secret/);
      if (holdsSecret) expect((statSync(path).mode & 0o077).toString(8), path).toBe('0');
    }
  });

  it('[I2] a folder with anything in it is left alone', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hallcall-plan-'));
    folders.push(folder);
    writeFileSync(join(folder, 'hub.env'), 'in use');
    expect(writePlan(folder, planFiles(plan()))).toMatchObject({ ok: false });
    expect(readdirSync(folder)).toEqual(['hub.env']);
  });

  it('[I3] a hub reads its address as it is written: Sentinels, both logins, TLS', () => {
    const address = /HALLCALL_REDIS=(.*)/.exec(textOf('hub.env', plan({ tls: '/etc/redis/tls' })))?.[1] ?? '';
    expect(parseRedisAddress(address)).toEqual({
      ok: true,
      value: {
        is: 'sentinel',
        nodes: plan().sentinels,
        masterName: 'hallcall',
        isTls: true,
        login: { user: 'hallcall', password: 'hub-secret' },
        sentinelLogin: { user: 'hallcall', password: 'hub-secret' },
        caFile: '/etc/redis/tls/ca.crt',
      },
    });
    expect(textOf('hub.env')).toMatch(/^HALLCALL_REDIS_REPLICAS=2$/m);
  });

  it('[I3] with TLS no port is open without it', () => {
    const conf = lines(textOf('node-1/redis.conf', plan({ tls: '/etc/redis/tls' })));
    expect(conf).toEqual(
      expect.arrayContaining(['port 0', 'tls-port 6379', 'tls-replication yes', 'tls-ca-cert-file /etc/redis/tls/ca.crt']),
    );
  });

  it('[I3] what is less than the documents promise stands in the README', () => {
    expect(textOf('README.md', plan({ tls: '/tls' }))).not.toContain('Less than the documents promise');
    const [first, second] = plan().nodes;
    const small = textOf('README.md', plan({ nodes: [first!, { ...first!, port: 6380 }], sentinels: [second!] }));
    for (const told of ['fewer than three nodes', 'Fewer than three Sentinels', 'one machine', 'Without TLS'])
      expect(small).toContain(told);
  });

  it('[I2] what cannot be made is refused by name', () => {
    const [first] = plan().nodes;
    expect(planProblems(plan())).toEqual([]);
    expect(planProblems(plan({ nodes: [], name: 'a b', configFolder: () => '/etc/my redis' }))).toHaveLength(3);
    expect(planProblems(plan({ nodes: [first!, first!] }))).toEqual(['two servers cannot have one address']);
  });
});
