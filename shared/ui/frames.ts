import type { Clock, EpochMs, Timers } from '../lib/clock.ts';

/** Where a page's frames come from. */
export interface FrameSource {
  readonly isVisible: boolean;
  /** Calls once, when the frame that is drawn next has been drawn; whether anybody could see it. */
  afterNext(run: (isVisible: boolean) => void): void;
}

/**
 * The real ones. `requestAnimationFrame` calls before a frame is drawn; what is asked for then is called before the one after it, when
 * the first has gone to the screen. In a hidden page neither comes until it is seen again.
 */
export function browserFrames(window: Window): FrameSource {
  const { document } = window;
  return {
    get isVisible() {
      return document.visibilityState === 'visible';
    },
    afterNext: (run) => {
      window.requestAnimationFrame(() => {
        window.requestAnimationFrame(() => run(document.visibilityState === 'visible'));
      });
    },
  };
}

/** How often a frame is asked for where nothing changes: to know that there would be one, and no loop that keeps a television warm. */
const PROBE_MS = 2_000;

/** Whether frames are still drawn. */
export class FrameProbe {
  readonly #frames: FrameSource;
  readonly #clock: Clock;
  readonly #timers: Timers;
  #drawnAt: EpochMs;
  #isAsked = false;

  constructor(options: { readonly frames: FrameSource; readonly clock: Clock; readonly timers: Timers }) {
    this.#frames = options.frames;
    this.#clock = options.clock;
    this.#timers = options.timers;
    this.#drawnAt = options.clock.now();
  }

  /** Returns the release. */
  start(): () => void {
    this.#ask();
    return this.#timers.every(PROBE_MS, () => this.#ask());
  }

  /** Since the last frame, ms. Of a page that is hidden it grows and says nothing. */
  ageMs(): number {
    return Math.max(0, this.#clock.now() - this.#drawnAt);
  }

  /** The page can be seen again: from now on frames are due. */
  woke(): void {
    this.#drawnAt = this.#clock.now();
    this.#ask();
  }

  #ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.#frames.afterNext(() => {
      this.#isAsked = false;
      this.#drawnAt = this.#clock.now();
    });
  }
}
