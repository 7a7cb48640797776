import type { EpochMs } from '../../shared/lib/clock.ts';
import { BEHIND_AFTER_MS, JUDGE_EVERY_MS } from './limits.ts';

const SAMPLES_MAX = Math.ceil(BEHIND_AFTER_MS / JUDGE_EVERY_MS) + 1;

/** How far the hall was some seconds ago: what a screen that keeps up has painted by now. */
export class VersionTrail {
  readonly #samples: { readonly at: EpochMs; readonly version: number }[] = [];

  note(version: number, at: EpochMs): void {
    this.#samples.push({ at, version });
    if (this.#samples.length > SAMPLES_MAX) this.#samples.shift();
  }

  /** 0 while that is not known: nobody is behind then. */
  dueAt(now: EpochMs): number {
    return this.#samples.findLast(({ at }) => now - at >= BEHIND_AFTER_MS)?.version ?? 0;
  }
}
