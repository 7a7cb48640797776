import { nodeName, type NodeAddress } from '../redis-address.ts';
import { isIpAddress, leastReplicas, quorumOf, replicaUser, SENTINEL_USER, type RedisPlan } from './redis-plan.ts';

/**
 * `redis.conf` of a node. Every setting on which a promise rests is written out, also where it is Redis' default: a default of
 * another version or of a packager is not the promise. What each is for: `docs/operating.md`, "The settings of Redis".
 */
export function redisConf(plan: RedisPlan, index: number): string {
  const server = `node-${index + 1}`;
  const node = at(plan.nodes, index);
  const master = at(plan.nodes, 0);
  return text([
    `# Hallcall: node ${index + 1} of "${plan.name}", ${nodeName(node)}. Redis itself rewrites this file when roles change.`,
    ...listening(node, plan.tls),
    `dir ${plan.dataFolder(server)}`,
    `aclfile ${plan.configFolder(server)}/users.acl`,
    `masteruser ${replicaUser(node)}`,
    `masterauth ${plan.secrets.replicas[index] ?? ''}`,
    ...DURABLE,
    `min-replicas-to-write ${leastReplicas(plan.nodes.length - 1)}`,
    'min-replicas-max-lag 2',
    ...REPLICATION,
    `replica-announce-ip ${node.host}`,
    `replica-announce-port ${node.port}`,
    ...CLOSED,
    ...(index === 0 ? [] : [`replicaof ${master.host} ${master.port}`]),
  ]);
}

/** What is answered is on disk, nothing goes by itself, and a shortened log is no log. */
const DURABLE = [
  'appendonly yes',
  'appendfsync always',
  'no-appendfsync-on-rewrite no',
  'aof-load-truncated no',
  'aof-use-rdb-preamble yes',
  'save ""',
  'maxmemory 0',
  'maxmemory-policy noeviction',
];

const REPLICATION = [
  'replica-priority 100',
  'replica-read-only yes',
  // A replica without its master answers nothing old.
  'replica-serve-stale-data no',
  'repl-diskless-sync yes',
  'repl-diskless-sync-delay 0',
  'repl-backlog-size 64mb',
  'repl-timeout 10',
  'repl-ping-replica-period 2',
];

const CLOSED = [
  'enable-protected-configs no',
  'enable-debug-command no',
  'enable-module-command no',
  'acllog-max-len 128',
  'tcp-keepalive 15',
  'timeout 0',
  'daemonize no',
  'supervised auto',
];

/** `sentinel.conf`. Sentinel rewrites it: what it has learned of nodes and votes is kept there. */
export function sentinelConf(plan: RedisPlan, index: number): string {
  const server = `sentinel-${index + 1}`;
  const sentinel = at(plan.sentinels, index);
  const master = at(plan.nodes, 0);
  const { name, secrets } = plan;
  return text([
    `# Hallcall: Sentinel ${index + 1} of "${name}", ${nodeName(sentinel)}. Sentinel itself rewrites this file.`,
    ...listening(sentinel, plan.tls),
    `dir ${plan.dataFolder(server)}`,
    `aclfile ${plan.configFolder(server)}/users.acl`,
    'sentinel resolve-hostnames yes',
    'sentinel announce-hostnames yes',
    `sentinel announce-ip ${sentinel.host}`,
    `sentinel announce-port ${sentinel.port}`,
    `sentinel sentinel-user ${SENTINEL_USER}`,
    `sentinel sentinel-pass ${secrets.sentinel}`,
    `sentinel monitor ${name} ${master.host} ${master.port} ${quorumOf(plan.sentinels.length)}`,
    `sentinel auth-user ${name} ${SENTINEL_USER}`,
    `sentinel auth-pass ${name} ${secrets.sentinel}`,
    `sentinel down-after-milliseconds ${name} ${plan.downAfterMs}`,
    `sentinel failover-timeout ${name} ${Math.max(10_000, plan.downAfterMs * 4)}`,
    `sentinel parallel-syncs ${name} 1`,
    'sentinel deny-scripts-reconfig yes',
    'daemonize no',
    'supervised auto',
  ]);
}

/** A name may be another address tomorrow: then it listens everywhere, and the users are what guards it. */
function listening({ host, port }: NodeAddress, tls: RedisPlan['tls']): string[] {
  const bind = isIpAddress(host) ? [...new Set(['127.0.0.1', host])].join(' ') : '* -::*';
  const door =
    tls === null
      ? [`port ${port}`]
      : [
          'port 0',
          `tls-port ${port}`,
          `tls-cert-file ${tls}/server.crt`,
          `tls-key-file ${tls}/server.key`,
          `tls-ca-cert-file ${tls}/ca.crt`,
          'tls-auth-clients no',
          'tls-replication yes',
        ];
  return [`bind ${bind}`, 'protected-mode yes', ...door];
}

function at(nodes: readonly NodeAddress[], index: number): NodeAddress {
  const node = nodes[index];
  if (node === undefined) throw new RangeError(`there is no node ${index + 1}`);
  return node;
}

const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;
