import { describe, expect, it } from 'vitest';
import { TouchedGlass } from '../test/support/touched-glass.ts';
import { Corner } from './corner.svelte.ts';
import { Hands } from './hands.ts';
import { TypedSigns } from './typed-signs.svelte.ts';
import { BURST_GAP_MS } from './wedge-reader.ts';

/** What is on the page, by key; a press is written down. */
class Keys {
  readonly glass = new TouchedGlass({ kiosk: { identity: { kind: 'list' }, idleSeconds: 10 } });
  readonly pressed: string[] = [];
  again = 0;
  readonly identity = new TypedSigns({
    takes: /^[0-9X]$/,
    lengthMax: 20,
    onEnter: (text) => void this.glass.visit.identify(text),
  });
  readonly corner = new Corner({
    api: { pin: () => new Promise(() => undefined), testPrint: () => Promise.resolve(null) },
    timers: this.glass.time,
    printer: () => null,
    setPaperChange: () => Promise.resolve(),
    keepLanguage: () => undefined,
    reload: () => undefined,
  });
  readonly hands: Hands;

  constructor(shown: readonly string[] = ['1', '2', '*']) {
    const buttons = shown.map((key) => ({ dataset: { key }, disabled: false, click: () => this.pressed.push(key) }));
    const root = { querySelector: () => null, querySelectorAll: () => buttons } as unknown as ParentNode;
    const { glass, visit, time } = this.glass;
    this.hands = new Hands({
      ...{ visit, glass, timers: time, corner: this.corner },
      fields: { identity: this.identity, 'check-in': this.identity, pin: this.corner.pin },
      again: () => (this.again += 1),
      root: () => root,
    });
  }

  /** As hands type; what the page must not do anything else with. */
  type(...keys: readonly string[]): boolean[] {
    return keys.map((key) => {
      let taken = false;
      const took = (): void => void (taken = true);
      this.hands.key({
        key,
        ctrlKey: false,
        altKey: false,
        metaKey: false,
        timeStamp: this.glass.time.now(),
        preventDefault: took,
        stopPropagation: took,
      });
      this.glass.time.advance(BURST_GAP_MS + 100);
      return taken;
    });
  }
}

describe('keys in place of fingers', () => {
  it('[K122] press what carries their number, go back, and have the page said again; a finger hides them', () => {
    const keys = new Keys();
    expect(keys.type('2', '0', '*', '7', 'Escape')).toEqual([true, true, true, true, true]);
    expect([keys.pressed, keys.again, keys.glass.glass.keys]).toEqual([['2', '*', '*'], 1, true]);
    expect(keys.type('Enter', 'Tab', ' ')).toEqual([false, false, false]);
    keys.hands.finger();
    expect(keys.glass.glass.keys).toBe(false);
  });

  it('[K106, K122] wake the page that invites and choose nothing on it', () => {
    const keys = new Keys();
    keys.glass.visit.touched();
    keys.glass.time.advance(10_000);
    expect(keys.glass.visit.page.is).toBe('attract');
    keys.type('1');
    expect([keys.glass.visit.page.is, keys.pressed]).toEqual(['services', []]);
  });

  it('[K102, K122] write into the field that is open, and Enter sends it once', async () => {
    const keys = new Keys();
    keys.glass.touch(() => keys.glass.visit.openIdentity());
    keys.type(...'1380013800', 'x', '?', 'Backspace', '0', 'Enter');
    expect(keys.glass.identities).toEqual(['13800138000']);
    await keys.glass.settle();
    expect(keys.pressed).toEqual([]);
  });

  it('[K103, K110] a reader writes no PIN and presses nothing behind it', () => {
    const keys = new Keys();
    keys.corner.askPin('desk');
    for (const key of [...'864209', 'Enter'])
      keys.hands.key({
        key,
        ctrlKey: false,
        altKey: false,
        metaKey: false,
        timeStamp: keys.glass.time.now(),
        preventDefault: () => undefined,
        stopPropagation: () => undefined,
      });
    keys.glass.time.advance(1_000);
    expect([keys.corner.pin.value, keys.corner.page, keys.pressed, keys.glass.identities]).toMatchObject([
      '',
      { is: 'pin', asking: false },
      [],
      [],
    ]);
    keys.type('8', '6');
    expect(keys.corner.pin.value).toBe('86');
  });
});
