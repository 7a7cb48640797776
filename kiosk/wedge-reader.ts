import type { Timers } from '../shared/lib/clock.ts';

/** A reader types faster than this between two signs; hands are slower. */
export const BURST_GAP_MS = 50;
/** A burst of fewer signs is a hand that rolled over its keys. */
export const SCAN_LENGTH_MIN = 4;
export const SCAN_LENGTH_MAX = 128;

export interface WedgeReaderOptions {
  readonly timers: Timers;
  /** A card, a document or a code was read. */
  readonly onScan: (text: string) => void;
  /** A hand pressed a key. */
  readonly onTyped: (key: string) => void;
}

/**
 * Readers of cards, documents and codes are keyboards to a browser ("keyboard wedge"): they type what they read, and Enter. Told
 * from hands by their haste. A key is handed on only when it is sure that no reader pressed it, so what is read never presses
 * a button on the way; a burst that does not end with Enter, or does not end at all, goes nowhere.
 */
export class WedgeReader {
  readonly #options: WedgeReaderOptions;
  #signs: string[] = [];
  #isTooLong = false;
  #lastAt = 0;
  #release: () => void = () => undefined;

  constructor(options: WedgeReaderOptions) {
    this.#options = options;
  }

  /**
   * `key` as a keyboard event names it, `atMs` when it was pressed, by the event: a page that is late must not take a reader for a hand.
   * True: it is dealt with, and the page must do nothing else with it.
   */
  press(key: string, atMs: number): boolean {
    if (key === 'Enter') return this.#enter(atMs);
    const isSign = [...key].length === 1 && !/[\p{Cc}\p{Cf}]/u.test(key);
    // A space alone presses the button that has the focus.
    if (!isSign || (key === ' ' && this.#signs.length === 0)) return false;
    if (atMs - this.#lastAt > BURST_GAP_MS) this.#handOn();
    this.#lastAt = atMs;
    if (this.#signs.length < SCAN_LENGTH_MAX) this.#signs.push(key);
    else this.#isTooLong = true;
    this.#release();
    this.#release = this.#options.timers.after(BURST_GAP_MS + 1, () => this.#handOn());
    return true;
  }

  /** Releases the timer. Idempotent. */
  close(): void {
    this.#forget();
  }

  #enter(atMs: number): boolean {
    const isBurst = this.#signs.length > 0 && atMs - this.#lastAt <= BURST_GAP_MS;
    if (!isBurst) {
      this.#handOn();
      return false;
    }
    const text = this.#signs.join('');
    const isScan = this.#signs.length >= SCAN_LENGTH_MIN && !this.#isTooLong;
    this.#forget();
    if (isScan) this.#options.onScan(text);
    return true;
  }

  /** What came was no reader's, unless it was too long for hands. */
  #handOn(): void {
    const signs = this.#signs;
    this.#forget();
    if (signs.length < SCAN_LENGTH_MIN) for (const each of signs) this.#options.onTyped(each);
  }

  #forget(): void {
    this.#release();
    this.#release = () => undefined;
    this.#signs = [];
    this.#isTooLong = false;
  }
}
