import type { IncomingMessage } from 'node:http';

const ADDRESS_LENGTH_MAX = 64;

/** An IPv4 address as a socket of both families shows it. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

/** Whether what this peer forwards is believed: it is one of the balancers that the hub was told of. */
export function isProxy(peer: string | undefined, proxies: ReadonlySet<string>): boolean {
  return peer !== undefined && proxies.has(plain(peer));
}

/**
 * Where a request comes from. Behind a balancer its `X-Forwarded-For` says so, and only the last entry: the others are the
 * sender's own words.
 */
export function clientAddress(request: IncomingMessage, proxies: ReadonlySet<string>): string {
  const peer = request.socket.remoteAddress;
  return (isProxy(peer, proxies) ? lastForwarded(request) : null) ?? peer ?? 'unknown';
}

/** Null when nobody says where it was forwarded from. */
export function lastForwarded(request: IncomingMessage): string | null {
  const given = request.headers['x-forwarded-for'];
  const last = [given ?? []].flat().join(',').split(',').at(-1)?.trim() ?? '';
  return last === '' ? null : last.slice(0, ADDRESS_LENGTH_MAX);
}
