import { describe, expect, it } from 'vitest';
import { VirtualTime } from '../../../test/support/virtual-time.ts';
import {
  GuessLimits,
  MISSES_BURST,
  MISSES_IN_ALL_BURST,
  MISSES_IN_ALL_PER_SECOND,
  MISSES_PER_MINUTE,
  SLOWED_MAX,
} from './guess-limits.ts';
import { phoneAddress } from './phone-address.ts';

const MINUTE = 60_000;

function missed(limits: GuessLimits, address: string, times: number): void {
  for (let each = 0; each < times; each += 1) limits.missed(address);
}

describe('guesses', () => {
  it('[F187] make their address wait after ten, then ten a minute: a million from one address take ten weeks', () => {
    const time = new VirtualTime();
    const limits = new GuessLimits(time);
    missed(limits, '203.0.113.7', MISSES_BURST - 1);
    expect(limits.waitMs('203.0.113.7')).toBe(0);
    limits.missed('203.0.113.7');
    expect(limits.waitMs('203.0.113.7')).toBe(MINUTE / MISSES_PER_MINUTE);
    expect(limits.waitMs('203.0.113.8')).toBe(0);
    let guesses = 0;
    for (let second = 0; second < 600; second += 1) {
      time.advance(1_000);
      while (limits.waitMs('203.0.113.7') === 0) {
        limits.missed('203.0.113.7');
        guesses += 1;
      }
    }
    expect(guesses).toBeLessThanOrEqual(10 * MISSES_PER_MINUTE);
    expect(guesses).toBeGreaterThan(9 * MISSES_PER_MINUTE);
    expect((1_000_000 / MISSES_PER_MINUTE) * MINUTE).toBeGreaterThan(69 * 24 * 60 * MINUTE);
  });

  it('[F187] of one house count together, and a clock that goes back gives nothing', () => {
    const time = new VirtualTime();
    const limits = new GuessLimits(time);
    for (let host = 0; host < MISSES_BURST; host += 1) limits.missed(`2001:db8:1:2::${host}`);
    expect(limits.waitMs('2001:db8:1:2:ffff::1')).toBeGreaterThan(0);
    expect(limits.waitMs('2001:db8:1:3::1')).toBe(0);
    time.setClockBy(-MINUTE);
    expect(limits.waitMs('2001:db8:1:2::1')).toBeGreaterThan(0);
  });

  it('[F187] from everywhere make everybody wait a little, so many at once, and shut nobody out', () => {
    const time = new VirtualTime();
    const limits = new GuessLimits(time);
    for (let host = 0; host < MISSES_IN_ALL_BURST; host += 1) missed(limits, `10.0.${host >> 8}.${host & 255}`, 1);
    expect(limits.waitMs('192.0.2.1')).toBe(0);
    const turns = Array.from({ length: SLOWED_MAX }, () => limits.turn());
    expect(new Set(turns.map(({ is }) => is))).toEqual(new Set(['later']));
    expect(limits.turn().is).toBe('full');
    for (const turn of turns) if (turn.is === 'later') turn.over();
    expect(limits.turn().is).toBe('later');
    time.advance(1_000 / MISSES_IN_ALL_PER_SECOND);
    expect(limits.turn().is).toBe('now');
  });

  it('[F187] are counted by the address that the proxy saw, and nobody else’s word is taken for it', () => {
    const from = (peer: string, forwarded?: string | string[], proxy: string | null = null): string =>
      phoneAddress({ socket: { remoteAddress: peer }, headers: { 'x-forwarded-for': forwarded } } as never, proxy);
    expect(from('127.0.0.1', '198.51.100.1, 203.0.113.7')).toBe('203.0.113.7');
    expect(from('127.0.0.1')).toBe('127.0.0.1');
    expect(from('203.0.113.9', '198.51.100.1')).toBe('203.0.113.9');
    expect(from('10.0.0.5', '198.51.100.1', '10.0.0.5')).toBe('198.51.100.1');
    expect(from('::ffff:10.0.0.5', ['a', '198.51.100.1'], '10.0.0.5')).toBe('198.51.100.1');
    expect(from('10.0.0.6', '198.51.100.1', '10.0.0.5')).toBe('10.0.0.6');
  });
});
