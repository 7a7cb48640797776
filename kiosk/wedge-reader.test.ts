import { describe, expect, it } from 'vitest';
import { VirtualTime } from '../test/support/virtual-time.ts';
import { BURST_GAP_MS, SCAN_LENGTH_MAX, WedgeReader } from './wedge-reader.ts';

class Keyboard {
  readonly time = new VirtualTime();
  readonly scans: string[] = [];
  readonly typed: string[] = [];
  readonly reader = new WedgeReader({
    timers: this.time,
    onScan: (text) => this.scans.push(text),
    onTyped: (key) => this.typed.push(key),
  });

  /** Each key so long after the one before; what was dealt with. */
  keys(keys: readonly string[], everyMs: number): boolean[] {
    return keys.map((key) => {
      this.time.advance(everyMs);
      return this.reader.press(key, this.time.now());
    });
  }
}

describe('a keyboard that may be a reader', () => {
  it('[K103] takes a burst with Enter as one reading, of which no key reaches the page', () => {
    const keyboard = new Keyboard();
    expect(keyboard.keys([...'13800138000', 'Enter'], 5).every(Boolean)).toBe(true);
    expect([keyboard.scans, keyboard.typed]).toEqual([['13800138000'], []]);
  });

  it('[K103] hands on what hands type, one by one, and leaves Enter and Space to the buttons', () => {
    const keyboard = new Keyboard();
    keyboard.keys(['3'], 200);
    expect(keyboard.typed).toEqual([]);
    keyboard.time.advance(BURST_GAP_MS + 1);
    expect(keyboard.typed).toEqual(['3']);
    expect(keyboard.keys(['Enter', ' ', 'Tab', 'Escape', 'Shift'], 200)).toEqual([false, false, false, false, false]);
    keyboard.keys(['1', '2'], 30);
    keyboard.time.advance(BURST_GAP_MS + 1);
    expect([keyboard.typed, keyboard.scans]).toEqual([['3', '1', '2'], []]);
  });

  it('[K103] forgets a burst without an end, an end that comes late, and one that is too long', () => {
    const keyboard = new Keyboard();
    keyboard.keys([...'6222021234'], 5);
    keyboard.time.advance(BURST_GAP_MS + 1);
    expect(keyboard.keys(['Enter'], 10)).toEqual([false]);
    keyboard.keys([...'x'.repeat(10_000), 'Enter'], 1);
    keyboard.keys([...'y'.repeat(SCAN_LENGTH_MAX), 'Enter'], 1);
    expect([keyboard.scans, keyboard.typed]).toEqual([['y'.repeat(SCAN_LENGTH_MAX)], []]);
  });

  it('[K103] control bytes and marks of the writing direction are no signs', () => {
    const keyboard = new Keyboard();
    expect(keyboard.keys(['\u0007', '\u202e', '\u200f'], 5)).toEqual([false, false, false]);
    keyboard.reader.close();
    expect(keyboard.time.timersLeft).toBe(0);
  });
});
