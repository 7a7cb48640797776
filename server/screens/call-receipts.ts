import type { CounterId } from '../../shared/hall/configuration.ts';
import type { Call } from '../../shared/hall/state.ts';
import { callMark, markKey, type CallMark } from '../../shared/hall/views/call-mark.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { CallReceipt, Reached } from '../../shared/protocol/receipts.ts';
import type { Receipts, ScreenHealth } from '../../shared/protocol/screen-reports.ts';
import {
  CALLS_IN_MEMORY_MAX,
  PAINTED_WITHIN_MS,
  RECEIPT_CLOCK_MS_MAX,
  SCREENS_PER_CALL_MAX,
  SPOKEN_WITHIN_MS,
} from './limits.ts';

/** Why a receipt counts for nothing. */
export const IGNORED_REASONS = ['unknown-call', 'unknown-screen', 'bad-time', 'too-late', 'too-many'] as const;
export type IgnoredReason = (typeof IGNORED_REASONS)[number];

/** A page by its device and its own id, which a reload does not change. */
export interface KnownScreen {
  readonly key: string;
  readonly health: ScreenHealth;
}

/** One screen and one announcement. */
export interface ScreenWord {
  /** It was there when the call was made and shows calls to that counter. */
  shows: boolean;
  speaks: boolean;
  painted: EpochMs | null;
  spoken: EpochMs | null;
}

export interface KeptCall {
  readonly mark: CallMark;
  readonly screens: Map<string, ScreenWord>;
}

export interface RestoredCall {
  readonly mark: CallMark;
  readonly words: readonly (readonly [screen: string, word: ScreenWord])[];
}

/**
 * What became of one hall's announcements. A call is known before anybody can have painted it, because screens hear of it after this
 * does; so a receipt of an unknown one is forged, or older than what is kept.
 *
 * **Maintained invariants**: the first word of a screen on a call counts and no second; at most `CALLS_IN_MEMORY_MAX` calls with
 * `SCREENS_PER_CALL_MAX` screens each.
 */
export class CallReceipts {
  readonly #calls = new Map<string, KeptCall>();
  readonly #latest = new Map<CounterId, KeptCall>();
  readonly #changed = new Set<KeptCall>();

  /**
   * Takes in what was announced since the last time. `screens`: those that are here now and are to show or speak it.
   */
  announce(calls: readonly Call[], screens: () => readonly KnownScreen[]): void {
    // Newest first, as the hall has them: what comes after a known one is known.
    const fresh: Call[] = [];
    for (const call of calls) {
      if (this.#calls.has(markKey(call))) break;
      fresh.push(call);
    }
    // A new business day: nothing of the last one is at hand anywhere.
    if (calls.length === 0) this.#latest.clear();
    if (fresh.length === 0) return;
    const here = screens();
    for (const call of fresh.reverse()) this.#keep(call, here);
  }

  /** What an earlier run of the hub had heard of a call that this one knows from the hall's state. */
  restore(mark: CallMark, words: RestoredCall['words']): void {
    const call = this.#calls.get(markKey(mark));
    if (call === undefined) return;
    for (const [screen, word] of words) call.screens.set(screen, { ...word });
  }

  /** Null when it counts. */
  take(receipt: Receipts['calls'][number], screen: KnownScreen | null, now: EpochMs): IgnoredReason | null {
    const { mark, painted, spoken } = receipt;
    if (screen === null) return 'unknown-screen';
    const call = this.#calls.get(markKey(mark));
    if (call === undefined) return 'unknown-call';
    for (const [at, withinMs] of [[painted, PAINTED_WITHIN_MS] as const, [spoken, SPOKEN_WITHIN_MS] as const]) {
      if (at === undefined) continue;
      if (at < mark.at - RECEIPT_CLOCK_MS_MAX || at > now + RECEIPT_CLOCK_MS_MAX) return 'bad-time';
      if (at > mark.at + withinMs) return 'too-late';
    }
    const known = call.screens.get(screen.key);
    if (known === undefined && call.screens.size >= SCREENS_PER_CALL_MAX) return 'too-many';
    const word = known ?? { shows: false, speaks: false, painted: null, spoken: null };
    const between = (at: EpochMs): EpochMs => Math.min(Math.max(at, mark.at), now);
    if (painted !== undefined) {
      word.shows = true;
      word.painted ??= between(painted);
    }
    if (spoken !== undefined) {
      word.speaks = true;
      word.spoken ??= between(spoken);
    }
    call.screens.set(screen.key, word);
    this.#changed.add(call);
    return null;
  }

  /** Of the latest call to each counter. */
  latest(): CallReceipt[] {
    return [...this.#latest.values()].map(({ mark, screens }) => ({ mark, ...reachedBy(screens) }));
  }

  /** Those of which something is new since the last time. */
  takeChanged(): KeptCall[] {
    const changed = [...this.#changed];
    this.#changed.clear();
    return changed;
  }

  putBack(calls: readonly KeptCall[]): void {
    for (const call of calls) this.#changed.add(call);
  }

  #keep(call: Call, here: readonly KnownScreen[]): void {
    const screens = new Map<string, ScreenWord>();
    for (const { key, health } of here) {
      if (screens.size >= SCREENS_PER_CALL_MAX) break;
      const shows = isToShow(health, call);
      const speaks = shows && call.silent !== true && health.sound !== 'off';
      if (shows) screens.set(key, { shows, speaks, painted: null, spoken: null });
    }
    const kept: KeptCall = { mark: callMark(call), screens };
    this.#calls.set(markKey(call), kept);
    this.#latest.delete(call.counter);
    this.#latest.set(call.counter, kept);
    this.#changed.add(kept);
    for (const [oldest] of this.#calls) {
      if (this.#calls.size <= CALLS_IN_MEMORY_MAX) break;
      this.#calls.delete(oldest);
    }
  }
}

/** Walls show no silent call; the window above the counter does. */
function isToShow({ counters, page }: ScreenHealth, { counter, silent }: Call): boolean {
  if (counters === undefined || (silent === true && page !== 'window')) return false;
  return counters === null || counters.includes(counter);
}

export function reachedBy(screens: ReadonlyMap<string, ScreenWord>): { readonly shown: Reached; readonly heard: Reached } {
  const words = [...screens.values()];
  const count = (is: (word: ScreenWord) => boolean): number => words.filter(is).length;
  return {
    shown: { by: count(({ painted }) => painted !== null), of: count(({ shows }) => shows) },
    heard: { by: count(({ spoken }) => spoken !== null), of: count(({ speaks }) => speaks) },
  };
}
