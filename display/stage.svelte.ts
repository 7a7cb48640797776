import type { Call } from '../shared/hall/state.ts';
import { latestCalls } from '../shared/hall/views/latest-calls.ts';
import type { Timers } from '../shared/lib/clock.ts';
import type { LiveHall } from '../shared/ui/hall.svelte.ts';

/** How long a call keeps the stage when others wait for it: two flashes and time to read them. */
export const STAGE_MS = 5_000;
/** When many wait for the stage, each has it for less: a hall with thirty counters must not fall behind. */
export const STAGE_HURRIED_MS = 2_500;
const HURRIED_FROM = 3;
/** Calls that a screen learns of so late (it was off, or behind) are listed and no longer announced. */
export const ANNOUNCED_WITHIN_MS = 60_000;

/** `fresh`: it came onto the stage as news and flashes; a call that was there when the screen started does not. */
export interface StagedCall {
  readonly call: Call;
  readonly fresh: boolean;
}

/** One appearance: a recall of the same ticket is another. */
export function callKey(call: Call): string {
  return `${call.ticket} ${call.counter} ${call.at} ${call.recalls}`;
}

/**
 * What stands large on the wall. A call is on the list at once, but the stage is for one at a time: of several in one
 * burst each has its moment, in the order in which they were made, and the last one stays.
 */
export class Stage {
  readonly #hall: Pick<LiveHall, 'view' | 'now'>;
  readonly #timers: Timers;
  #staged = $state.raw<StagedCall | null>(null);
  #queue: Call[] = [];
  /** Null until the first state: what is there then is no news. */
  #seen: ReadonlySet<string> | null = null;
  #release: (() => void) | null = null;

  constructor(options: { readonly hall: Pick<LiveHall, 'view' | 'now'>; readonly timers: Timers }) {
    this.#hall = options.hall;
    this.#timers = options.timers;
  }

  get staged(): StagedCall | null {
    return this.#staged;
  }

  /** To be called after any change of the hall. */
  look(): void {
    const calls = this.#hall.view(latestCalls);
    if (calls === null) return;
    const seen = this.#seen;
    this.#seen = new Set(calls.map(callKey));
    if (seen === null) return this.#settle(calls);
    const now = this.#hall.now();
    const news = calls.filter((call) => !seen.has(callKey(call)) && now - call.at < ANNOUNCED_WITHIN_MS);
    this.#queue.push(...news.reverse());
    this.#forgetGone(calls);
    if (this.#release === null) this.#advance();
  }

  /** Releases the timer. */
  close(): void {
    this.#release?.();
    this.#release = null;
  }

  #settle(calls: readonly Call[]): void {
    const latest = calls[0];
    this.#staged = latest === undefined ? null : { call: latest, fresh: false };
  }

  /** A new business day begins with an empty wall, and a call that was repeated has only its last place. */
  #forgetGone(calls: readonly Call[]): void {
    const keys = new Set(calls.map(callKey));
    this.#queue = this.#queue.filter((call) => keys.has(callKey(call)));
    if (this.#staged !== null && !keys.has(callKey(this.#staged.call)) && this.#queue.length === 0) this.#settle(calls);
  }

  #advance(): void {
    this.#release = null;
    const next = this.#queue.shift();
    if (next === undefined) return;
    this.#staged = { call: next, fresh: true };
    const stayMs = this.#queue.length >= HURRIED_FROM ? STAGE_HURRIED_MS : STAGE_MS;
    this.#release = this.#timers.after(stayMs, () => this.#advance());
  }
}
