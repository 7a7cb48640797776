import type { Call, HallState } from '../shared/hall/state.ts';
import { markKey } from '../shared/hall/views/call-mark.ts';
import type { Timers } from '../shared/lib/clock.ts';
import type { LiveHall } from '../shared/ui/hall.svelte.ts';

/** How long a call keeps the stage when others wait for it: two flashes and time to read them. */
export const STAGE_MS = 5_000;
/** When many wait for the stage, each has it for less: a hall with thirty counters must not fall behind. */
export const STAGE_HURRIED_MS = 2_500;
const HURRIED_FROM = 3;
/** More than a hall can say or read one by one share the stage, and nobody is left out: at most 5.6 calls a second. */
export const STAGE_SHARED_MS = 1_600;
export const STAGE_SHARED_MAX = 9;
const SHARED_FROM = 8;
/** Calls that a screen learns of so late (it was off, or behind) are listed and no longer announced. */
export const ANNOUNCED_WITHIN_MS = 60_000;
/** A call that left the stage and comes back (a no-show who is served after all) is no news a second time. */
const SEEN_KEPT = 200;

/** `fresh`: it came onto the stage as news and flashes; a call that was there when the screen started does not. */
export interface StagedCall {
  readonly call: Call;
  readonly fresh: boolean;
}

/**
 * What stands large on the wall. A call is on the list at once, but the stage is for one at a time: of several in one
 * burst each has its moment, in the order in which they were made, and the last one stays. Where more come than can have it one after
 * the other, several stand there together; what stands there when they come is cut short, so that no queue builds up.
 */
export class Stage {
  readonly #hall: Pick<LiveHall, 'view' | 'now'>;
  readonly #timers: Timers;
  readonly #calls: (state: HallState) => readonly Call[];
  #staged = $state.raw<readonly StagedCall[]>([]);
  #since = 0;
  #queue: Call[] = [];
  /** Null until the first state: what is there then is no news. */
  #seen: ReadonlySet<string> | null = null;
  #release: (() => void) | null = null;

  /** `calls`: those that may stand here, newest first. */
  constructor(options: {
    readonly hall: Pick<LiveHall, 'view' | 'now'>;
    readonly timers: Timers;
    readonly calls: (state: HallState) => readonly Call[];
  }) {
    this.#hall = options.hall;
    this.#timers = options.timers;
    this.#calls = options.calls;
  }

  /** The latest of those that stand there. */
  get staged(): StagedCall | null {
    return this.#staged.at(-1) ?? null;
  }

  /** In the order of the calls; usually one. */
  get together(): readonly StagedCall[] {
    return this.#staged;
  }

  /** To be called after any change of the hall. */
  look(): void {
    const calls = this.#hall.view(this.#calls);
    if (calls === null) return;
    const seen = this.#seen;
    this.#seen = new Set([...(seen ?? []), ...calls.map(markKey)].slice(-SEEN_KEPT));
    if (seen === null) return this.#settle(calls);
    const now = this.#hall.now();
    const news = calls.filter((call) => !seen.has(markKey(call)) && now - call.at < ANNOUNCED_WITHIN_MS);
    this.#queue.push(...news.reverse());
    this.#forgetGone(calls);
    if (this.#release === null) this.#advance();
    else if (this.#queue.length >= SHARED_FROM) this.#stay();
  }

  /** Releases the timer. */
  close(): void {
    this.#release?.();
    this.#release = null;
  }

  #settle(calls: readonly Call[]): void {
    const latest = calls[0];
    this.#staged = latest === undefined ? [] : [{ call: latest, fresh: false }];
  }

  /**
   * A new business day begins with an empty wall, a call that was repeated has only its last place, and who did not come is asked no
   * more. What stands there then makes room at once.
   */
  #forgetGone(calls: readonly Call[]): void {
    const keys = new Set(calls.map(markKey));
    this.#queue = this.#queue.filter((call) => keys.has(markKey(call)));
    const still = this.#staged.filter(({ call }) => keys.has(markKey(call)));
    if (still.length === this.#staged.length) return;
    if (still.length > 0) {
      this.#staged = still;
      return;
    }
    this.close();
    if (this.#queue.length === 0) this.#settle(calls);
  }

  #advance(): void {
    this.#release = null;
    const next = this.#queue.splice(0, this.#queue.length > SHARED_FROM ? STAGE_SHARED_MAX : 1);
    if (next.length === 0) return;
    this.#staged = next.map((call) => ({ call, fresh: true }));
    this.#since = this.#hall.now();
    this.#stay();
  }

  /** For how long depends on how many wait, also when they came later. */
  #stay(): void {
    this.#release?.();
    const stoodMs = Math.max(0, this.#hall.now() - this.#since);
    const leftMs = Math.max(0, stayMs(this.#queue.length, this.#staged.length > 1) - stoodMs);
    this.#release = this.#timers.after(leftMs, () => this.#advance());
  }
}

function stayMs(waiting: number, together: boolean): number {
  if (together) return waiting >= HURRIED_FROM ? STAGE_SHARED_MS : STAGE_HURRIED_MS;
  if (waiting >= SHARED_FROM) return STAGE_SHARED_MS;
  return waiting >= HURRIED_FROM ? STAGE_HURRIED_MS : STAGE_MS;
}
