import { markKey, type CallMark } from '../hall/views/call-mark.ts';
import type { EpochMs, Timers } from '../lib/clock.ts';
import { PAINTED_PER_MESSAGE_MAX, RECEIPTS_EVERY_MS } from '../protocol/limits.ts';
import type { Receipts } from '../protocol/screen-reports.ts';
import type { LiveHall } from './hall.svelte.ts';
import type { FrameSource } from './frames.ts';

type Receipt = Receipts['calls'][number];

/** While the hub is away so many are kept; of more the oldest are given up, for a call that old helps nobody. */
const RECEIPTS_KEPT_MAX = 1_000;
/** What went up so shortly before a line was lost may be lost with it, and goes up again on the next. */
const SAID_AGAIN_MS = 20_000;

export interface ReceiptReporterOptions {
  readonly hall: Pick<LiveHall, 'report' | 'now' | 'subscribe' | 'connection'>;
  readonly timers: Timers;
  readonly frames: FrameSource;
}

/**
 * Tells the hub which call this screen has painted and which it has spoken.
 *
 * Painted is not "the script ran": a page in a hidden tab, or whose picture hangs, runs its scripts and shows nothing. So a call
 * counts from the frame after the one that drew it, and only where its element is still there and the page is visible.
 *
 * **Maintained invariant**: nothing is reported twice for one announcement, but what a lost line may have swallowed; the hub takes
 * the first word and no second.
 */
export class ReceiptReporter {
  readonly #options: ReceiptReporterOptions;
  /** Painted or on the way to it. */
  readonly #begun = new Set<string>();
  #due: Receipt[] = [];
  #said: { readonly at: EpochMs; readonly receipt: Receipt }[] = [];
  #release: (() => void) | null = null;
  #wasLive = true;

  constructor(options: ReceiptReporterOptions) {
    this.#options = options;
  }

  /** Returns the release. */
  listen(): () => void {
    const release = this.#options.hall.subscribe(() => this.#lineChanged());
    return () => {
      release();
      this.#release?.();
      this.#release = null;
    };
  }

  /** The call was put into `element`, now: to be called when the page was changed, before it is drawn. Once for each call. */
  painted(mark: CallMark, element: Pick<Element, 'isConnected'>): void {
    const key = markKey(mark);
    if (this.#begun.has(key)) return;
    this.#begun.add(key);
    if (this.#begun.size > RECEIPTS_KEPT_MAX) this.#begun.delete(must(this.#begun));
    this.#options.frames.afterNext((isVisible) => {
      if (isVisible && element.isConnected) this.#add({ mark, painted: this.#options.hall.now() });
      else this.#begun.delete(key);
    });
  }

  /** The announcement was heard to its end. */
  spoken(mark: CallMark): void {
    this.#add({ mark, spoken: this.#options.hall.now() });
  }

  #add(receipt: Receipt): void {
    this.#due.push(receipt);
    if (this.#due.length > RECEIPTS_KEPT_MAX) this.#due.shift();
    this.#release ??= this.#options.timers.after(RECEIPTS_EVERY_MS, () => {
      this.#release = null;
      this.#send();
    });
  }

  #send(): void {
    const { hall, timers } = this.#options;
    const calls = this.#due.slice(0, PAINTED_PER_MESSAGE_MAX);
    if (calls.length === 0 || !hall.report({ name: 'receipts', body: { calls } })) return;
    this.#due = this.#due.slice(calls.length);
    const now = hall.now();
    this.#said = [...this.#said.filter(({ at }) => now - at < SAID_AGAIN_MS), ...calls.map((receipt) => ({ at: now, receipt }))];
    if (this.#due.length > 0) {
      this.#release = timers.after(RECEIPTS_EVERY_MS, () => {
        this.#release = null;
        this.#send();
      });
    }
  }

  #lineChanged(): void {
    const { hall } = this.#options;
    const isLive = hall.connection.is === 'live';
    if (isLive && !this.#wasLive) {
      const now = hall.now();
      this.#due.unshift(...this.#said.filter(({ at }) => now - at < SAID_AGAIN_MS * 3).map(({ receipt }) => receipt));
      this.#said = [];
      this.#send();
    }
    this.#wasLive = isLive;
  }
}

function must(keys: ReadonlySet<string>): string {
  for (const key of keys) return key;
  return '';
}
