import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { StartError } from '../config/start-error.ts';
import { regionLine } from './region-line.ts';
import { Shipping, type ShippingOptions } from './shipping.ts';

export interface RegionAddress {
  readonly regionUrl: string | null;
  readonly regionTokenFile: string | null;
  readonly regionCa: string | null;
}

const RANDOM_STEPS = 1_000_000;
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * Null where no region is named. A plain address is for a proxy on this very machine only: the token would be everybody's.
 *
 * @throws StartError for an address or a file that cannot be used; a region that is away is none.
 */
export function openShipping(address: RegionAddress, options: Omit<ShippingOptions, 'line' | 'random'>): Shipping | null {
  const { regionCa: ca, regionTokenFile: tokenFile, regionUrl: url } = address;
  if (url === null) return null;
  const { hostname, protocol } = new URL(url);
  if (protocol !== 'https:' && !LOOPBACK.has(hostname)) {
    throw new StartError(`--region-url ${url} is not encrypted: give https://…, or the address of a proxy on this machine`);
  }
  if (tokenFile === null)
    throw new StartError('--region-url needs --region-token-file, the token that "npm run region -- token add HALL" told');
  for (const file of [tokenFile, ...(ca === null ? [] : [ca])]) {
    if (!existsSync(file)) throw new StartError(`${file} is not there (--region-token-file, --region-ca)`);
  }
  const random = (): number => randomInt(RANDOM_STEPS) / RANDOM_STEPS;
  return new Shipping({ ...options, random, line: regionLine({ url, tokenFile, ca }) });
}
