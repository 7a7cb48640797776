import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RedisInstallation, runTool } from '../support/redis-installation.ts';

const REFUSED = /^(NOPERM|ERR DEBUG command not allowed)/;

/** Each would let a hub that was taken over do more than spoil its own halls' entries. */
const FORBIDDEN: readonly (readonly string[])[] = [
  ['EVAL', 'return 1', '0'],
  ['EVALSHA', 'e0e1f9fabfc9d4800c877a703b823ac0578ff8db', '0'],
  ['SCRIPT', 'LOAD', 'return 1'],
  ['FUNCTION', 'LOAD', '#!lua name=other\nredis.register_function("other", function() return 1 end)'],
  ['FUNCTION', 'DELETE', 'hallcall'],
  ['FUNCTION', 'FLUSH'],
  ['CONFIG', 'GET', '*'],
  ['CONFIG', 'SET', 'appendfsync', 'no'],
  ['CONFIG', 'REWRITE'],
  ['DEBUG', 'SLEEP', '0'],
  ['REPLICAOF', 'NO', 'ONE'],
  ['FLUSHALL'],
  ['FLUSHDB'],
  ['SWAPDB', '0', '1'],
  ['SHUTDOWN'],
  ['ACL', 'LIST'],
  ['ACL', 'SETUSER', 'hallcall', '+@all'],
  ['MODULE', 'LIST'],
  ['CLIENT', 'KILL', 'TYPE', 'normal'],
  ['MONITOR'],
  ['KEYS', '*'],
  ['SCAN', '0'],
  ['MIGRATE', '127.0.0.1', '1', 'q:{demo}:log', '0', '100'],
  ['BGREWRITEAOF'],
  ['EXPIRE', 'q:{demo}:log', '1'],
  ['RENAME', 'q:{demo}:log', 'q:{demo}:other'],
  ['RESTORE', 'q:{demo}:log', '0', 'x'],
  // Keys and channels that are nobody's of Hallcall, and those that are an operator's to write.
  ['SET', 'elsewhere', '1'],
  ['GET', 'elsewhere'],
  ['HSET', 'hallcall:copies', '127.0.0.1:1', '{}'],
  ['HSET', 'hallcall:settings', '127.0.0.1:1', '{}'],
  ['DEL', 'hallcall:copies'],
  ['XADD', 'hallcall:acts', '*', 'act', 'remove'],
  ['PUBLISH', 'elsewhere', 'x'],
];

let redis: RedisInstallation;

beforeAll(async () => {
  redis = await RedisInstallation.start();
});

afterAll(() => redis.close());

