import type { IncomingMessage } from 'node:http';
import { isLoopbackAddress } from '../http/request-facts.ts';

/**
 * Where a request comes from. A reverse proxy stands between, and what it says is believed only from the proxy itself: from this
 * machine, or from the address that was named. Of `X-Forwarded-For` the last entry counts: the others are the sender's own words.
 */
export function phoneAddress(request: IncomingMessage, proxy: string | null): string {
  const peer = request.socket.remoteAddress ?? 'unknown';
  const isProxy = isLoopbackAddress(peer) || peer === proxy || peer === `::ffff:${proxy ?? ''}`;
  const given = request.headers['x-forwarded-for'];
  if (!isProxy || given === undefined) return peer;
  const last = [given].flat().join(',').split(',').at(-1)?.trim() ?? '';
  return last === '' ? peer : last.slice(0, ADDRESS_LENGTH_MAX);
}

const ADDRESS_LENGTH_MAX = 64;
