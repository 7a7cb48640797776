import type { EpochMs } from '../../shared/lib/clock.ts';
import { TROUBLE_AFTER_MS, WELL_AFTER_MS } from './limits.ts';
import type { Verdict } from './screen-judge.ts';

/**
 * A verdict that has lasted: a screen that blinks is not told of, nor one that is well for a moment. What was never in trouble is
 * ready at once.
 */
export class LastingVerdict {
  #told: Verdict = 'off';
  #next: { readonly verdict: Verdict; readonly since: EpochMs } | null = null;

  get told(): Verdict {
    return this.#told;
  }

  /** What was told before the hub started anew. */
  restore(told: Verdict): void {
    this.#told = told;
  }

  /** Whether what is told changed. */
  look(verdict: Verdict, now: EpochMs): boolean {
    if (verdict === this.#told) {
      this.#next = null;
      return false;
    }
    if (this.#next?.verdict !== verdict) this.#next = { verdict, since: now };
    if (now - this.#next.since < waitMs(this.#told, verdict)) return false;
    this.#told = verdict;
    this.#next = null;
    return true;
  }
}

function waitMs(told: Verdict, next: Verdict): number {
  if (next === 'off') return 0;
  if (next === 'ready') return told === 'off' ? 0 : WELL_AFTER_MS;
  return TROUBLE_AFTER_MS[next];
}