describe('an installation as redis:config writes it', () => {
  it('[I4] nobody comes in without a name and a password', async () => {
    const [port] = redis.nodePorts;
    const [sentinel] = redis.sentinelPorts;
    for (const at of [port!, sentinel!]) {
      expect(await redis.ask(at, { name: 'default', password: '' }, ['PING'])).toMatch(/NOAUTH|WRONGPASS/);
      expect(await redis.ask(at, { name: 'hallcall', password: 'guess' }, ['PING'])).toMatch(/NOAUTH|WRONGPASS/);
      expect(await redis.asHub(at, 'PING')).toBe('PONG');
    }
  });

  it.each(FORBIDDEN.map((command) => [command.slice(0, 2).join(' '), command] as const))(
    '[I5] the hub may not %s',
    async (_, command) => {
      expect(await redis.asHub(redis.nodePorts[0]!, ...command)).toMatch(REFUSED);
    },
  );

  it('[I5] the hub writes and reads its halls, has its copies, and knows what Redis is', async () => {
    const [port] = redis.nodePorts;
    const id = await redis.asHub(port!, 'XADD', 'q:{demo}:log', '1-1', 'v', '1');
    expect(id).toBe('1-1');
    expect(await redis.asHub(port!, 'XLEN', 'q:{demo}:log')).toBe('1');
    expect(await redis.asHub(port!, 'INFO', 'replication')).toContain('role:master');
    expect(await redis.asHub(port!, 'HGETALL', 'hallcall:copies')).toBe('');
    expect(await redis.asHub(port!, 'PUBLISH', 'hallcall:grown', 'x')).toBe('0');
    expect(await redis.asHub(redis.sentinelPorts[0]!, 'SENTINEL', 'get-master-addr-by-name', 'hallcall')).toContain(String(port));
    await redis.until(async () => (await redis.asHub(redis.nodePorts[1]!, 'ROLE')).startsWith('slave'), 'a replica');
  });

  it('[I5] a hub asks Sentinels and may change nothing there', async () => {
    const [sentinel] = redis.sentinelPorts;
    const acts = [
      ['SENTINEL', 'FAILOVER', 'hallcall'],
      ['SENTINEL', 'RESET', '*'],
      ['SENTINEL', 'REMOVE', 'hallcall'],
      ['SHUTDOWN'],
    ];
    for (const act of acts) expect(await redis.asHub(sentinel!, ...act), act.join(' ')).toMatch(/^NOPERM/);
  });

  it('[I6] the operator changes the installation and cannot throw the halls away', async () => {
    const [port] = redis.nodePorts;
    expect(await redis.asOperator(port!, 'CONFIG', 'GET', 'appendfsync')).toContain('always');
    for (const act of [['FLUSHALL'], ['FLUSHDB'], ['SWAPDB', '0', '1'], ['DEBUG', 'SLEEP', '0']])
      expect(await redis.asOperator(port!, ...act), act.join(' ')).toMatch(REFUSED);
  });

  it('[I7] a master that dies is replaced by the Sentinels, with nothing but their own rights, and comes back as a replica', async () => {
    const [port] = redis.nodePorts;
    await redis.kill('node-1');
    const master = async (): Promise<string> =>
      await redis.asHub(redis.sentinelPorts[1]!, 'SENTINEL', 'get-master-addr-by-name', 'hallcall');
    await redis.until(async () => !(await master()).endsWith(String(port)), 'another master', 30_000);
    const next = Number((await master()).split('\n')[1]);
    await redis.until(async () => (await redis.asHub(next, 'XLEN', 'q:{demo}:log')) === '1', 'the entry is there');
    redis.startServer('node-1');
    const online = async (): Promise<boolean> =>
      (await redis.asOperator(next, 'INFO', 'replication')).match(/state=online/g)?.length === 2;
    await redis.until(online, 'both others follow the new master', 30_000);
    expect(await redis.asHub(port!, 'ROLE')).toMatch(/^slave/);
  });

  it('[I47] a node that was killed comes back by itself with all that functions and scripts wrote', async () => {
    const alone = await RedisInstallation.start({ nodes: 1, sentinels: 0 });
    try {
      const [port] = alone.nodePorts;
      const twoWrites = 'redis.call("SET", KEYS[1], "1") redis.call("SET", KEYS[2], "2") return "OK"';
      expect(await alone.asOperator(port!, 'EVAL', twoWrites, '2', 'q:{demo}:a', 'q:{demo}:b')).toBe('OK');
      await alone.kill('node-1');
      alone.startServer('node-1');
      await alone.until(async () => (await alone.asOperator(port!, 'PING')) === 'PONG', 'the node is there again');
      expect(await alone.asOperator(port!, 'EXISTS', 'q:{demo}:a', 'q:{demo}:b')).toBe('2');
      expect(await alone.ask(port!, { name: 'default', password: '' }, ['GET', 'q:{demo}:a'])).toMatch(/NOAUTH|WRONGPASS/);
      await alone.asOperator(port!, 'ACL', 'SETUSER', 'default', '-@all');
      const told = await alone.migrate();
      expect(told).toMatchObject({ code: 1 });
      expect(told.output).toContain('at its next start it would lose what was written');
    } finally {
      await alone.close();
    }
  });

  it('[I2] the program refuses a folder that is in use, and wrong addresses, and says why', async () => {
    const used = await runTool('server/redis-config.ts', ['--out', redis.configuration]);
    expect(used).toMatchObject({ code: 2 });
    expect(used.output).toContain('is not empty');
    const wrong = await runTool('server/redis-config.ts', ['--out', `${redis.folder}/other`, '--nodes', '10.0.0.1']);
    expect(wrong).toMatchObject({ code: 2 });
    expect(wrong.output).toContain('10.0.0.1:6379');
  });
});
