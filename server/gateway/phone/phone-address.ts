import type { IncomingMessage } from 'node:http';
import { isProxy, lastForwarded } from '../http/client-address.ts';
import { isLoopbackAddress } from '../http/request-facts.ts';

/**
 * Where a request comes from. A reverse proxy stands between, and what it says is believed only from the proxy itself: from this
 * machine, or from the address that was named.
 */
export function phoneAddress(request: IncomingMessage, proxy: string | null): string {
  const peer = request.socket.remoteAddress ?? 'unknown';
  const isBelieved = isLoopbackAddress(peer) || isProxy(peer, new Set(proxy === null ? [] : [proxy]));
  return (isBelieved ? lastForwarded(request) : null) ?? peer;
}
