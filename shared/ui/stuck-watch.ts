import type { Clock, EpochMs, Timers } from '../lib/clock.ts';
import type { RestartCause } from '../protocol/screen-reports.ts';
import type { FrameProbe, FrameSource } from './frames.ts';
import type { LiveHall } from './hall.svelte.ts';
import type { RestartBudget } from './restart-budget.ts';

const LOOK_MS = 1_000;
/** A page that can be seen and draws nothing for so long. */
export const FRAMES_STUCK_MS = 20_000;
/** The hub is heard and the screen is not live for so long: its replica does not catch up. */
export const BEHIND_STUCK_MS = 30_000;
/** An error that nobody caught may have left anything half done; some seconds, so that it can be reported and seen. */
export const ERROR_RESTART_MS = 3_000;
/** Heard within this: the hub is there. */
const HEARD_WITHIN_MS = 12_000;

export interface StuckWatchOptions {
  readonly hall: Pick<LiveHall, 'isLive'>;
  readonly frames: FrameSource;
  readonly probe: FrameProbe;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly budget: RestartBudget;
  /** Loads the page anew, as soon as nobody would be disturbed. */
  readonly restart: () => void;
}

/**
 * A screen that nobody stands at helps itself: when its picture stands, its replica does not catch up, its page hung or an error got
 * through, it loads itself anew and says so with its next word. Each restart within an hour waits longer than the one before.
 */
export class StuckWatch {
  readonly #options: StuckWatchOptions;
  #heardAt: EpochMs | null = null;
  #liveAt: EpochMs;
  #cause: { readonly is: RestartCause; readonly since: EpochMs } | null = null;
  #restarted = false;

  constructor(options: StuckWatchOptions) {
    this.#options = options;
    this.#liveAt = options.clock.now();
  }

  /** Returns the release. */
  start(): () => void {
    return this.#options.timers.every(LOOK_MS, () => this.#look());
  }

  /** Anything came from the hub. */
  heard(): void {
    this.#heardAt = this.#options.clock.now();
  }

  hung(): void {
    this.#because('hung');
  }

  failed(): void {
    this.#because('error');
  }

  #look(): void {
    const { clock, frames, hall, probe } = this.#options;
    const now = clock.now();
    const isHeard = this.#heardAt !== null && now - this.#heardAt < HEARD_WITHIN_MS;
    // Without the hub no screen is live, and no restart would help.
    if (hall.isLive || !isHeard) this.#liveAt = now;
    if (frames.isVisible && probe.ageMs() >= FRAMES_STUCK_MS) this.#because('frames');
    else if (now - this.#liveAt >= BEHIND_STUCK_MS) this.#because('behind');
    this.#act(now);
  }

  #because(cause: RestartCause): void {
    this.#cause ??= { is: cause, since: this.#options.clock.now() };
  }

  #act(now: EpochMs): void {
    const { budget, frames, hall, probe, restart } = this.#options;
    const cause = this.#cause;
    if (cause === null || this.#restarted) return;
    const isOver =
      (cause.is === 'frames' && frames.isVisible && probe.ageMs() < FRAMES_STUCK_MS) || (cause.is === 'behind' && hall.isLive);
    if (isOver) {
      this.#cause = null;
      return;
    }
    if (cause.is === 'error' && now - cause.since < ERROR_RESTART_MS) return;
    if (budget.waitMs() > 0) return;
    this.#restarted = true;
    budget.note(cause.is);
    restart();
  }
}
