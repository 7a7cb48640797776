import { failed, ok, type Result } from '../../shared/lib/result.ts';

export interface NodeAddress {
  readonly host: string;
  readonly port: number;
}

export interface RedisLogin {
  readonly user: string | null;
  readonly password: string;
}

/** Where the Redis of an installation is, and how it is asked which node takes writes. */
export interface RedisAddress {
  /** `one`: this node, always. `sentinel`: whom the Sentinels name. `cluster`: whoever serves the slot. */
  readonly is: 'one' | 'sentinel' | 'cluster';
  /** The node; the Sentinels; some nodes of the cluster. */
  readonly nodes: readonly NodeAddress[];
  /** What the Sentinels call the master; empty for the others. */
  readonly masterName: string;
  readonly isTls: boolean;
  readonly login: RedisLogin | null;
  /** For the Sentinels, where they ask for one (`?sentinel-login=user:password`). */
  readonly sentinelLogin: RedisLogin | null;
  /** A file with the authorities to trust with TLS besides the system's (`?ca=FILE`). */
  readonly caFile: string | null;
}

const SCHEMES = new Map<string, { readonly is: RedisAddress['is']; readonly isTls: boolean; readonly port: number }>([
  ['redis', { is: 'one', isTls: false, port: 6379 }],
  ['rediss', { is: 'one', isTls: true, port: 6379 }],
  ['redis-sentinel', { is: 'sentinel', isTls: false, port: 26379 }],
  ['rediss-sentinel', { is: 'sentinel', isTls: true, port: 26379 }],
  ['redis-cluster', { is: 'cluster', isTls: false, port: 6379 }],
  ['rediss-cluster', { is: 'cluster', isTls: true, port: 6379 }],
]);
const SHAPE = /^([a-z-]+):\/\/(?:([^@/]*)@)?([^@/?]+)(?:\/([^?]*))?(?:\?(.*))?$/;

/**
 * Reads `redis://[user:password@]host[:port]`, `redis-sentinel://[…@]host[:port],…/NAME` or `redis-cluster://[…@]host[:port],…`;
 * `rediss…` for TLS. Fails with what was expected, in words that complete "expected …"; the password is not repeated.
 */
export function parseRedisAddress(text: string): Result<RedisAddress, string> {
  const [, scheme = '', login, hosts = '', path = '', query = ''] = SHAPE.exec(text) ?? [];
  const kind = SCHEMES.get(scheme);
  if (kind === undefined)
    return failed('redis://host:port, redis-sentinel://host:port,host:port/NAME or redis-cluster://host:port,…');
  const nodes = hosts.split(',').map((host) => parseNode(host, kind.port));
  const whole = nodes.filter((node) => node !== null);
  if (whole.length !== nodes.length) return failed('hosts with ports from 1 to 65535, separated by commas');
  if (kind.is === 'one' && whole.length > 1)
    return failed('one host with redis://; several with redis-sentinel:// or redis-cluster://');
  if (kind.is === 'sentinel' && path === '')
    return failed('the name of the master behind the Sentinels, as in redis-sentinel://host:port/hallcall');
  if (kind.is !== 'sentinel' && path !== '' && path !== '0') return failed('database 0: the only one that promises hold for');
  const settings = new URLSearchParams(query);
  const unknown = [...settings.keys()].find((key) => key !== 'ca' && key !== 'sentinel-login');
  if (unknown !== undefined) return failed('no settings besides ca and sentinel-login behind the question mark');
  const sentinelLogin = settings.get('sentinel-login');
  return ok({
    is: kind.is,
    nodes: whole,
    masterName: kind.is === 'sentinel' ? decodeURIComponent(path) : '',
    isTls: kind.isTls,
    login: login === undefined ? null : parseLogin(login),
    sentinelLogin: sentinelLogin === null ? null : parseLogin(sentinelLogin),
    caFile: settings.get('ca'),
  });
}

/** `host:port`, an IPv6 address in brackets; `port` when none is said. Null when it is neither. */
export function parseNode(text: string, port: number | null = null): NodeAddress | null {
  const [, bracketed, plain, said] = /^(?:\[([0-9a-fA-F:.]+)\]|([^:\s]+))(?::(\d+))?$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const number = said === undefined ? port : Number(said);
  if (host === undefined || number === null || number < 1 || number > 65_535) return null;
  return { host, port: number };
}

/** The one text of a node by which it is known in lists. */
export function nodeName({ host, port }: NodeAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** `password`, `:password` or `user:password`. */
function parseLogin(text: string): RedisLogin {
  const colon = text.indexOf(':');
  if (colon === -1) return { user: null, password: decodeURIComponent(text) };
  const user = decodeURIComponent(text.slice(0, colon));
  return { user: user === '' ? null : user, password: decodeURIComponent(text.slice(colon + 1)) };
}
