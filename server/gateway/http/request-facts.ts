import type { Request } from 'express';

/** The client's own behind a balancer that the hub was told of (`createApp`). */
export function addressOf(request: Request): string {
  return request.ip ?? request.socket.remoteAddress ?? 'unknown';
}

/** RFC 6750. Null when the header is missing or says something else. */
export function bearerToken(request: Request): string | null {
  return /^Bearer ([A-Za-z0-9._~+/=-]{1,200})$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

/** Any one of them says that somebody stands between. */
const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'] as const;
const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * From a browser on this very machine that was told a name of this very machine: the address alone would let a page of
 * a foreign name that resolves to 127.0.0.1 in, and everybody behind a proxy that runs here.
 */
export function isFromThisMachine(request: Request): boolean {
  const hostname = /^(\[[^\]]*\]|[^:]*)(?::\d+)?$/.exec(request.headers.host ?? '')?.[1]?.toLowerCase() ?? '';
  const isForwarded = PROXY_HEADERS.some((header) => request.headers[header] !== undefined);
  return isLoopbackAddress(request.socket.remoteAddress ?? '') && LOOPBACK_HOSTS.has(hostname) && !isForwarded;
}

export function isLoopbackAddress(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/i.test(address);
}
