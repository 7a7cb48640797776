import type { IncomingMessage } from 'node:http';

/**
 * Whether a page may open a line here. Browsers do not apply CORS to WebSockets: without this rule any web page that a
 * teller visits could talk to the hub from the teller's machine.
 *
 * Exact comparison, never a pattern: the origin is the hub's own (scheme and the very `Host` of this request) or one of
 * `allowed`. Programs that are no browser send no `Origin`; they are let through to the handshake, which asks everybody
 * for a token. Browsers cannot leave the header out.
 */
export function isOriginAllowed(headers: IncomingMessage['headers'], allowed: ReadonlySet<string>): boolean {
  if (headers['sec-fetch-site'] === 'cross-site' && !allowed.has(headers.origin ?? '')) return false;
  const origin = headers.origin;
  if (origin === undefined) return true;
  if (allowed.has(origin)) return true;
  const host = headers.host?.toLowerCase();
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);
}
