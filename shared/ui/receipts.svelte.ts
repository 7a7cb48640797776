import { markKey, type CallMark } from '../hall/views/call-mark.ts';
import type { EpochMs, Timers } from '../lib/clock.ts';
import { PAINTED_PER_MESSAGE_MAX, RECEIPTS_EVERY_MS } from '../protocol/limits.ts';
import type { Receipts } from '../protocol/screen-reports.ts';
import type { FrameSource } from './frames.ts';
import type { LiveHall } from './hall.svelte.ts';

type Receipt = Receipts['calls'][number];

/** While the hub is away so many are kept; of more the oldest are given up, for a call that old helps nobody. */
const RECEIPTS_KEPT_MAX = 1_000;
/** Announcements of which it is known that they were told: more than a wall lists, and few enough for a day without a pause. */
const TOLD_KEPT_MAX = 200;
/** What went up so shortly before a line was found to be lost may be lost with it, and goes up again on the next. */
const SAID_AGAIN_MS = 60_000;

export interface ReceiptReporterOptions {
  readonly hall: Pick<LiveHall, 'report' | 'now' | 'subscribe' | 'isLive'>;
  readonly timers: Timers;
  readonly frames: FrameSource;
}

/**
 * Tells the hub which call this screen has painted and which it has spoken.
 *
 * Painted is not "the script ran": a page in a hidden tab, or whose picture hangs, runs its scripts and shows nothing. So a call
 * counts from the frame after the one that drew it, and only where the page is visible.
 *
 * **Maintained invariant**: nothing is reported twice for one announcement, but what a lost line may have swallowed; the hub takes
 * the first word and no second.
 */
export class ReceiptReporter {
  readonly #options: ReceiptReporterOptions;
  readonly #told = new Set<string>();
  #due: Receipt[] = [];
  #said: { readonly at: EpochMs; readonly receipt: Receipt }[] = [];
  #release: (() => void) | null = null;
  #wasLive: boolean;

  constructor(options: ReceiptReporterOptions) {
    this.#options = options;
    this.#wasLive = options.hall.isLive;
  }

  /** Returns the release. */
  start(): () => void {
    const release = this.#options.hall.subscribe(() => this.#lineChanged());
    return () => {
      release();
      this.#release?.();
      this.#release = null;
    };
  }

  /** The call was put into `element` just now: it counts when the frame with it was drawn, if it is still there then. */
  shows(mark: CallMark, element: Pick<Element, 'isConnected'>): void {
    this.#options.frames.afterNext(() => {
      if (element.isConnected) this.painted(mark);
    });
  }

  /** The frame with the call has been drawn. Once for each announcement, whoever says it how often. */
  painted(mark: CallMark): void {
    if (!this.#options.frames.isVisible || !this.#isFirst(`painted ${markKey(mark)}`)) return;
    this.#add({ mark, painted: this.#options.hall.now() });
  }

  /** The announcement was heard to its end. */
  spoken(mark: CallMark): void {
    if (this.#isFirst(`spoken ${markKey(mark)}`)) this.#add({ mark, spoken: this.#options.hall.now() });
  }

  #isFirst(key: string): boolean {
    if (this.#told.has(key)) return false;
    this.#told.add(key);
    for (const oldest of this.#told) {
      if (this.#told.size <= TOLD_KEPT_MAX) break;
      this.#told.delete(oldest);
    }
    return true;
  }

  #add(receipt: Receipt): void {
    this.#due.push(receipt);
    if (this.#due.length > RECEIPTS_KEPT_MAX) this.#due.shift();
    this.#sendSoon();
  }

  #sendSoon(): void {
    this.#release ??= this.#options.timers.after(RECEIPTS_EVERY_MS, () => {
      this.#release = null;
      this.#send();
    });
  }

  #send(): void {
    const { hall } = this.#options;
    const calls = this.#due.slice(0, PAINTED_PER_MESSAGE_MAX);
    if (calls.length === 0 || !hall.report({ name: 'receipts', body: { calls } })) return;
    this.#due = this.#due.slice(calls.length);
    const now = hall.now();
    this.#said = [...this.#said.filter(({ at }) => now - at < SAID_AGAIN_MS), ...calls.map((receipt) => ({ at: now, receipt }))];
    if (this.#due.length > 0) this.#sendSoon();
  }

  #lineChanged(): void {
    const { hall } = this.#options;
    const { isLive } = hall;
    if (isLive && !this.#wasLive) {
      this.#due.unshift(...this.#said.map(({ receipt }) => receipt));
      this.#said = [];
      this.#sendSoon();
    }
    this.#wasLive = isLive;
  }
}
