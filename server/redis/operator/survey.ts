import { fields, infoFields, NodeActError, using, type Connect, type Link } from './link.ts';
import type { RedisReply } from '../redis-store.ts';
import { removedNames } from './copies-record.ts';
import { nodeName, type NodeAddress } from '../redis-address.ts';

/** Where an installation is: through its Sentinels, or at the one address of its master. */
export interface Installation {
  /** What Sentinels call it; null without Sentinels. */
  readonly name: string | null;
  readonly servers: readonly NodeAddress[];
}

/** A node besides the master, as the installation knows it. */
export interface ReplicaReport {
  readonly address: NodeAddress;
  /** It may follow the master; an operator removed it when not. */
  readonly isAllowed: boolean;
  /** How far it has the master's stream of writes, in bytes; null while the master does not stream to it. */
  readonly offset: number | null;
}

export interface Survey {
  readonly master: NodeAddress;
  readonly replicas: readonly ReplicaReport[];
  readonly kept: number;
  /** Of the master's stream of writes, in bytes. */
  readonly offset: number;
}

/** Replicas when none was removed: what was promised. */
export const promisedCopies = ({ replicas }: Survey): number => replicas.length;

const REPLICA_USER = /^replica-(.+)-(\d+)$/;

/** All nodes of an installation. The users by which they replicate are the list: a node that is gone is still in it. */
export async function surveyOf(installation: Installation, connect: Connect): Promise<Survey> {
  const master = await masterOf(installation, connect);
  return using(connect, master, async (link) => {
    const role = (await link.ask('ROLE')) as readonly RedisReply[];
    if (role[0] !== 'master') throw new NodeActError(`${nodeName(master)} is no master: ask again in some seconds`);
    const info = infoFields(await link.ask('INFO', 'replication'));
    const replicas = await Promise.all((await nodesByUser(link)).map((node) => reportOf(link, info, node)));
    const others = replicas.filter(({ address }) => nodeName(address) !== nodeName(master));
    const offset = Number(info.get('master_repl_offset') ?? 0);
    const removed = await removedNames(link);
    const kept = others.filter(({ address }) => !removed.has(nodeName(address))).length;
    return { master, replicas: others, kept, offset };
  });
}

/** The one that most Sentinels name. A majority, since a Sentinel that is cut off may name yesterday's. */
export async function masterOf({ name, servers }: Installation, connect: Connect): Promise<NodeAddress> {
  const [first] = servers;
  if (name === null) {
    if (first === undefined) throw new NodeActError('no address of Redis is given');
    return first;
  }
  const asked = await Promise.allSettled(
    servers.map((server) =>
      using(connect, server, async (link) => (await link.ask('SENTINEL', 'get-master-addr-by-name', name)) as readonly string[]),
    ),
  );
  const named = asked.flatMap((each) => (each.status === 'fulfilled' && each.value ? [each.value.join(' ')] : []));
  const agreed = named.find((each) => named.filter((other) => other === each).length * 2 > servers.length);
  const [host, port] = agreed?.split(' ') ?? [];
  if (host === undefined || port === undefined) throw new NodeActError(noMajority(servers, asked));
  return { host, port: Number(port) };
}

function noMajority(servers: readonly NodeAddress[], asked: readonly PromiseSettledResult<unknown>[]): string {
  const said = servers.map((server, index) => {
    const answer = asked[index];
    const why = answer?.status === 'rejected' ? String((answer.reason as Error).message) : 'answered';
    return `  ${nodeName(server)}: ${why}`;
  });
  return `the Sentinels do not agree on a master (more than half must answer and name the same):\n${said.join('\n')}`;
}

async function nodesByUser(link: Link): Promise<readonly NodeAddress[]> {
  const users = (await link.ask('ACL', 'USERS')) as readonly string[];
  const nodes = users.flatMap((user) => {
    const [, host, port] = REPLICA_USER.exec(user) ?? [];
    return host === undefined ? [] : [{ host, port: Number(port) }];
  });
  if (nodes.length > 0) return nodes;
  throw new NodeActError(
    'no node has a user to replicate by (replica-HOST-PORT): this Redis was not set up by npm run redis:config',
  );
}

async function reportOf(link: Link, info: ReadonlyMap<string, string>, node: NodeAddress): Promise<ReplicaReport> {
  const user = fields(await link.ask('ACL', 'GETUSER', `replica-${node.host}-${node.port}`));
  const followed = [...info].filter(([name]) => /^slave\d+$/.test(name)).map(([, value]) => listed(value));
  const seen = followed.find((each) => each.get('ip') === node.host && Number(each.get('port')) === node.port);
  return {
    address: node,
    isAllowed: user.get('flags')?.split(',').includes('on') ?? false,
    offset: seen?.get('state') === 'online' ? Number(seen.get('offset') ?? 0) : null,
  };
}

/** `ip=…,port=…,state=online,offset=…,lag=…` */
function listed(value: string): Map<string, string> {
  return new Map(value.split(',').map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)] as const));
}
