import { HUB_USER, OPERATOR_USER, passwordHash, replicaUser, SENTINEL_USER, type RedisPlan } from './redis-plan.ts';

/**
 * Who may do what on a node of Redis, and nothing else.
 *
 * A function of the library runs with the rights of who calls it (ACL, "the user executing this script"), so the hub needs the
 * commands inside `hallcall`, too; what it has on top is reading. Whatever lets somebody run code, read the configuration (which
 * holds passwords), change who follows whom or throw data away is the operator's: a hub that was taken over can spoil the halls'
 * entries, which the chain of hashes tells, and not the installation.
 */

/** What the hub may read and write: its halls' keys, and what hubs share. */
const HUB_KEYS = [
  ...['~q:{*}:*', '~hallcall:halls', '~hallcall:format', '~hallcall:duty:*'],
  ...['%R~hallcall:copies', '%R~hallcall:settings'],
];
const HUB_CHANNELS = ['&hallcall:*'];

export const HUB_COMMANDS: readonly string[] = [
  ...['fcall', 'fcall_ro'],
  ...['xadd', 'xlen', 'xrange', 'xrevrange', 'xtrim'],
  ...['hget', 'hmget', 'hgetall', 'hset', 'hsetnx', 'hdel', 'hexists', 'hlen', 'hscan'],
  ...['hkeys', 'del', 'unlink', 'exists', 'pttl'],
  ...['sadd', 'smembers', 'sismember', 'sscan'],
  ...['wait', 'role', 'info', 'ping', 'memory|usage'],
  ...['publish', 'subscribe', 'unsubscribe', 'ssubscribe', 'sunsubscribe', 'spublish'],
  ...['hello', 'auth', 'reset', 'client|setname', 'client|id', 'command'],
  ...['cluster|slots', 'cluster|shards', 'cluster|nodes', 'cluster|info', 'cluster|myid', 'asking', 'readonly', 'readwrite'],
];

/** Changing the installation, not emptying it: nothing that a person might type throws the halls away. */
const OPERATOR_LESS = ['-flushall', '-flushdb', '-swapdb', '-debug', '-module', '-migrate'];

/** What Redis' documentation of Sentinel lists for it ("Sentinel and Redis ACL"). */
const SENTINEL_COMMANDS = [
  ...['multi', 'exec', 'ping', 'info', 'role', 'subscribe', 'publish', 'slaveof', 'replicaof'],
  ...['config|rewrite', 'client|setname', 'client|kill', 'script|kill', 'hello', 'auth'],
];

/** What Redis' documentation of replication lists for a replica. */
const REPLICA_COMMANDS = ['psync', 'replconf', 'ping', 'auth'];

const allowed = (commands: readonly string[]): string[] => ['-@all', ...commands.map((command) => `+${command}`)];

function user(name: string, password: string, rights: readonly string[]): string {
  return ['user', name, 'on', 'resetpass', passwordHash(password), 'resetkeys', 'resetchannels', ...rights].join(' ');
}

const NOBODY = 'user default off resetpass resetkeys resetchannels -@all';

/**
 * Nobody can sign in as it (`off`, no password), and yet it may do everything: a node that starts reads its log as this user, and Redis without
 * the mending of its issue 14541 (7.0 and 7.2 among them) refuses what stands there between MULTI and EXEC, as all that a function wrote, when
 * that user may not do it. The entries are gone then, and nothing but a line in its own log says so.
 */
const READER_OF_THE_LOG = 'user default off resetpass allkeys allchannels +@all';

/** `users.acl` of a node. The same on each of them: any may become the master. */
export function nodeUsers({ nodes, secrets }: RedisPlan): string {
  return lines([
    READER_OF_THE_LOG,
    user(HUB_USER, secrets.hub, [...HUB_KEYS, ...HUB_CHANNELS, ...allowed(HUB_COMMANDS)]),
    user(OPERATOR_USER, secrets.operator, ['~*', '&*', '+@all', ...OPERATOR_LESS]),
    user(SENTINEL_USER, secrets.sentinel, ['&*', ...allowed(SENTINEL_COMMANDS)]),
    ...nodes.map((node, index) => user(replicaUser(node), secrets.replicas[index] ?? '', allowed(REPLICA_COMMANDS))),
  ]);
}

/** A hub asks who is master, who follows it and who else watches, and hears when that changes. */
export const SENTINEL_HUB_COMMANDS: readonly string[] = [
  ...['get-master-addr-by-name', 'master', 'masters', 'replicas', 'slaves', 'sentinels', 'ckquorum'].map(
    (word) => `sentinel|${word}`,
  ),
  ...['ping', 'role', 'info', 'subscribe', 'psubscribe', 'unsubscribe', 'punsubscribe'],
  ...['hello', 'auth', 'client|setname', 'client|id', 'command'],
];

/** What one Sentinel asks another. */
const SENTINEL_PEER_COMMANDS = [
  'ping',
  'info',
  'publish',
  'subscribe',
  'sentinel|is-master-down-by-addr',
  'client|setname',
  'hello',
  'auth',
];

/** `users.acl` of a Sentinel. */
export function sentinelUsers({ secrets }: RedisPlan): string {
  return lines([
    NOBODY,
    user(HUB_USER, secrets.hub, ['&*', ...allowed(SENTINEL_HUB_COMMANDS)]),
    user(OPERATOR_USER, secrets.operator, ['~*', '&*', '+@all']),
    user(SENTINEL_USER, secrets.sentinel, ['&*', ...allowed(SENTINEL_PEER_COMMANDS)]),
  ]);
}

const lines = (all: readonly string[]): string => `${all.join('\n')}\n`;
