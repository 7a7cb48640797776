import { describe, expect, it } from 'vitest';
import { VirtualTime } from '../../../test/support/virtual-time.ts';
import { CredentialRates, REQUEST_BURST_MAX, REQUESTS_PER_SECOND_MAX } from './credential-rates.ts';

function accepted(rates: CredentialRates, credential: string, requests: number): number {
  return Array.from({ length: requests }, () => rates.take(credential)).filter(Boolean).length;
}

describe('requests of one credential', () => {
  it('[P78] are so many a second, so many at once, and slow nobody else', () => {
    const time = new VirtualTime();
    const rates = new CredentialRates(time);
    expect(accepted(rates, 'session:1', 5_000)).toBe(REQUEST_BURST_MAX);
    expect(accepted(rates, 'session:2', 10)).toBe(10);
    time.advance(1_000);
    expect(accepted(rates, 'session:1', 5_000)).toBe(REQUESTS_PER_SECOND_MAX);
  });

  it('[P78] are counted for thousands of credentials, and none that is at its limit is forgotten', () => {
    const time = new VirtualTime();
    const rates = new CredentialRates(time);
    accepted(rates, 'greedy', REQUEST_BURST_MAX);
    for (let index = 0; index < 6_000; index += 1) rates.take(`session:${index}`);
    expect(rates.take('greedy')).toBe(false);
  });
});
