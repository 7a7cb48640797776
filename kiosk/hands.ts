import type { Timers } from '../shared/lib/clock.ts';
import type { Corner } from './corner.svelte.ts';
import type { Glass } from './glass.svelte.ts';
import { AGAIN_KEY, BACK_KEYS, pressKey } from './key-path.ts';
import type { TypedSigns } from './typed-signs.svelte.ts';
import type { KioskVisit } from './visit.svelte.ts';
import { WedgeReader } from './wedge-reader.ts';

export interface HandsOptions {
  readonly visit: KioskVisit;
  readonly corner: Corner;
  readonly glass: Glass;
  readonly timers: Timers;
  /** The fields that are typed into, by page. */
  readonly fields: { readonly identity: TypedSigns; readonly 'check-in': TypedSigns; readonly pin: TypedSigns };
  /** Hear the page again. */
  readonly again: () => void;
  /** What carries `data-key`. */
  readonly root: () => ParentNode;
}

/** What a key event tells; a real one fits. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  /** Milliseconds of any beginning. */
  readonly timeStamp: number;
  preventDefault(): void;
  stopPropagation(): void;
}

/**
 * Everything that comes through a kiosk's keyboard: a keypad, a keyboard, and readers that pretend to be one. Listens before the
 * buttons do, so that a reader's Enter presses none of them.
 */
export class Hands {
  readonly #options: HandsOptions;
  readonly #reader: WedgeReader;

  constructor(options: HandsOptions) {
    this.#options = options;
    this.#reader = new WedgeReader({
      timers: options.timers,
      onScan: (text) => this.#scanned(text),
      onTyped: (key) => this.#typed(key),
    });
  }

  key(event: KeyPress): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const { visit, corner } = this.#options;
    corner.touched();
    visit.touched();
    if (this.#reader.press(event.key, event.timeStamp) || this.#special(event.key)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  /** A finger, anywhere. */
  finger(): void {
    this.#options.glass.usedFinger();
    this.#options.corner.touched();
    this.#options.visit.touched();
  }

  close(): void {
    this.#reader.close();
  }

  /** Keys that are no signs: what no button would make of them. */
  #special(key: string): boolean {
    const { visit, corner, glass } = this.#options;
    if (key === 'Tab' || key.startsWith('Arrow')) glass.usedKeys();
    if (visit.page.is === 'attract' && !corner.isOpen && key === 'Enter') {
      glass.usedKeys();
      visit.wake();
      return true;
    }
    if (key === 'Enter' || key === 'Backspace') return this.#field()?.press(key) === true || this.#back(key);
    return this.#back(key);
  }

  #back(key: string): boolean {
    if (!BACK_KEYS.has(key)) return false;
    this.#options.glass.usedKeys();
    if (!pressKey(this.#options.root(), '*')) this.#options.visit.leave();
    return true;
  }

  #scanned(text: string): void {
    const { visit, corner } = this.#options;
    if (corner.isOpen) return;
    if (visit.idle.secondsLeft !== null) visit.idle.restart();
    visit.scanned(text);
  }

  /** One sign that a hand typed. */
  #typed(key: string): void {
    const { visit, corner, glass, again, root } = this.#options;
    glass.usedKeys();
    if (this.#field()?.press(key) === true) return;
    if (corner.isOpen) {
      pressKey(root(), key);
      return;
    }
    if (visit.page.is === 'attract') visit.wake();
    else if (key === AGAIN_KEY) again();
    else if (BACK_KEYS.has(key)) this.#back(key);
    else pressKey(root(), key);
  }

  #field(): TypedSigns | null {
    const { visit, corner, fields } = this.#options;
    if (visit.idle.secondsLeft !== null) return null;
    if (corner.isOpen) return corner.page.is === 'pin' ? fields.pin : null;
    const { page } = visit;
    return page.is === 'identity' || page.is === 'check-in' ? fields[page.is] : null;
  }
}
