import { describe, expect, it } from 'vitest';
import { SocketCount } from './socket-count.ts';

describe('SocketCount', () => {
  it('[P12] counts by address and in all, and forgets who left, once', () => {
    const count = new SocketCount({ allMax: 3, perAddressMax: 2 });
    const leave = count.enter('a');
    count.enter('a');
    expect(count.hasRoomFor('a')).toBe(false);
    expect(count.hasRoomFor('b')).toBe(true);
    count.enter('b');
    expect(count.hasRoomFor('b')).toBe(false);
    leave();
    leave();
    expect(count.all).toBe(2);
    expect(count.hasRoomFor('a')).toBe(true);
  });
});
