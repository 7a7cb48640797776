import { describe, expect, it } from 'vitest';
import { VirtualTime } from '../../../test/support/virtual-time.ts';
import { RateLimit } from './rate-limit.ts';

const RATE = { perSecond: 20, burst: 40 };

function taken(limit: RateLimit, tries: number): number {
  let count = 0;
  for (let each = 0; each < tries; each += 1) if (limit.take()) count += 1;
  return count;
}

describe('RateLimit', () => {
  it('[P6] gives the burst at once, then so many a second', () => {
    const time = new VirtualTime();
    const limit = new RateLimit(RATE, time);
    expect(taken(limit, 100)).toBe(40);
    time.sleep(1_000);
    expect(taken(limit, 100)).toBe(20);
    time.sleep(3_600_000);
    expect(limit.isFull).toBe(true);
    expect(taken(limit, 100)).toBe(40);
  });

  it('[P6] is not helped or hurt by a clock that is set', () => {
    const time = new VirtualTime();
    const limit = new RateLimit(RATE, time);
    taken(limit, 40);
    time.setClockBy(-3_600_000);
    expect(taken(limit, 10)).toBe(0);
    time.sleep(500);
    expect(taken(limit, 100)).toBe(10);
  });
});
