import type { EpochMs } from '../shared/lib/clock.ts';
import type { HallLine } from '../shared/ui/hall-line.ts';

/** Restarting an animation more often would only cost. */
const PULSE_MS_MIN = 1_000;

/**
 * The last sign of life, for the watch that needs no timer.
 *
 * The client finds silence by its timers, and timers are what a browser takes away first from a page that it thinks
 * nobody sees. So the style sheet keeps a second watch: an animation that draws the veil 12 s after it was started and
 * is started anew by every message of the hub. It runs by the page's own timeline, with no script at all.
 */
export class Pulse {
  readonly #line: Pick<HallLine, 'hall' | 'hearing'>;
  #beat = $state(false);
  #heardAt = $state<EpochMs>(0);

  constructor(line: Pick<HallLine, 'hall' | 'hearing'>) {
    this.#line = line;
    this.#heardAt = line.hall.now();
  }

  /** Changes with every sign of life: two equal animations under two names take turns. */
  get beat(): 'even' | 'odd' {
    return this.#beat ? 'odd' : 'even';
  }

  /** By the hub's clock. */
  get heardAt(): EpochMs {
    return this.#heardAt;
  }

  /** Returns the release. */
  listen(): () => void {
    return this.#line.hearing.onHeard(() => {
      const now = this.#line.hall.now();
      if (Math.abs(now - this.#heardAt) < PULSE_MS_MIN) return;
      this.#heardAt = now;
      this.#beat = !this.#beat;
    });
  }
}
